"""An appointment is at another place: who comes is told by a new invitation, and it can be taken back."""

import pytest

from appointments.actions import book, cancel, change_address
from appointments.errors import Settled
from appointments.models import Appointment
from followups.letters import words_of
from followups.models import Message
from kit import clock
from kit.events import last_event_of
from kit.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(ben, rosa, by_ben, talk, slot):
    return book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa], address="Mill Lane 3")


def went() -> None:
    Message.objects.filter(rule__key="meeting_booked").update(state="sent", sent_at=clock.now())


def waiting() -> list[Message]:
    return list(Message.objects.filter(rule__key="meeting_booked", state="planned"))


def test_who_comes_is_told_with_a_new_invitation(as_ben, meeting):
    went()
    as_ben.post(f"/appointments/{meeting.pk}/address/", {"address": " Hill Street 1,\nBremen "})
    assert Appointment.objects.get().address == "Hill Street 1, Bremen"
    (letter,) = waiting()
    facts = letter.context["invitation"]
    assert (facts["method"], facts["place"], facts["sequence"]) == ("REQUEST", "Hill Street 1, Bremen", 1)
    assert "we meet at another place" in words_of(letter).text


def test_it_is_taken_back_and_told_to_who_has_heard(meeting, by_ben):
    went()
    change_address(appointment=meeting, by=by_ben, address="Hill Street 1")
    went()
    undo(event=last_event_of(meeting, "appointment.address_changed"), by=by_ben)
    (letter,) = waiting()
    assert (Appointment.objects.get().address, letter.context["invitation"]["place"]) == (
        "Mill Lane 3",
        "Mill Lane 3",
    )


def test_the_same_address_is_nothing_new_and_what_is_off_stays_off(meeting, by_ben):
    assert change_address(appointment=meeting, by=by_ben, address="Mill Lane  3").event is None
    cancel(appointment=meeting, by=by_ben)
    with pytest.raises(Settled):
        change_address(appointment=meeting, by=by_ben, address="Hill Street 1")
