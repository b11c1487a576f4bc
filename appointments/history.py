"""Says in words what happened to appointments; registered when the app starts."""

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from appointments.models import Availability, MeetingKind
from kit.telling import Told, details_of, names_rows, tells
from kit.templatetags.kept import day, when

MEETINGS = "appointments"

names_rows(MeetingKind, "name", say=str)

DEEDS = {
    "appointment.booked": gettext_lazy("Appointment with %(person)s booked"),
    "appointment.asked": gettext_lazy("%(person)s asked for an appointment"),
    "appointment.confirmed": gettext_lazy("Appointment with %(person)s confirmed"),
    "appointment.moved": gettext_lazy("Appointment with %(person)s moved"),
    "appointment.address_changed": gettext_lazy("Appointment with %(person)s is at another place"),
    "appointment.cancelled": gettext_lazy("Appointment with %(person)s cancelled"),
    "appointment.arrived": gettext_lazy("At the appointment with %(person)s"),
    "appointment.finished": gettext_lazy("Appointment with %(person)s held"),
    "appointment.missed": gettext_lazy("Appointment with %(person)s missed"),
    "appointment.late": gettext_lazy("Late to the appointment with %(person)s"),
    "appointment.guest_comes": gettext_lazy("%(person)s comes to the appointment"),
    "appointment.guest_left": gettext_lazy("%(person)s does not come to the appointment"),
    "appointment.guest_removed": gettext_lazy("%(person)s was taken off the appointment"),
    "appointment.seat_put_back": gettext_lazy("The seat of %(person)s as it was before"),
    "appointment.offered": gettext_lazy("A free time was offered to %(person)s"),
    "appointment.seat_asked": gettext_lazy("%(person)s asked for a seat"),
    "appointment.seat_offered": gettext_lazy("A free seat was offered to %(person)s"),
    "appointment.seat_taken": gettext_lazy("%(person)s has a seat"),
    "appointment.seat_let_go": gettext_lazy("Nobody confirmed the seat of %(person)s"),
    "waiting.added": gettext_lazy("%(person)s is on the waiting list"),
    "waiting.confirmed": gettext_lazy("%(person)s waits, that is confirmed"),
    "waiting.unconfirmed": gettext_lazy("That %(person)s waits is not confirmed after all"),
    "waiting.offered": gettext_lazy("It is the turn of %(person)s on the waiting list"),
    "waiting.taken": gettext_lazy("%(person)s took the time that came free"),
    "waiting.ended": gettext_lazy("%(person)s is not on the waiting list any more"),
    "appointment.let_go": gettext_lazy("Nobody confirmed the appointment with %(person)s"),
    "appointment.put_back": gettext_lazy("Appointment with %(person)s as it was before"),
}

NOTES = {
    "meeting.begun": gettext_lazy("Meeting with %(person)s begun"),
    "meeting.ended": gettext_lazy("Meeting with %(person)s ended"),
    "meeting.reopened": gettext_lazy("Meeting with %(person)s taken up again"),
    "meeting.lines_taken": gettext_lazy("What was written after the meeting with %(person)s taken over"),
    "meeting.lines_given_back": gettext_lazy("What was written after the meeting with %(person)s left aside"),
    "meeting.unbegun": gettext_lazy("Meeting with %(person)s not begun after all"),
}

NOTES_OUT = {
    "notes.sent": gettext_lazy("Notes of the meeting sent to %(person)s"),
    "notes.sent_again": gettext_lazy("Corrected notes of the meeting sent to %(person)s"),
    "notes.unsent": gettext_lazy("Notes of the meeting not sent to %(person)s after all"),
    "notes.correction_suggested": gettext_lazy("%(person)s would have the notes say something else"),
    "notes.correction_taken": gettext_lazy("A correction of %(person)s taken over"),
    "notes.correction_left": gettext_lazy("A correction of %(person)s left as it was"),
    "notes.correction_reopened": gettext_lazy("A correction of %(person)s waits again"),
}

KINDS = {
    "meeting_kind.added": gettext_lazy("Kind of appointment added: %(person)s"),
    "meeting_kind.changed": gettext_lazy("Kind of appointment changed: %(person)s"),
    "meeting_kind.retired": gettext_lazy("Kind of appointment no longer in use: %(person)s"),
    "meeting_kind.brought_back": gettext_lazy("Kind of appointment in use again: %(person)s"),
}

CALENDARS = {
    "feed.opened": gettext_lazy("An address for your calendar was made"),
    "feed.renewed": gettext_lazy("The address for your calendar was made anew"),
    "feed.changed": gettext_lazy("What your calendar elsewhere shows was changed"),
    "outside_calendar.added": gettext_lazy("Another calendar is read"),
    "outside_calendar.removed": gettext_lazy("Another calendar is read no more"),
}


@tells(*DEEDS, topic=MEETINGS)
def tell_appointment(event, names) -> Told:
    return Told(str(DEEDS[event.kind]), more=_more(event))


@tells(*NOTES, topic=MEETINGS)
def tell_notes(event, names) -> Told:
    kept = (event.after or {}).get("lines")
    more = ngettext("%(n)d line kept", "%(n)d lines kept", kept) % {"n": kept} if kept else ""
    return Told(str(NOTES[event.kind]), more=more)


@tells(*NOTES_OUT, topic=MEETINGS)
def tell_notes_out(event, names) -> Told:
    after = event.after or {}
    struck = _("To be struck: %(line)s") % {"line": after["line"]} if after.get("line") else ""
    return Told(str(NOTES_OUT[event.kind]), said=after.get("text") or struck)


@tells(*KINDS, topic=MEETINGS)
def tell_kind(event, names) -> Told:
    details = details_of(event, MeetingKind) if event.kind == "meeting_kind.changed" else ()
    return Told(str(KINDS[event.kind]), details, name=names.get(event.subject_id, ""))


@tells(*CALENDARS, topic=MEETINGS)
def tell_calendar(event, names) -> Told:
    return Told(str(CALENDARS[event.kind]), more=(event.after or event.before or {}).get("name", ""))


@tells("calendar.cleared", topic=MEETINGS)
def tell_cleared(event, names) -> Told:
    said = _("The rest of %(day)s was cancelled") % {"day": day(date.fromisoformat(event.after["day"]))}
    return Told(said, more=str(len(event.after["appointments"])))


@tells("availability.changed", topic=MEETINGS)
def tell_availability(event, names) -> Told:
    return Told(_("How much you want to meet was changed"), details_of(event, Availability))


@tells("protected_time.added", topic=MEETINGS)
def tell_protected(event, names) -> Told:
    return Told(_("A time for yourself was protected"), more=event.after["title"])


@tells("protected_time.freed", topic=MEETINGS)
def tell_freed(event, names) -> Told:
    return Told(_("A protected time was given back to meetings"), more=event.before["title"])


@tells("hours_on_day.set", topic=MEETINGS)
def tell_hours_on_day(event, names) -> Told:
    hours = ", ".join(f"{opens}–{closes}" for opens, closes in event.after["hours"])
    said = _("Hours of %(day)s were changed") % {"day": day(date.fromisoformat(event.after["day"]))}
    return Told(said, more=hours or _("as on the weekday"))


def _more(event) -> str:
    """When it is, and why."""
    after = event.after or {}
    said = [when(datetime.fromisoformat(after["starts_at"]))] if after.get("starts_at") else []
    said += [day(date.fromisoformat(after["day"]))] if after.get("day") else []
    return _(" · ").join([*said, after["reason"]] if after.get("reason") else said)
