"""What becomes of an appointment: confirmed, moved, cancelled, held, missed. Each is an event with an undo."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from appointments.actions.booking import hold_calendar, just_taken, refuse_time, times_of
from appointments.actions.letters import tell_guests
from appointments.errors import Settled
from appointments.models import Appointment
from appointments.models.appointment import HOLDING, Side, State
from kit import clock
from kit.errors import Stale
from kit.events import Actor, facts_of, record

TIMES = ("starts_at", "ends_at", "blocked_from", "blocked_until")
CHANGED_FACTS = (
    "state", *TIMES, "held_until", "confirmed_at", "arrived_at", "finished_at", "closed_by", "reason",
    "moved_by_us", "moved_by_them",
)  # fmt: skip
BEFORE_IT_BEGINS = (State.ASKED, State.BOOKED, State.CONFIRMED)


@transaction.atomic
def confirm(*, appointment: Appointment, by: Actor, side: str = Side.THEM) -> Appointment:
    """Confirm what was asked for or booked. Twice is once. Raises Settled."""
    row = _held(appointment)
    if row.state == State.CONFIRMED:
        return _unchanged(appointment)
    _refuse_unless(row, BEFORE_IT_BEGINS, side)
    values = {"state": State.CONFIRMED, "confirmed_at": clock.now(), "held_until": None}
    was_asked = row.state == State.ASKED
    _change(appointment, row, by, "appointment.confirmed", values, side=side)
    if was_asked:
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
    row = _held(appointment)
    if row.starts_at == starts_at:
        return _unchanged(appointment)
    _refuse_unless(row, BEFORE_IT_BEGINS, side)
    if version is not None and row.version != version:
        raise Stale(_("This was changed since you opened it."), field="version")
    refuse_time(row.owner, row.kind, starts_at, anyway=anyway, without=row)
    counter = "moved_by_us" if side == Side.US else "moved_by_them"
    values = {**times_of(row.kind, starts_at), counter: getattr(row, counter) + 1, "confirmed_at": None}
    if row.state == State.CONFIRMED and side == Side.US:
        values["state"] = State.BOOKED  # they have not said yes to the new time
    try:
        with transaction.atomic():
            _change(appointment, row, by, "appointment.moved", values, side=side)
    except IntegrityError as problem:
        if "appointment_no_overlap" not in str(problem):
            raise
        raise just_taken(row.owner, row.kind, starts_at, without=row) from problem
    tell_guests(row, by, "meeting_moved")
    return appointment


@transaction.atomic
def cancel(*, appointment: Appointment, by: Actor, side: str = Side.US, reason: str = "") -> Appointment:
    """Cancel an appointment; its time is free again. Twice is once. Raises Settled."""
    row = _held(appointment)
    if row.state == State.CANCELLED:
        return _unchanged(appointment)
    _refuse_unless(row, (*HOLDING, State.WAITING), side)
    values = {"state": State.CANCELLED, "closed_by": side, "reason": reason.strip()[:500], "held_until": None}
    _change(appointment, row, by, "appointment.cancelled", values, side=side)
    tell_guests(row, by, "meeting_cancelled")
    return appointment


@transaction.atomic
def arrive(*, appointment: Appointment, by: Actor, at: datetime | None = None) -> Appointment:
    """Note that the distributor is there; before the beginning that is early. Twice is once."""
    row = _held(appointment)
    if row.state == State.ARRIVED:
        return _unchanged(appointment)
    _refuse_unless(row, (State.BOOKED, State.CONFIRMED))
    values = {"state": State.ARRIVED, "arrived_at": at or clock.now()}
    return _change(appointment, row, by, "appointment.arrived", values)


@transaction.atomic
def finish(*, appointment: Appointment, by: Actor) -> Appointment:
    """Note that the meeting is over. Twice is once. Raises Settled."""
    row = _held(appointment)
    if row.state == State.FINISHED:
        return _unchanged(appointment)
    _refuse_unless(row, (State.BOOKED, State.CONFIRMED, State.ARRIVED))
    values = {"state": State.FINISHED, "finished_at": clock.now()}
    return _change(appointment, row, by, "appointment.finished", values)


@transaction.atomic
def miss(*, appointment: Appointment, by: Actor, side: str = Side.THEM, reason: str = "") -> Appointment:
    """Note that somebody did not come: they, or we. Twice is once. Raises Settled before it began."""
    row = _held(appointment)
    if row.state == State.MISSED:
        return _unchanged(appointment)
    _refuse_unless(row, (State.BOOKED, State.CONFIRMED, State.ARRIVED))
    if row.starts_at > clock.now():
        raise Settled(_("It has not begun yet."), code="not_begun")
    values = {"state": State.MISSED, "closed_by": side, "reason": reason.strip()[:500]}
    return _change(appointment, row, by, "appointment.missed", values, side=side)


@transaction.atomic
def put_back(*, appointment: Appointment, by: Actor, before: dict) -> Appointment:
    """Undo a change: the appointment is as `before`, as the event has it. Raises JustTaken, Settled."""
    hold_calendar(appointment.owner)
    row = _held(appointment)
    values = {name: _read(name, value) for name, value in before.items()}
    times = {name: values[name] for name in TIMES}
    taken = Appointment.objects.filter(owner=row.owner).holding().exclude(pk=row.pk)
    if (
        values["state"] in HOLDING
        and taken.overlapping(times["blocked_from"], times["blocked_until"]).exists()
    ):
        raise just_taken(row.owner, row.kind, times["starts_at"], without=row)
    _change(appointment, row, by, "appointment.put_back", values)
    tell_guests(row, by)
    return appointment


def sweep_requests(*, by: Actor) -> int:
    """Let requests go that nobody confirmed in their time; return their number."""
    old = Appointment.objects.filter(state=State.ASKED, held_until__lte=clock.now())
    return sum(_let_go(pk, by) for pk in old.values_list("pk", flat=True)[:500])


@transaction.atomic
def _let_go(pk, by: Actor) -> bool:
    row = Appointment.objects.select_for_update().get(pk=pk)
    if row.state != State.ASKED or row.held_until > clock.now():
        return False
    reason = _("Nobody confirmed it in time.")
    values = {"state": State.CANCELLED, "closed_by": Side.THEM, "reason": reason, "held_until": None}
    _change(row, row, by, "appointment.let_go", values)
    tell_guests(row, by)
    return True


def _held(appointment: Appointment) -> Appointment:
    """The row as it is now, held until the transaction ends."""
    return (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("owner", "kind")
        .get(pk=appointment.pk)
    )


def _refuse_unless(row: Appointment, states, side: str = Side.US) -> None:
    """What is settled stays so; for guests, so does what is over, whatever it is called."""
    if side == Side.THEM and row.ends_at <= clock.now():
        raise Settled(_("This appointment is over."), code="over")
    if row.state not in states:
        said = _("This appointment is closed: %(state)s.") % {"state": row.get_state_display()}
        raise Settled(said)


def _change(
    appointment: Appointment, row: Appointment, by: Actor, kind: str, values: dict, side: str = ""
) -> Appointment:
    """Write values with the next version and sequence, record them, and show them on the instance."""
    before = facts_of(row, CHANGED_FACTS)
    values = {**values, "version": row.version + 1, "sequence": row.sequence + 1, "updated_at": clock.now()}
    Appointment.objects.filter(pk=row.pk).update(**values)
    for name, value in values.items():
        setattr(row, name, value)
        setattr(appointment, name, value)
    after = {**facts_of(row, CHANGED_FACTS), "version": row.version, "side": str(side)}
    guest = row.guests.values_list("customer_id", flat=True).first()
    appointment.event = record(kind, row, by=by, person=guest, before=before, after=after)
    return appointment


def _unchanged(appointment: Appointment) -> Appointment:
    appointment.refresh_from_db()
    appointment.event = None
    return appointment


def _read(name: str, value):
    return datetime.fromisoformat(value) if value and name.endswith(("_at", "_from", "_until")) else value
