"""What a guest says for themselves: whether they come. Of several guests, one never speaks for the others."""

from django.db import transaction
from django.utils.translation import gettext as _

from appointments.actions.changing import cancel, confirm, move
from appointments.errors import Settled
from appointments.models import Appointment, Guest
from appointments.models.appointment import HOLDING, Side, State
from followups.actions import take_back_owed
from kit import clock
from kit.events import Actor, record


@transaction.atomic
def answer(*, guest: Guest, by: Actor, coming: bool) -> Guest:
    """Note whether a guest comes. The only guest confirms or cancels the appointment itself. Twice is once.

    Raises Settled for an appointment that is over or cancelled.
    """
    if _is_alone(guest):
        verb = confirm if coming else cancel
        verb(appointment=guest.appointment, by=by, side=Side.THEM)
        return guest
    appointment = Appointment.objects.select_for_update().get(pk=guest.appointment_id)
    if appointment.state not in HOLDING or appointment.ends_at <= clock.now():
        raise Settled(_("This appointment is over."), code="over")
    state = State.CONFIRMED if coming else State.CANCELLED
    if Guest.objects.filter(pk=guest.pk).exclude(state=state).update(state=state):
        before, guest.state = {"state": guest.state}, state
        kind = "appointment.guest_comes" if coming else "appointment.guest_left"
        record(kind, appointment, by=by, person=guest.customer_id, before=before, after={"state": state})
        if not coming:
            _forget_letters(guest, by)
    return guest


def move_as_guest(*, guest: Guest, by: Actor, starts_at) -> Appointment:
    """Move an appointment as its only guest. Raises Settled where others come, too."""
    if not _is_alone(guest):
        raise Settled(_("Others come, too, so the time stays. Answer the letter instead."), code="others")
    return move(appointment=guest.appointment, by=by, starts_at=starts_at, side=Side.THEM)


def _is_alone(guest: Guest) -> bool:
    return not Guest.objects.filter(appointment=guest.appointment_id).exclude(pk=guest.pk).exists()


def _forget_letters(guest: Guest, by: Actor) -> None:
    cause = f"meeting:{guest.appointment_id}:"
    take_back_owed(person=guest.customer, by=by, occurrence=cause, reason=_("They do not come."))
