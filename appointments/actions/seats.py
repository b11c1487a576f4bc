"""Seats of a group: asked for, taken, given back. Never more than there are, whoever asks at the same moment."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from appointments.actions.inquiring import note_confirmed
from appointments.actions.letters import forget_letters, has_heard, tell_guest
from appointments.actions.rows import hold_row
from appointments.errors import JustTaken, Settled
from appointments.models import Appointment, Guest
from appointments.models.appointment import HOLDING, State
from appointments.seating import groups_with_seats, seats_left
from appointments.slots import nearest
from customers.actions.rows import lock_person, save_fields
from customers.models import Customer
from kit import clock
from kit.events import Actor, facts_of, record

SEAT_FACTS = ("state", "held_until")
FAR = timedelta(days=90)
HELD_AGAIN = timedelta(minutes=15)  # at least, once a confirmation is taken back


@transaction.atomic
def take_seat(
    *,
    appointment: Appointment,
    person: Customer,
    by: Actor,
    held_until: datetime | None = None,
    offered: bool = False,
    _guarded: bool = True,
    **said: str,
) -> Guest:
    """Give a person of the owner a seat of a group; with `held_until` it is only asked for until then.

    `said` are zone, language and message of the guest; `offered` tells that they waited for it.
    Twice is once. Raises JustTaken where none is left, with when else; Settled where it began or is off.
    `_guarded` off leaves the checks out; a test shows what happens then.
    """
    row = hold_row(appointment) if _guarded else appointment
    if row.state not in HOLDING or row.starts_at <= clock.now():
        raise Settled(_("This appointment is over."), code="over")
    former = row.guests.filter(customer=person).first()
    if former and former.state != State.CANCELLED:
        return former
    if _guarded and seats_left(row) < 1:
        raise no_seat(row)
    person = lock_person(person)
    if former:
        former.delete()  # a seat taken again is a new one, with letters of its own
    state = State.ASKED if held_until else State.BOOKED
    guest = Guest.objects.create(
        appointment=row, customer=person, state=state, held_until=held_until, **{**_ways_of(person), **said}
    )
    save_fields(row, {"updated_at": clock.now()})
    how, letter = _how(held_until, offered)
    record(f"appointment.seat_{how}", row, by=by, person=person, after=_facts(row, guest))
    tell_guest(row, guest, by, letter)
    return guest


@transaction.atomic
def confirm_seat(*, guest: Guest, by: Actor) -> Guest:
    """Let a seat that was asked for stand. Twice is once. Raises Settled for one that was given up."""
    row = _hold(guest)
    if guest.state == State.CONFIRMED:
        guest.event = None
        return guest
    if guest.state == State.CANCELLED and seats_left(row) < 1:
        raise no_seat(row)
    return _change(row, guest, by, "appointment.guest_comes", State.CONFIRMED)


@transaction.atomic
def give_seat_back(*, guest: Guest, by: Actor) -> Guest:
    """Give up a seat; somebody else may have it. Twice is once. Raises Settled."""
    row = _hold(guest)
    if guest.state == State.CANCELLED:
        return guest
    _change(row, guest, by, "appointment.guest_left", State.CANCELLED)
    forget_letters(row, guest, by, _("They do not come."))
    return guest


@transaction.atomic
def remove_guest(*, guest: Guest, by: Actor) -> Guest:
    """Take somebody off a group; they are told that it is off for them. Twice is once. Raises Settled."""
    row = _hold(guest)
    if guest.state == State.CANCELLED:
        return guest
    _change(row, guest, by, "appointment.guest_removed", State.CANCELLED)
    tell_guest(row, guest, by, "meeting_cancelled")
    return guest


@transaction.atomic
def put_back_seat(*, guest: Guest, by: Actor, before: dict) -> Guest:
    """Undo what became of a seat: it is as `before`, as the event has it.

    Who heard that it was off for them is told that it stands. Raises JustTaken where the seat is
    somebody else's by now, Settled where the appointment is over.
    """
    row = _hold(guest)
    if guest.state == State.CANCELLED and seats_left(row) < 1:
        raise no_seat(row)
    held_until = before["held_until"] and datetime.fromisoformat(before["held_until"])
    if held_until:
        held_until = max(held_until, clock.now() + HELD_AGAIN)
    heard = guest.state == State.CANCELLED and not held_until and has_heard(row, guest)
    _change(row, guest, by, "appointment.seat_put_back", before["state"], held_until)
    tell_guest(row, guest, by, "meeting_booked" if heard else "", how="again")
    return guest


@transaction.atomic
def let_seat_go(*, guest: Guest, by: Actor) -> bool:
    """Give a seat free that nobody confirmed in its time; return whether it was."""
    row = hold_row(guest.appointment)
    guest.refresh_from_db(fields=["state", "held_until"])
    if guest.held_until is None or guest.held_until > clock.now():
        return False
    _change(row, guest, by, "appointment.seat_let_go", State.CANCELLED)
    forget_letters(row, guest, by, _("Nobody confirmed it in time."))
    return True


def _hold(guest: Guest) -> Appointment:
    row = hold_row(guest.appointment)
    guest.refresh_from_db(fields=["state", "held_until"])
    if row.state not in HOLDING or row.ends_at <= clock.now():
        raise Settled(_("This appointment is over."), code="over")
    return row


def _change(
    row: Appointment, guest: Guest, by: Actor, kind: str, state: str, held_until: datetime | None = None
) -> Guest:
    """Write the state of a seat of a held appointment, and tell the guest where it stands from now on."""
    was_asked, before = guest.held_until is not None, facts_of(guest, SEAT_FACTS)
    save_fields(guest, {"state": state, "held_until": held_until})
    save_fields(row, {"updated_at": clock.now(), "sequence": row.sequence + 1})
    after = facts_of(guest, SEAT_FACTS)
    guest.event = record(kind, row, by=by, person=guest.customer_id, before=before, after=after)
    if was_asked and state == State.CONFIRMED:
        note_confirmed(row, [guest], by)
        tell_guest(row, guest, by, "meeting_booked")
    return guest


def no_seat(row: Appointment) -> JustTaken:
    """Say that the last seat is gone, with the coming groups of the kind that have one."""
    others = partial(_other_groups, row)
    return JustTaken(_("The last seat was just taken."), others, field="starts_at")


def _other_groups(row: Appointment) -> list[datetime]:
    now = clock.now()
    groups = groups_with_seats(row.kind, now, now + FAR)
    return nearest([one.starts_at for one in groups if one.seats_left > 0], row.starts_at)


def _how(held_until: datetime | None, offered: bool) -> tuple[str, str]:
    """How the seat came to be, and the letter that tells of it."""
    if held_until is None:
        return "taken", "meeting_booked"
    return ("offered", "meeting_offered") if offered else ("asked", "meeting_asked")


def _ways_of(person: Customer) -> dict:
    return {"zone": person.zone, "language": person.language}


def _facts(row: Appointment, guest: Guest) -> dict:
    return {**facts_of(row, ["starts_at"]), **facts_of(guest, SEAT_FACTS)}
