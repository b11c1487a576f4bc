"""What a guest says for themselves: whether they come. Of several guests, one never speaks for the others."""

from django.db import transaction
from django.utils.translation import gettext as _

from appointments.actions.changing import cancel, confirm, move
from appointments.actions.seats import confirm_seat, give_seat_back
from appointments.errors import Settled
from appointments.models import Appointment, Guest
from appointments.models.appointment import Side
from kit.events import Actor


@transaction.atomic
def answer(*, guest: Guest, by: Actor, coming: bool) -> Guest:
    """Note whether a guest comes. The only guest confirms or cancels the appointment itself. Twice is once.

    Raises Settled for an appointment that is over or cancelled.
    """
    if _is_alone(guest):
        verb = confirm if coming else cancel
        verb(appointment=guest.appointment, by=by, side=Side.THEM)
        return guest
    if coming:
        return confirm_seat(guest=guest, by=by)
    return give_seat_back(guest=guest, by=by)


def move_as_guest(*, guest: Guest, by: Actor, starts_at) -> Appointment:
    """Move an appointment as its only guest. Raises Settled where others come, too."""
    if not _is_alone(guest):
        raise Settled(_("Others come, too, so the time stays. Answer the letter instead."), code="others")
    return move(appointment=guest.appointment, by=by, starts_at=starts_at, side=Side.THEM)


def _is_alone(guest: Guest) -> bool:
    others = Guest.objects.filter(appointment=guest.appointment_id).exclude(pk=guest.pk)
    return not guest.appointment.is_group and not others.exists()
