"""What the ledger counts of appointments: those due and those kept, by the month in which they began."""

from datetime import UTC, date, datetime, timedelta

import pytest

from appointments.actions import cancel, finish, miss
from appointments.counted import count_appointments
from appointments.models import Appointment
from customers.actions import delete_person
from kit import clock
from kit.undo import undo
from team.counting import Tally
from tests.appointments.meetings import booked
from tests.queries.counting import count_of
from tests.team.counting import active_on, counted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
NAMES = ("kept", "due", "active")
KEPT = {"kept": 1, "due": 1, "active": 1}


@pytest.fixture
def meeting(ben, by_ben, rosa):
    """On Tuesday at nine, in UTC."""
    return booked(ben, by_ben, rosa, days=1)


@pytest.fixture
def after(meeting):
    with clock.travel(meeting.ends_at):
        yield


def test_what_is_booked_is_not_due_before_it_is_said_what_became_of_it(ben, meeting, after):
    assert counted(ben, NAMES) == {}


def test_one_kept_is_a_day_of_activity(ben, by_ben, meeting, after):
    finish(appointment=meeting, by=by_ben)
    assert (counted(ben, NAMES), active_on(ben)) == (KEPT, date(2026, 3, 3))
    undo(event=meeting.event, by=by_ben)
    assert (counted(ben, NAMES), active_on(ben)) == ({}, None)


@pytest.mark.parametrize("side", ["us", "them"])
def test_one_missed_was_due(ben, by_ben, meeting, after, side):
    miss(appointment=meeting, by=by_ben, side=side)
    assert (counted(ben, NAMES), active_on(ben)) == ({"due": 1}, None)
    undo(event=meeting.event, by=by_ben)
    assert counted(ben, NAMES) == {}


def test_one_cancelled_was_not_due(ben, by_ben, meeting):
    cancel(appointment=meeting, by=by_ben)
    assert counted(ben, NAMES) == {}


def test_who_meets_earlier_is_active_on_the_day_they_met(ben, by_ben, meeting):
    finish(appointment=meeting, by=by_ben)
    assert (counted(ben, NAMES), active_on(ben)) == (KEPT, date(2026, 3, 2))


def test_the_month_and_the_day_are_the_companys(ben, by_ben, meeting):
    ben.zone = "America/New_York"
    ben.save()
    start = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)  # the first of April in Berlin
    Appointment.objects.filter(pk=meeting.pk).update(
        starts_at=start,
        ends_at=start + timedelta(minutes=20),
        blocked_from=start,
        blocked_until=start + timedelta(minutes=20),
    )
    with clock.travel(start + timedelta(minutes=20)):
        finish(appointment=meeting, by=by_ben)
    assert (counted(ben, NAMES), counted(ben, NAMES, 202604), active_on(ben)) == ({}, KEPT, date(2026, 4, 1))


def test_one_kept_with_somebody_deleted_since_was_kept(ben, by_ben, meeting, after, rosa):
    finish(appointment=meeting, by=by_ben)
    delete_person(person=rosa, by=by_ben)
    assert counted(ben, NAMES) == KEPT


@pytest.mark.parametrize("number", [1, 3, 30])
def test_any_number_is_counted_in_one_query(team_of, company, number):
    team, start = team_of(number), clock.now()
    end = start + timedelta(minutes=20)
    for one in team:
        for state in ("finished", "missed"):
            Appointment.objects.create(
                owner=one, state=state, starts_at=start, ends_at=end, blocked_from=start, blocked_until=end,
                zone="UTC", uid=f"{one.pk} {state}",
            )  # fmt: skip
    tally = Tally()
    asked = count_of(lambda: count_appointments(company, [one.pk for one in team], tally))
    assert asked.count == 1
    assert dict(tally.months) == {(one.pk, 202603): {"due": 2, "kept": 1} for one in team}
