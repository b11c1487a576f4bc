"""Booking again: who was missed, or whose appointment was cancelled, takes a new time by the link in the letter."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from appointments.actions.booking import book, hold_calendar
from appointments.actions.changing import confirm
from appointments.actions.following import CAME_TO_NOTHING
from appointments.errors import AppointmentError, Settled
from appointments.models import Guest
from appointments.models.appointment import Side, State
from kit import clock
from kit.events import Actor


@transaction.atomic
def book_again(*, guest: Guest, by: Actor, starts_at: datetime) -> Guest:
    """Book a new time as the guest of an appointment that came to nothing. Twice is once.

    Return the guest of the new one. Raises JustTaken, NoSlot, or Settled where the old one stands.
    """
    old = guest.appointment
    hold_calendar(old.owner)
    old.refresh_from_db(fields=["state"])
    if old.state not in CAME_TO_NOTHING or guest.customer.deleted_at:
        raise Settled(_("Your appointment stands. You can move it instead."), code="stands")
    if old.kind is None or old.seats > 1:
        raise AppointmentError(_("This is not booked again by itself. Please answer the letter."))
    if standing := standing_again(guest):
        return standing
    made = book(
        owner=old.owner, by=by, kind=old.kind, starts_at=starts_at, people=[guest.customer], title=old.title
    )
    confirm(appointment=made, by=by, side=Side.THEM)
    return made.guests.get()


def standing_again(guest: Guest) -> Guest | None:
    """Return the guest of the appointment that was booked in place of an old one, if there is one."""
    others = Guest.objects.filter(customer=guest.customer_id, appointment__kind=guest.appointment.kind_id)
    others = others.filter(
        appointment__state__in=(State.BOOKED, State.CONFIRMED), appointment__starts_at__gt=clock.now()
    )
    return others.select_related("appointment", "customer").order_by("appointment__starts_at").first()
