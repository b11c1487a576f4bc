"""Takes back what somebody did with an appointment."""

from django.utils.translation import gettext as _

from appointments import actions
from appointments.errors import Settled
from appointments.models import Appointment
from kit.events import Actor, Event
from kit.undo import undoes

CHANGES = (
    "appointment.confirmed",
    "appointment.moved",
    "appointment.cancelled",
    "appointment.arrived",
    "appointment.finished",
    "appointment.missed",
)


@undoes("appointment.booked")
@undoes("appointment.asked")
def undo_booking(event: Event, by: Actor) -> str:
    actions.cancel(appointment=_appointment(event), by=by, reason=_("taken back"))
    return _("The appointment is off the calendar again.")


def undo_change(event: Event, by: Actor) -> str:
    appointment = _appointment(event)
    if appointment.version != event.after["version"]:
        raise Settled(_("This was changed again since."))
    actions.put_back(appointment=appointment, by=by, before=event.before)
    return _("The appointment is as it was.")


for kind in CHANGES:
    undoes(kind)(undo_change)


def _appointment(event: Event) -> Appointment:
    found = Appointment.objects.filter(pk=event.subject_id).select_related("owner").first()
    if found is None:
        raise Settled(_("That no longer exists."))
    return found
