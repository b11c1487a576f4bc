"""How soon a distributor answers: promised by them, measured over office hours, shown as it is."""

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest

from appointments.models import Appointment, Availability
from appointments.replies import ReplyPromise, reply_promise_of
from followups.models import Task
from kit import clock
from kit.writing import write_minutes
from team import actions
from team.office_hours import Stretch, open_time

NOW = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)  # a Wednesday, 13:00 in Berlin


@pytest.fixture
def nine_to_five(ben, by_ben):
    actions.set_hours(distributor=ben, by=by_ben, hours=[Stretch(day, time(9), time(17)) for day in range(5)])
    with clock.travel(NOW):
        yield


def inquired(person, at, **rest):
    Task.objects.create(
        owner=person.owner, customer=person, kind="answer", local_date=at.date(), due_at=at,
        created_at=at, **rest,
    )  # fmt: skip


def asked(owner, at, answered):
    start = NOW + timedelta(days=2)
    Appointment.objects.create(
        owner=owner, kind=None, state="cancelled", starts_at=start, ends_at=start + timedelta(hours=1),
        blocked_from=start, blocked_until=start + timedelta(hours=1), zone="Europe/Berlin",
        uid=str(uuid4()), asked_at=at, answered_at=answered,
    )  # fmt: skip


def test_nights_weekends_and_days_off_do_not_count(ben):
    zone, hours = ben.zoneinfo, [Stretch(day, time(9), time(17)) for day in range(5)]
    friday = datetime(2026, 3, 6, 15, 30, tzinfo=UTC)  # 16:30 in Berlin
    tuesday = datetime(2026, 3, 10, 8, 10, tzinfo=UTC)  # 9:10
    assert open_time(friday, tuesday, zone, hours) == timedelta(hours=8, minutes=40)
    monday = {datetime(2026, 3, 9).date()}
    assert open_time(friday, tuesday, zone, hours, monday) == timedelta(minutes=40)
    assert open_time(tuesday, friday, zone, hours) == timedelta(0)


def test_the_middle_answer_is_told_from_five_questions_on(ben, nine_to_five):
    for minutes in (10, 20, 31, 60):
        asked(ben, NOW - timedelta(hours=2), NOW - timedelta(hours=2, minutes=-minutes))
    assert reply_promise_of(ben) == ReplyPromise(None, None, 4)
    asked(ben, NOW - timedelta(hours=3), None)  # waits still: since three hours of office time
    assert reply_promise_of(ben) == ReplyPromise(None, 31, 5)


def test_inquiries_count_until_they_are_done_and_those_taken_back_do_not(ben, rosa, nine_to_five):
    for minutes in (10, 20, 30, 40):
        asked_at = NOW - timedelta(hours=2)
        inquired(rosa, asked_at, state="done", closed_at=asked_at + timedelta(minutes=minutes))
    inquired(rosa, NOW - timedelta(hours=3))
    inquired(rosa, NOW - timedelta(hours=3), state="cancelled", closed_at=NOW)
    assert reply_promise_of(ben) == ReplyPromise(None, 30, 5)


def test_a_promise_is_kept_or_not(ben, nine_to_five):
    Availability.objects.create(owner=ben, reply_minutes=30)
    for _ in range(5):
        asked(
            ben,
            NOW - timedelta(hours=2),
            NOW - timedelta(hours=1),
        )
    promise = reply_promise_of(ben)
    assert (promise.minutes, promise.median, promise.is_kept) == (30, 60, False)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (1, "1 minute"),
        (50, "50 minutes"),
        (60, "1 hour"),
        (90, "90 minutes"),
        (121, "3 hours"),
        (540, "9 hours"),
    ],
)
def test_minutes_are_said_as_people_do(minutes, said):
    assert write_minutes(minutes) == said


def test_the_settings_keep_a_promise_and_show_what_was_measured(as_ben, ben, nine_to_five):
    page = as_ben.get("/settings/appointments/")
    assert page.context["reply_promise"] == ReplyPromise(None, None, 0)
    held = page.context["limits_form"].initial
    data = {name: "" if value is None else value for name, value in held.items()}
    assert as_ben.post("/settings/appointments/limits/", {**data, "reply_minutes": "120"}).status_code == 302
    assert Availability.objects.get(owner=ben).reply_minutes == 120
    assert as_ben.post("/settings/appointments/limits/", {**data, "reply_minutes": "7"}).status_code == 422
