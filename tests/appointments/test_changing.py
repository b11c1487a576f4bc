"""What becomes of an appointment, and that each of it can be taken back."""

from datetime import timedelta

import pytest

from appointments.actions import arrive, book, cancel, confirm, finish, miss, move, sweep_requests
from appointments.errors import JustTaken, Settled
from appointments.models import Appointment
from kit import clock
from kit.errors import Refused, Stale
from kit.events import Actor, Door
from kit.undo import undo

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def meeting(ben, rosa, by_ben, talk, slot):
    return book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])


def states() -> list[str]:
    return list(Appointment.objects.order_by("pk").values_list("state", flat=True))


def test_confirmed_twice_is_once(meeting, by_ben, monday):
    assert confirm(appointment=meeting, by=by_ben).event.kind == "appointment.confirmed"
    assert confirm(appointment=meeting, by=by_ben).event is None
    assert (meeting.state, meeting.confirmed_at) == ("confirmed", monday)


def test_moved_by_us_they_have_not_said_yes_to_the_new_time(meeting, by_ben, slot, later):
    confirm(appointment=meeting, by=by_ben)
    move(appointment=meeting, by=by_ben, starts_at=later)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.starts_at, meeting.ends_at) == ("booked", later, later + HOUR)
    assert (meeting.moved_by_us, meeting.moved_by_them, meeting.confirmed_at) == (1, 0, None)


def test_moved_by_them_it_stays_confirmed(meeting, by_ben, later):
    confirm(appointment=meeting, by=by_ben)
    move(appointment=meeting, by=by_ben, starts_at=later, side="them")
    assert (meeting.state, meeting.moved_by_us, meeting.moved_by_them) == ("confirmed", 0, 1)


def test_each_change_raises_the_sequence_that_calendars_want(meeting, by_ben, slot, later):
    uid = meeting.uid
    move(appointment=meeting, by=by_ben, starts_at=later)
    cancel(appointment=meeting, by=by_ben)
    assert (meeting.sequence, meeting.version, meeting.uid) == (2, 3, uid)


def test_it_may_move_within_its_own_time(meeting, by_ben, slot):
    move(appointment=meeting, by=by_ben, starts_at=slot + timedelta(minutes=15))
    assert Appointment.objects.get().starts_at == slot + timedelta(minutes=15)


def test_it_may_not_move_onto_another_one(meeting, ben, rosa, by_ben, talk, slot, later):
    other = book(owner=ben, by=by_ben, kind=talk, starts_at=later, people=[rosa])
    with pytest.raises(JustTaken) as refused:
        move(appointment=other, by=by_ben, starts_at=slot)
    assert len(refused.value.alternatives) == 3
    assert Appointment.objects.get(pk=other.pk).starts_at == later


def test_somebody_elses_change_is_not_written_over(meeting, by_ben, later):
    with pytest.raises(Stale):
        move(appointment=meeting, by=by_ben, starts_at=later, version=99)


def test_only_what_has_begun_can_be_missed(meeting, by_ben, slot):
    with pytest.raises(Settled):
        miss(appointment=meeting, by=by_ben)
    with clock.travel(slot + HOUR):
        miss(appointment=meeting, by=by_ben, reason="Nobody at home")
    assert (meeting.state, meeting.closed_by, meeting.reason) == ("missed", "them", "Nobody at home")


def test_early_is_noted(meeting, by_ben, slot):
    with clock.travel(slot - timedelta(minutes=5)):
        arrive(appointment=meeting, by=by_ben)
    with clock.travel(slot + HOUR):
        finish(appointment=meeting, by=by_ben)
    assert (meeting.state, meeting.arrived_at, meeting.finished_at) == (
        "finished", slot - timedelta(minutes=5), slot + HOUR,
    )  # fmt: skip


def test_who_meets_earlier_than_was_planned_has_met(meeting, by_ben, slot):
    with clock.travel(slot - timedelta(days=1)):
        finish(appointment=meeting, by=by_ben)
    assert (meeting.state, meeting.finished_at) == ("finished", slot - timedelta(days=1))


@pytest.mark.parametrize("verb", [confirm, cancel, arrive, finish])
def test_what_is_over_stays_over(meeting, by_ben, verb, slot):
    with clock.travel(slot + HOUR):
        miss(appointment=meeting, by=by_ben)
        with pytest.raises(Settled):
            verb(appointment=meeting, by=by_ben)


@pytest.mark.parametrize("verb", [confirm, cancel, arrive, finish])
def test_each_change_can_be_taken_back_once(meeting, by_ben, verb, slot):
    before = (meeting.state, meeting.starts_at, meeting.confirmed_at, meeting.closed_by)
    with clock.travel(slot):
        event = verb(appointment=meeting, by=by_ben).event
        undo(event=event, by=by_ben)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.starts_at, meeting.confirmed_at, meeting.closed_by) == before
    with pytest.raises(Refused):
        undo(event=event, by=by_ben)


def test_a_move_is_taken_back_unless_the_old_time_is_taken(meeting, ben, rosa, by_ben, talk, slot, later):
    event = move(appointment=meeting, by=by_ben, starts_at=later).event
    book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])
    with pytest.raises(JustTaken):
        undo(event=event, by=by_ben)
    assert Appointment.objects.get(pk=meeting.pk).starts_at == later


def test_an_older_change_is_not_undone_under_a_newer_one(meeting, by_ben, later):
    event = move(appointment=meeting, by=by_ben, starts_at=later).event
    confirm(appointment=meeting, by=by_ben)
    with pytest.raises(Settled):
        undo(event=event, by=by_ben)


def test_a_booking_is_taken_back(meeting, by_ben):
    undo(event=meeting.event, by=by_ben)
    assert states() == ["cancelled"]


def test_a_request_holds_its_time_until_it_is_let_go(ben, rosa, by_ben, talk, slot, monday):
    asked = book(
        owner=ben,
        by=by_ben,
        kind=talk,
        starts_at=slot,
        people=[rosa],
        held_until=monday + timedelta(minutes=15),
    )
    assert asked.state == "asked"
    with pytest.raises(JustTaken):
        book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])
    house = Actor(None, Door.TASK)
    assert sweep_requests(by=house) == 0
    with clock.travel(monday + timedelta(minutes=15)):
        assert (sweep_requests(by=house), sweep_requests(by=house)) == (1, 0)
    assert states() == ["cancelled"]
