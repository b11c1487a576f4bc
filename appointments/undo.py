"""Takes back what somebody did with an appointment, a kind of them, or the own availability."""

from datetime import date, time

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from appointments import actions
from appointments.actions.availability import hours_from, hours_on
from appointments.actions.kinds import kind_of
from appointments.actions.lateness import refuse_told
from appointments.actions.seats import put_back_seat
from appointments.actions.waiting import unconfirm_waiting, wait_again
from appointments.errors import Settled
from appointments.models import (
    Appointment,
    Availability,
    Correction,
    Feed,
    Guest,
    Notes,
    OutsideCalendar,
    ProtectedTime,
    Waiting,
)
from kit.events import Actor, Event, facts_of
from kit.undo import undoes
from team.models import Distributor

CHANGES = (
    "appointment.confirmed",
    "appointment.moved",
    "appointment.address_changed",
    "appointment.cancelled",
    "appointment.arrived",
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


@undoes("appointment.finished")
def undo_finish(event: Event, by: Actor) -> str:
    if Notes.objects.filter(appointment=event.subject_id, ended_at__isnull=False).exists():
        raise Settled(_("Its notes are closed, too. Take back the end of the meeting."), code="ended")
    return undo_change(event, by)


@undoes("meeting.begun", takes=["appointment.arrived"])
def undo_beginning(event: Event, by: Actor) -> str:
    actions.unbegin_meeting(notes=_notes(event), by=by, before=event.before)
    return _("The meeting has not begun. What you wrote is kept.")


@undoes("meeting.ended", takes=["appointment.finished", "promise.made", "want.noted"])
def undo_end(event: Event, by: Actor) -> str:
    actions.reopen_meeting(notes=_notes(event), by=by, before=event.before)
    return _("The meeting goes on. What had come of it is taken back.")


@undoes("meeting.lines_taken", takes=["promise.made", "want.noted"])
def undo_taking_over(event: Event, by: Actor) -> str:
    actions.give_back_lines(notes=_notes(event), by=by, **event.after)
    return _("These lines are only written down again.")


@undoes("appointment.late")
def undo_lateness(event: Event, by: Actor) -> str:
    refuse_told(_appointment(event))
    undo_change(event, by)
    return _("Nobody was told that you are late.")


@undoes("calendar.cleared", takes=["days_off.taken", "hours_on_day.set"])
def undo_emergency(event: Event, by: Actor) -> str:
    back = actions.bring_back_day(event=event, by=by)
    return ngettext("%(n)d appointment stands again.", "%(n)d appointments stand again.", back) % {"n": back}


def _by_us(event: Event) -> bool:
    """What a guest said by the own link is theirs to take back."""
    return event.actor_id is not None


@undoes("appointment.guest_comes", offered=_by_us)
@undoes("appointment.guest_removed")
def undo_seat(event: Event, by: Actor) -> str:
    rows = Guest.objects.filter(appointment=event.subject_id, customer=event.person_id)
    guest = rows.select_related("appointment__owner", "customer__owner").first()
    if guest is None or facts_of(guest, event.after) != event.after:
        raise Settled(_("This was changed again since."))
    put_back_seat(guest=guest, by=by, before=event.before)
    return _("The seat is as it was.")


@undoes("waiting.confirmed", offered=_by_us)
def undo_waiting(event: Event, by: Actor) -> str:
    unconfirm_waiting(waiting=_waiting(event), by=by)
    return _("They have not confirmed that they wait.")


@undoes("waiting.ended")
def undo_stop(event: Event, by: Actor) -> str:
    wait_again(waiting=_waiting(event), by=by)
    return _("They are on the list again.")


@undoes("notes.sent", takes=["message.planned", "task.planned"])
@undoes("notes.sent_again", takes=["message.planned", "task.planned"])
def undo_sending(event: Event, by: Actor) -> str:
    facts = {"edition": event.after["edition"], "before": event.before}
    actions.unsend_notes(notes=_notes(event), by=by, **facts)
    return _("The notes do not go.")


@undoes("notes.correction_taken")
@undoes("notes.correction_left")
def undo_correcting(event: Event, by: Actor) -> str:
    found = Correction.objects.filter(pk=event.subject_id).select_related("line__notes__appointment").first()
    if found is None:
        raise Settled(_("That no longer exists."))
    actions.reopen_correction(
        correction=found, by=by, before=event.before or {}, said=event.after.get("said")
    )
    return _("The correction waits again.")


@undoes("meeting_kind.added")
@undoes("meeting_kind.brought_back")
def unadd_kind(event: Event, by: Actor) -> str:
    actions.retire_kind(kind=kind_of(event.subject_id), by=by)
    return _("It is not in use any more.")


@undoes("meeting_kind.retired")
def unretire_kind(event: Event, by: Actor) -> str:
    actions.bring_back_kind(kind=kind_of(event.subject_id), by=by)
    return _("It is in use again.")


@undoes("meeting_kind.changed")
def unchange_kind(event: Event, by: Actor) -> str:
    kind = kind_of(event.subject_id)
    _refuse_later_change(facts_of(kind, event.after), event)
    actions.change_kind(kind=kind, by=by, **event.before)
    return _("It is as it was.")


@undoes("availability.changed")
def unchange_availability(event: Event, by: Actor) -> str:
    row = Availability.objects.select_related("owner").get(pk=event.subject_id)
    _refuse_later_change(facts_of(row, event.after), event)
    actions.change_availability(owner=row.owner, by=by, **event.before)
    return _("Your limits are as before.")


@undoes("protected_time.added")
def unprotect_time(event: Event, by: Actor) -> str:
    row = ProtectedTime.objects.filter(pk=event.subject_id).first()
    if row is None:
        raise Settled(_("This time is not protected any more."))
    actions.free_protected_time(protected=row, by=by)
    return _("This time is not protected any more.")


@undoes("protected_time.freed")
def unfree_protected_time(event: Event, by: Actor) -> str:
    facts = event.before
    times = {name: time.fromisoformat(facts[name]) for name in ("starts", "ends")}
    owner = Distributor.objects.get(pk=event.owner_id)
    actions.protect_time(owner=owner, by=by, weekday=facts["weekday"], title=facts["title"], **times)
    return _("This time is protected again.")


@undoes("hours_on_day.set")
def unset_hours_on_day(event: Event, by: Actor) -> str:
    owner, day = Distributor.objects.get(pk=event.owner_id), date.fromisoformat(event.after["day"])
    if hours_on(owner, day) != hours_from(event.after["hours"]):
        raise Settled(_("This was changed again since."))
    actions.set_hours_on_day(owner=owner, by=by, day=day, hours=hours_from(event.before["hours"]))
    return _("The hours of this day are as before.")


@undoes("feed.changed")
def unshow_titles(event: Event, by: Actor) -> str:
    feed = Feed.objects.filter(pk=event.subject_id).first()
    if feed is None or feed.shows_titles != event.after["shows_titles"]:
        raise Settled(_("This was changed again since."))
    actions.show_titles(feed=feed, by=by, on=event.before["shows_titles"])
    return _("It is as it was.")


@undoes("outside_calendar.added")
def unadd_calendar(event: Event, by: Actor) -> str:
    calendar = OutsideCalendar.objects.filter(pk=event.subject_id).first()
    if calendar is None:
        raise Settled(_("This calendar is not read any more."))
    actions.remove_calendar(calendar=calendar, by=by)
    return _("This calendar is not read any more.")


@undoes("outside_calendar.removed")
def unremove_calendar(event: Event, by: Actor) -> str:
    owner = Distributor.objects.get(pk=event.owner_id)
    actions.add_calendar(owner=owner, by=by, **event.before)
    return _("This calendar is read again.")


def _refuse_later_change(held: dict, event: Event) -> None:
    if held != event.after:
        raise Settled(_("This was changed again since."))


def _appointment(event: Event) -> Appointment:
    found = Appointment.objects.filter(pk=event.subject_id).select_related("owner").first()
    if found is None:
        raise Settled(_("That no longer exists."))
    return found


def _waiting(event: Event) -> Waiting:
    found = Waiting.objects.filter(pk=event.subject_id).select_related("owner").first()
    if found is None:
        raise Settled(_("That no longer exists."))
    return found


def _notes(event: Event) -> Notes:
    found = Notes.objects.filter(pk=event.subject_id).select_related("appointment__owner").first()
    if found is None:
        raise Settled(_("That no longer exists."))
    return found
