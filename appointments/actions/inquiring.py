"""Somebody asked about an appointment: the contact that it is, and the evidence of interest."""

from datetime import timedelta

from django.utils.translation import gettext as _

from appointments.models import Appointment, Guest
from customers.actions import log_touch
from customers.models import Customer
from customers.models.touch import Direction, TouchKind
from followups.actions import take_back_owed
from followups.occasions import of_touch
from kit.events import Actor

AROUND = timedelta(minutes=1)  # the contact of somebody new is noted just before their request


def note_inquiry(person: Customer, note: str, by: Actor) -> None:
    """Write down that somebody asked, in the caller's transaction."""
    touch = log_touch(
        person=person, by=by, kind=TouchKind.MESSAGE, direction=Direction.IN, note=note, inquiry=True
    )
    reason = _("The appointment is the answer.")
    take_back_owed(person=person, by=by, occurrence=of_touch(touch.pk), reason=reason)


def note_confirmed(appointment: Appointment, guests: list[Guest], by: Actor) -> None:
    """The same of somebody known: whoever typed their address is them only once they confirmed it."""
    since = appointment.created_at - AROUND
    for guest in guests:
        if not guest.customer.touches.standing().filter(inquiry=True, at__gte=since).exists():
            note_inquiry(guest.customer, guest.message or str(appointment.kind or ""), by)
