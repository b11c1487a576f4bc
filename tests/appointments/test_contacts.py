"""A meeting that was held is a contact: rhythms count from it, and taken back it is none."""

import pytest

from appointments.actions import book, cancel, finish
from customers.models import Touch
from kit import clock
from kit.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(ben, rosa, by_ben, talk, slot):
    return book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])


def test_held_it_is_a_contact_at_the_time_it_began(meeting, rosa, by_ben, slot):
    with clock.travel(meeting.ends_at):
        finish(appointment=meeting, by=by_ben)
        finish(appointment=meeting, by=by_ben)
    touch = Touch.objects.get()
    rosa.refresh_from_db()
    assert (touch.customer, touch.direction, touch.at, rosa.last_contact_at) == (rosa, "out", slot, slot)


@pytest.mark.parametrize(
    ("place", "kind"), [("visit", "visit"), ("here", "visit"), ("phone", "call"), ("video", "call")]
)
def test_from_afar_it_is_a_call(meeting, by_ben, place, kind):
    type(meeting).objects.update(place=place)
    with clock.travel(meeting.ends_at):
        finish(appointment=meeting, by=by_ben)
    assert Touch.objects.get().kind == kind


def test_taken_back_it_is_none_and_held_again_it_is_one(meeting, rosa, by_ben):
    with clock.travel(meeting.ends_at):
        finish(appointment=meeting, by=by_ben)
        undo(event=meeting.event, by=by_ben)
        rosa.refresh_from_db()
        assert (Touch.objects.standing().count(), rosa.last_contact_at) == (0, None)
        meeting.refresh_from_db()
        finish(appointment=meeting, by=by_ben)
    assert Touch.objects.standing().count() == 1


def test_cancelled_it_is_none(meeting, by_ben):
    cancel(appointment=meeting, by=by_ben)
    assert not Touch.objects.exists()
