"""A meeting that was held is a contact with everybody who took part; one that is taken back is none."""

from appointments.models import Appointment, Guest
from appointments.models.appointment import State
from appointments.models.kind import Place
from customers.actions import log_touch, revoke_touch
from customers.actions.rows import lock_people
from customers.models.touch import TouchKind
from kit import clock
from kit.events import Actor

FROM_AFAR = (Place.PHONE, Place.VIDEO)


def note_contacts(appointment: Appointment, by: Actor) -> None:
    """Log the contact that a held meeting was, with each guest who took part, once."""
    guests = (
        _guests(appointment)
        .filter(touch=None, held_until=None)
        .exclude(state=State.CANCELLED)
        .exclude(came=False)
    )
    guests = list(guests.exclude(customer__deleted_at__isnull=False))
    lock_people(*(guest.customer for guest in guests))
    kind = TouchKind.CALL if appointment.place in FROM_AFAR else TouchKind.VISIT
    at = min(appointment.starts_at, clock.now())
    for guest in guests:
        touch = log_touch(person=guest.customer, by=by, kind=kind, at=at)
        Guest.objects.filter(pk=guest.pk).update(touch=touch)


def take_back_contacts(appointment: Appointment, by: Actor) -> None:
    """Take the contacts back that an appointment was: it was not held after all."""
    guests = list(_guests(appointment).filter(touch__isnull=False).select_related("touch__customer"))
    lock_people(*(guest.customer for guest in guests))
    for guest in guests:
        revoke_touch(touch=guest.touch, by=by)
        Guest.objects.filter(pk=guest.pk).update(touch=None)


def _guests(appointment: Appointment):
    return Guest.objects.filter(appointment=appointment).select_related("customer__owner").order_by("pk")
