"""A guest speaks for themselves: the only one for the appointment, one of several for nobody else."""

import pytest

from appointments.actions import answer, move_as_guest
from appointments.errors import Settled
from customers.models import Customer
from kit import clock
from tests.appointments.meetings import booked

pytestmark = pytest.mark.django_db


@pytest.fixture
def mia(ben):
    return Customer.objects.create(owner=ben, name="Mia")


@pytest.fixture
def tasting(ben, by_ben, rosa, mia, monday):
    return booked(ben, by_ben, rosa, mia)


def states(appointment) -> tuple:
    appointment.refresh_from_db()
    return appointment.state, [guest.state for guest in appointment.guests.order_by("customer__name")]


def test_the_only_guest_cancels_the_appointment(ben, by_ben, rosa, monday):
    call = booked(ben, by_ben, rosa)
    answer(guest=call.guests.get(), by=by_ben, coming=False)
    call.refresh_from_db()
    assert (call.state, call.closed_by) == ("cancelled", "them")


def test_one_of_two_cancels_for_themselves_alone(tasting, by_ben, mia, rosa):
    answer(guest=tasting.guests.get(customer=rosa), by=by_ben, coming=False)
    assert states(tasting) == ("booked", ["booked", "cancelled"])
    assert [message.state for message in rosa.messages.all()] == ["cancelled"] * 3
    answer(guest=tasting.guests.get(customer=mia), by=by_ben, coming=True)
    assert states(tasting) == ("booked", ["confirmed", "cancelled"])


def test_one_of_two_does_not_move_it(tasting, by_ben, rosa):
    with pytest.raises(Settled):
        move_as_guest(guest=tasting.guests.get(customer=rosa), by=by_ben, starts_at=tasting.ends_at)


@pytest.mark.parametrize("alone", [True, False])
def test_what_is_over_is_over(ben, by_ben, rosa, mia, monday, alone):
    meeting = booked(ben, by_ben, *([rosa] if alone else [rosa, mia]))
    with clock.travel(meeting.ends_at), pytest.raises(Settled):
        answer(guest=meeting.guests.get(customer=rosa), by=by_ben, coming=False)
    assert states(meeting)[0] == "booked"
