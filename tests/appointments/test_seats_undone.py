"""A guest is taken off a group, and back; the confirmation of a seat and of a place on the list are taken back."""

from datetime import timedelta

import pytest

from appointments.actions import book
from appointments.actions.seats import confirm_seat, remove_guest, take_seat
from appointments.actions.waiting import stop_waiting
from appointments.errors import JustTaken, Settled
from appointments.models import MeetingKind, Waiting
from followups.models import Message
from kit import clock
from kit.events import Actor, Door, last_event_of
from kit.undo import can_undo, undo
from tests.appointments.meetings import waiting

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=10)


@pytest.fixture
def group(ben, by_ben, slot):
    kind = MeetingKind.objects.create(
        owner=ben, name="Tasting", slug="tasting", minutes=60, place="here", seats=2
    )
    return book(owner=ben, by=by_ben, kind=kind, starts_at=slot)


@pytest.fixture
def seat(group, rosa, by_ben):
    return take_seat(appointment=group, person=rosa, by=by_ben)


def letters(person, state="planned") -> list[str]:
    rows = Message.objects.filter(customer=person, state=state).order_by("due_at", "pk")
    return list(rows.values_list("rule__key", flat=True))


def sent() -> None:
    Message.objects.filter(rule__key__in=("meeting_booked", "meeting_cancelled"), state="planned").update(
        state="sent", sent_at=clock.now()
    )


def test_who_is_taken_off_is_told_and_keeps_no_reminder(as_ben, seat, rosa):
    sent()
    as_ben.post(f"/seats/{seat.pk}/remove/")
    seat.refresh_from_db()
    assert (seat.state, letters(rosa)) == ("cancelled", ["meeting_cancelled"])


def test_taken_back_before_the_letter_left_nobody_hears_of_it(seat, rosa, by_ben):
    sent()
    event = remove_guest(guest=seat, by=by_ben).event
    undo(event=event, by=by_ben)
    seat.refresh_from_db()
    assert seat.state == "booked"
    assert "meeting_cancelled" not in letters(rosa) and "meeting_booked" not in letters(rosa)


def test_taken_back_later_they_get_an_invitation_of_a_higher_number(seat, rosa, by_ben):
    sent()
    event = remove_guest(guest=seat, by=by_ben).event
    off = Message.objects.get(rule__key="meeting_cancelled").context["invitation"]
    sent()
    undo(event=event, by=by_ben)
    on = Message.objects.get(rule__key="meeting_booked", state="planned").context
    assert (off["method"], on["invitation"]["method"], on["again"]) == ("CANCEL", "REQUEST", "1")
    assert on["invitation"]["sequence"] > off["sequence"]


def test_a_seat_that_is_somebody_elses_by_now_is_not_put_back(ben, group, seat, by_ben):
    event = remove_guest(guest=seat, by=by_ben).event
    for name in ("Ada", "Nils"):
        take_seat(appointment=group, person=ben.customers.create(name=name), by=by_ben)
    with pytest.raises(JustTaken):
        undo(event=event, by=by_ben)


def test_a_confirmation_is_taken_back_and_the_seat_is_held_a_while(as_ben, group, rosa, by_ben):
    seat = take_seat(appointment=group, person=rosa, by=Actor(None, Door.WEB), held_until=clock.now() + LATER)
    as_ben.post(f"/seats/{seat.pk}/confirm/")
    event = last_event_of(group, "appointment.guest_comes")
    undo(event=event, by=by_ben)
    seat.refresh_from_db()
    assert (seat.state, seat.held_until - clock.now()) == ("asked", timedelta(minutes=15))
    assert letters(rosa) == []


def test_what_they_confirmed_themselves_is_theirs(group, rosa):
    them = Actor(None, Door.WEB)
    seat = take_seat(appointment=group, person=rosa, by=them, held_until=clock.now() + LATER)
    assert not can_undo(confirm_seat(guest=seat, by=them).event)


def test_an_older_change_of_a_seat_is_not_undone_under_a_newer_one(group, rosa, by_ben):
    seat = take_seat(appointment=group, person=rosa, by=by_ben, held_until=clock.now() + LATER)
    event = confirm_seat(guest=seat, by=by_ben).event
    remove_guest(guest=seat, by=by_ben)
    with pytest.raises(Settled):
        undo(event=event, by=by_ben)


def test_who_left_only_a_number_is_confirmed_by_the_distributor(as_ben, ben, by_ben, rosa, talk, monday):
    place = waiting(ben, by_ben, rosa)
    day = f"/calendar/?day={place.day:%Y-%m-%d}"
    assert "not confirmed yet" in as_ben.get(day).text
    as_ben.post(f"/waiting/{place.pk}/confirm/")
    assert Waiting.objects.get().confirmed_at == clock.now()
    assert "not confirmed yet" not in as_ben.get(day).text
    undo(event=last_event_of(place, "waiting.confirmed"), by=by_ben)
    assert Waiting.objects.get().confirmed_at is None


def test_a_confirmation_of_who_waits_no_more_is_not_undone(as_ben, ben, by_ben, rosa, talk):
    place = waiting(ben, by_ben, rosa)
    as_ben.post(f"/waiting/{place.pk}/confirm/")
    stop_waiting(waiting=place, by=by_ben)
    with pytest.raises(Settled):
        undo(event=last_event_of(place, "waiting.confirmed"), by=by_ben)
