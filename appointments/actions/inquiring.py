"""Somebody asked about an appointment: the contact that it is, and the evidence of interest."""

from datetime import timedelta

from django.utils.translation import gettext as _

from appointments.models import Appointment, Guest
from appointments.models.kind import Place
from customers.actions import change_person, give_consent, log_touch
from customers.models import Customer
from customers.models.consent import Purpose
from customers.models.customer import Channel
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


def keep_address(appointment: Appointment, person: Customer, by: Actor) -> None:
    """Keep where somebody asked to be visited as their address, where none is known."""
    is_theirs = appointment.place == Place.VISIT and not appointment.is_group
    said = appointment.address if is_theirs and appointment.address != appointment.kind.address else ""
    if said and not person.address:
        change_person(person=person, by=by, version=None, address=said)


def note_confirmed(appointment: Appointment, guests: list[Guest], by: Actor) -> None:
    """The same of somebody known: whoever typed their address is them only once they confirmed it."""
    since = appointment.created_at - AROUND
    for guest in guests:
        _note_consent(guest, by)
        keep_address(appointment, guest.customer, by)
        if not guest.customer.touches.standing().filter(inquiry=True, at__gte=since).exists():
            note_inquiry(guest.customer, guest.message or str(appointment.kind or ""), by)


def _note_consent(guest: Guest, by: Actor) -> None:
    """What was agreed to holds: they confirmed it by their link, or a number was confirmed by who called it."""
    is_them = by.user is None or guest.agreed_by == Channel.PHONE
    if guest.agreed_by and is_them:
        give_consent(
            person=guest.customer, by=by, channel=guest.agreed_by, purpose=Purpose.SERVICE,
            source=_("On the booking page"), wording=guest.agreed_words,
        )  # fmt: skip
