"""What becomes of an appointment: confirmed, moved, cancelled, held, missed. Each is an event with an undo."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from appointments.actions.booking import hold_calendar, just_taken, one_line, refuse_time, times_of
from appointments.actions.contacts import note_contacts, take_back_contacts
from appointments.actions.following import follow_cancelled, follow_missed
from appointments.actions.inquiring import note_confirmed
from appointments.actions.letters import has_heard, tell_guest, tell_guests
from appointments.actions.rows import TIMES, change_row, hold_row, refuse_unless, unchanged
from appointments.actions.seats import let_seat_go
from appointments.entries import address_for_guests
from appointments.errors import Settled
from appointments.models import Appointment, Guest
from appointments.models.appointment import HOLDING, Side, State
from kit import clock
from kit.errors import Stale
from kit.events import Actor
from kit.writing import write_moment

BEFORE_IT_BEGINS = (State.ASKED, State.BOOKED, State.CONFIRMED)
NEAR = timedelta(hours=2)  # before its beginning pages offer to be there
HELD_AGAIN = timedelta(minutes=15)  # at least, once a confirmation is taken back
FRESH = {"late_minutes": None, "late_said_at": None, "late_side": "", "reminded_at": None}  # of a new time


@transaction.atomic
def confirm(*, appointment: Appointment, by: Actor, side: str = Side.THEM) -> Appointment:
    """Confirm what was asked for or booked. Twice is once. Raises Settled."""
    row = hold_row(appointment)
    if row.state == State.CONFIRMED:
        return unchanged(appointment)
    refuse_unless(row, BEFORE_IT_BEGINS, side)
    values = {"state": State.CONFIRMED, "confirmed_at": clock.now(), "held_until": None}
    was_asked = row.state == State.ASKED
    change_row(appointment, row, by, "appointment.confirmed", values, side=side)
    if was_asked:
        note_confirmed(row, list(row.guests.select_related("customer__owner")), by)
        tell_guests(row, by, "meeting_booked")
    return appointment


@transaction.atomic
def move(
    *,
    appointment: Appointment,
    by: Actor,
    starts_at: datetime,
    side: str = Side.US,
    anyway: bool = False,
    version: int | None = None,
) -> Appointment:
    """Move an appointment to another time, which is checked as a new one's is.

    Raises JustTaken, NoSlot, Settled, or Stale where somebody else changed it since `version`.
    """
    hold_calendar(appointment.owner)
    row = hold_row(appointment)
    if row.starts_at == starts_at:
        return unchanged(appointment)
    refuse_unless(row, BEFORE_IT_BEGINS, side)
    if version is not None and row.version != version:
        raise Stale(_("This was changed since you opened it."), field="version")
    refuse_time(row.owner, row.kind, starts_at, anyway=anyway, without=row)
    counter = "moved_by_us" if side == Side.US else "moved_by_them"
    values = {
        **times_of(row.kind, starts_at),
        counter: getattr(row, counter) + 1,
        "confirmed_at": None,
        **FRESH,
    }
    if row.state == State.CONFIRMED and side == Side.US:
        values["state"] = State.BOOKED  # they have not said yes to the new time
    try:
        with transaction.atomic():
            change_row(appointment, row, by, "appointment.moved", values, side=side)
    except IntegrityError as problem:
        if "appointment_no_overlap" not in str(problem):
            raise
        raise just_taken(row.owner, row.kind, starts_at, without=row) from problem
    tell_guests(row, by, "meeting_moved")
    return appointment


@transaction.atomic
def change_address(*, appointment: Appointment, by: Actor, address: str) -> Appointment:
    """Say where it is instead; whoever comes is told. What it is already is nothing new. Raises Settled."""
    row = hold_row(appointment)
    address = one_line(address)
    if row.address == address:
        return unchanged(appointment)
    refuse_unless(row, BEFORE_IT_BEGINS)
    known = address_for_guests(row)
    change_row(appointment, row, by, "appointment.address_changed", {"address": address})
    is_told = row.state != State.ASKED and address_for_guests(row) != known
    tell_guests(row, by, "meeting_booked" if is_told else "", how="elsewhere")
    return appointment


@transaction.atomic
def cancel(*, appointment: Appointment, by: Actor, side: str = Side.US, reason: str = "") -> Appointment:
    """Cancel an appointment; its time is free again. Twice is once. Raises Settled."""
    row = hold_row(appointment)
    if row.state == State.CANCELLED:
        return unchanged(appointment)
    refuse_unless(row, (*HOLDING, State.WAITING), side)
    values = {"state": State.CANCELLED, "closed_by": side, "reason": reason.strip()[:500], "held_until": None}
    change_row(appointment, row, by, "appointment.cancelled", values, side=side)
    tell_guests(row, by, "meeting_cancelled")
    if side == Side.THEM:
        follow_cancelled(row, by)
    return appointment


@transaction.atomic
def arrive(*, appointment: Appointment, by: Actor, at: datetime | None = None) -> Appointment:
    """Note that the distributor is there; before the beginning that is early. Twice is once. Raises Settled."""
    row = hold_row(appointment)
    if row.state == State.ARRIVED:
        return unchanged(appointment)
    refuse_unless(row, (State.BOOKED, State.CONFIRMED))
    values = {"state": State.ARRIVED, "arrived_at": at or clock.now()}
    return change_row(appointment, row, by, "appointment.arrived", values)


@transaction.atomic
def finish(*, appointment: Appointment, by: Actor) -> Appointment:
    """Note that the meeting is over, also where they met earlier than was planned: a contact with everybody there.

    Twice is once. Raises Settled.
    """
    row = hold_row(appointment)
    if row.state == State.FINISHED:
        return unchanged(appointment)
    refuse_unless(row, (State.BOOKED, State.CONFIRMED, State.ARRIVED))
    values = {"state": State.FINISHED, "finished_at": clock.now()}
    change_row(appointment, row, by, "appointment.finished", values)
    note_contacts(row, by)
    return appointment


@transaction.atomic
def miss(*, appointment: Appointment, by: Actor, side: str = Side.THEM, reason: str = "") -> Appointment:
    """Note that somebody did not come: they, or we. Twice is once. Raises Settled before it began."""
    row = hold_row(appointment)
    if row.state == State.MISSED:
        return unchanged(appointment)
    refuse_unless(row, (State.BOOKED, State.CONFIRMED, State.ARRIVED))
    _refuse_before_it_begins(row)
    values = {"state": State.MISSED, "closed_by": side, "reason": reason.strip()[:500]}
    change_row(appointment, row, by, "appointment.missed", values, side=side)
    tell_guests(row, by)
    follow_missed(row, by)
    return appointment


@transaction.atomic
def put_back(*, appointment: Appointment, by: Actor, before: dict) -> Appointment:
    """Undo a change: the appointment is as `before`, as the event has it. Raises JustTaken, Settled."""
    hold_calendar(appointment.owner)
    row = hold_row(appointment)
    values = {name: _read(name, value) for name, value in before.items()}
    times = {name: values[name] for name in TIMES}
    taken = Appointment.objects.filter(owner=row.owner).holding().exclude(pk=row.pk)
    if (
        values["state"] in HOLDING
        and taken.overlapping(times["blocked_from"], times["blocked_until"]).exists()
    ):
        raise just_taken(row.owner, row.kind, times["starts_at"], without=row)
    if values["state"] == State.ASKED:
        values["answered_at"] = None  # they wait for an answer again
        if values["held_until"]:
            values["held_until"] = max(values["held_until"], clock.now() + HELD_AGAIN)
    told = _told_otherwise(row, values)
    change_row(appointment, row, by, "appointment.put_back", values)
    if values["state"] != State.FINISHED:
        take_back_contacts(row, by)
    for guest in row.guests.exclude(state=State.CANCELLED).select_related("customer__owner"):
        letter, how = told.get(guest.pk, ("", ""))
        tell_guest(row, guest, by, letter, how=how)
    return appointment


def _told_otherwise(row: Appointment, back: dict) -> dict[int, tuple[str, str]]:
    """The letter for each guest who has heard what is undone now: that it is off, at another time, or elsewhere."""
    if back["state"] not in (State.BOOKED, State.CONFIRMED):
        return {}
    if row.state == State.CANCELLED:
        letter = "meeting_booked", "again"
    elif row.starts_at != back["starts_at"]:
        letter = "meeting_moved", "again"
    elif row.address != back.get("address", row.address):
        letter = "meeting_booked", "elsewhere"
    else:
        return {}
    return {guest.pk: letter for guest in row.guests.all() if has_heard(row, guest)}


def sweep_requests(*, by: Actor) -> int:
    """Let requests and seats go that nobody confirmed in their time; return their number."""
    old = Appointment.objects.filter(state=State.ASKED, held_until__lte=clock.now())
    seats = Guest.objects.filter(held_until__lte=clock.now()).select_related("appointment")
    gone = [_let_go(pk, by) for pk in old.values_list("pk", flat=True)[:500]]
    return sum([*gone, *(let_seat_go(guest=seat, by=by) for seat in seats[:500])])


@transaction.atomic
def _let_go(pk, by: Actor) -> bool:
    row = Appointment.objects.select_for_update().get(pk=pk)
    if row.state != State.ASKED or row.held_until > clock.now():
        return False
    reason = _("Nobody confirmed it in time.")
    values = {"state": State.CANCELLED, "closed_by": Side.THEM, "reason": reason, "held_until": None}
    change_row(row, row, by, "appointment.let_go", values)
    tell_guests(row, by)
    return True


def _refuse_before_it_begins(row: Appointment) -> None:
    if row.starts_at > clock.now():
        said = _("It has not begun yet: it begins %(when)s.") % {"when": _when(row)}
        raise Settled(said, code="not_begun")


def _when(row: Appointment) -> str:
    owner = row.owner
    return write_moment(row.starts_at, now=clock.now(), zone=owner.zoneinfo, language=owner.language)


def _read(name: str, value):
    return datetime.fromisoformat(value) if value and name.endswith(("_at", "_from", "_until")) else value
