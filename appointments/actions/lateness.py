"""Running late: said once, told to everybody who waits, and taken back as long as the note has not gone."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from appointments.actions.letters import cause_of, values_of
from appointments.actions.rows import change_row, hold_row, refuse_unless
from appointments.errors import AppointmentError, Settled
from appointments.models import Appointment, Guest
from appointments.models.appointment import Side, State
from appointments.own_letters import write_of_lateness
from followups.actions import Owed, owe, take_back_owed
from followups.letters import language_of
from followups.models import Message
from kit import clock
from kit.events import Actor
from kit.rates import count_one
from kit.writing import write_clock

MOST_LATE = 180  # minutes; who is later than that moves it
SAID_AHEAD = timedelta(hours=12)  # nobody knows earlier
TO_THINK = timedelta(seconds=10)  # before the note goes
OF_USE = timedelta(minutes=20)
AN_HOUR = 3600  # seconds
MOST_LETTERS = 5  # in it about one guest
EXPECTED = (State.BOOKED, State.CONFIRMED)


@transaction.atomic
def run_late(
    *, appointment: Appointment, by: Actor, minutes: int, side: str = Side.US, guest: Guest | None = None
) -> Appointment:
    """Say how many minutes late somebody is. We: all who wait are told at once. They: the distributor is.

    Said again with other minutes, the new ones hold; with the same it is said once. A letter of
    theirs goes only where it is later than was said, and a few times an hour. Raises
    AppointmentError for no minutes or too many, Settled where it is not today or over.
    """
    if not 1 <= minutes <= MOST_LATE:
        said = _("From 1 to %(most)d minutes, please. For more, move the appointment.") % {"most": MOST_LATE}
        raise AppointmentError(said, field="minutes")
    row = hold_row(appointment)
    refuse_unless(row, EXPECTED, side)
    if not can_be_late(row):
        raise Settled(_("That can be said on the day, until the end. Move it instead."), code="not_now")
    if (row.late_minutes, row.late_side) == (minutes, side):
        appointment.event = None
        return appointment
    is_later = row.late_side != side or minutes > (row.late_minutes or 0)
    values = {"late_minutes": minutes, "late_said_at": clock.now(), "late_side": side}
    change_row(appointment, row, by, "appointment.late", values, side=side)
    if side == Side.US:
        _tell_those_who_wait(row, by)
    elif is_later and count_one(f"late:{row.pk}", AN_HOUR)[0] <= MOST_LETTERS:
        transaction.on_commit(lambda: write_of_lateness(row, guest), robust=True)
    return appointment


def run_late_as_guest(*, guest: Guest, by: Actor, minutes: int) -> Appointment:
    """Say as the only guest how late one is. Raises as `run_late`, and Settled where others come, too."""
    if guest.appointment.seats > 1:
        raise Settled(_("Others come, too, so it begins in time. Answer the letter instead."), code="others")
    return run_late(appointment=guest.appointment, by=by, minutes=minutes, side=Side.THEM, guest=guest)


def can_be_late(appointment: Appointment) -> bool:
    """Say whether somebody can say now that they run late."""
    near = appointment.starts_at - SAID_AHEAD <= clock.now() < appointment.ends_at
    return near and appointment.state in EXPECTED


def refuse_told(appointment: Appointment) -> None:
    """Raise Settled where a note about being late has left the house."""
    theirs = {"occurrence__startswith": _cause(appointment)}
    gone = Message.objects.filter(**theirs).exclude(state="cancelled")
    waiting = set(Message.objects.waiting().filter(**theirs).values_list("pk", flat=True))
    if any(pk not in waiting for pk in gone.values_list("pk", flat=True)):
        raise Settled(_("They have been told already. If you are in time after all, tell them."), code="told")


def _tell_those_who_wait(row: Appointment, by: Actor) -> None:
    for guest in row.guests.exclude(state=State.CANCELLED).select_related("customer__owner"):
        person = guest.customer
        take_back_owed(
            person=person, by=by, occurrence=_cause(row), reason=_("It is later, or earlier, than was said.")
        )
        owe(person=person, by=by, owed=[_note(row, guest)])


def _note(row: Appointment, guest: Guest) -> Owed:
    """The note to one guest; it goes in quiet hours, too: they wait at this moment."""
    now, late = clock.now(), timedelta(minutes=row.late_minutes)
    language = language_of(guest.customer, row.owner)
    arrives = write_clock(row.starts_at + late, zone=guest.customer.zoneinfo, language=language)
    return Owed(
        rule="meeting_late",
        occurrence=f"{_cause(row)}{row.sequence}",
        due_at=now + TO_THINK,
        expires_at=max(row.starts_at + late, now + OF_USE),
        context={**values_of(row, guest), "minutes": str(row.late_minutes), "arrives": arrives},
        awaited=True,
    )


def _cause(row: Appointment) -> str:
    return f"{cause_of(row)}late:"
