"""Says in words what happened to appointments; registered when the app starts."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.telling import Told, tells
from kit.templatetags.kept import when

MEETINGS = "appointments"

DEEDS = {
    "appointment.booked": gettext_lazy("Appointment with %(person)s booked"),
    "appointment.asked": gettext_lazy("%(person)s asked for an appointment"),
    "appointment.confirmed": gettext_lazy("Appointment with %(person)s confirmed"),
    "appointment.moved": gettext_lazy("Appointment with %(person)s moved"),
    "appointment.cancelled": gettext_lazy("Appointment with %(person)s cancelled"),
    "appointment.arrived": gettext_lazy("At the appointment with %(person)s"),
    "appointment.finished": gettext_lazy("Appointment with %(person)s held"),
    "appointment.missed": gettext_lazy("Appointment with %(person)s missed"),
    "appointment.let_go": gettext_lazy("Nobody confirmed the appointment with %(person)s"),
    "appointment.put_back": gettext_lazy("Appointment with %(person)s as it was before"),
}


@tells(*DEEDS, topic=MEETINGS)
def tell_appointment(event, names) -> Told:
    return Told(str(DEEDS[event.kind]), more=_more(event))


def _more(event) -> str:
    """When it is, and why."""
    after = event.after or {}
    said = [when(datetime.fromisoformat(after["starts_at"]))] if after.get("starts_at") else []
    return _(" · ").join([*said, after["reason"]] if after.get("reason") else said)
