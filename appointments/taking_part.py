"""Reads who takes part in an appointment, and whom of them a line of its notes is about."""

from appointments.models import Appointment, Guest
from appointments.models.appointment import State
from appointments.notepad import Line, meant


def guest_meant(line: Line, guests: list[Guest]) -> Guest | None:
    """Return whom of several a line names, None where it names nobody who is there."""
    names = [[guest.customer.name, guest.customer.greeting] for guest in guests]
    number = meant(line.whom, names) if line.whom else None
    return None if number is None else guests[number]


def guests_of(appointment: Appointment) -> list[Guest]:
    """Return those who take part, the first to be booked first."""
    guests = appointment.guests.exclude(state=State.CANCELLED).select_related("customer__owner")
    return [guest for guest in guests.order_by("pk") if not guest.customer.deleted_at]
