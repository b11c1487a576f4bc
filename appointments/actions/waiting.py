"""The waiting list of a full day or a full group: who comes first is offered first what comes free."""

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from appointments.actions.asking import Asker, person_of
from appointments.actions.booking import book, hold_calendar
from appointments.actions.changing import cancel
from appointments.actions.letters import tell_waiting
from appointments.actions.seats import give_seat_back, take_seat
from appointments.booking_page import waited_for
from appointments.errors import AppointmentError, NoSlot, Settled
from appointments.facts import free_times
from appointments.models import Appointment, Guest, MeetingKind, Waiting
from appointments.models.appointment import HOLDING, Side, State
from appointments.models.waiting import WaitingState
from appointments.seating import groups_with_seats, seats_left
from appointments.turns import offered_until
from customers.actions.rows import lock_person
from customers.models import Customer
from kit import clock
from kit.errors import Refused
from kit.events import Actor, facts_of, record
from team.models import Distributor

logger = logging.getLogger(__name__)
A_DAY = timedelta(days=1)
MOST = 5  # days for which one person waits
OPEN = (WaitingState.WAITING, WaitingState.OFFERED)
FACTS = ("state", "day", "kind_id", "offered_until", "offered_time")


@transaction.atomic
def wait_for(
    *,
    owner: Distributor,
    kind: MeetingKind,
    day: date,
    by: Actor,
    asker: Asker | None = None,
    person: Customer | None = None,
) -> Waiting:
    """Put somebody on the list of a day by their own wall. Twice is once. Raises AppointmentError.

    Of a group they wait for a seat of the one on that day. For a day with something free nobody waits.
    Whoever typed an address waits once they confirm it by their letter; nothing is kept for them before.
    """
    hold_calendar(owner)
    if not owner.today() - A_DAY <= day <= owner.today() + 366 * A_DAY:
        raise AppointmentError(_("Choose a day, please."), field="day")
    confirmed_at = clock.now() if person else None
    person = person or person_of(owner, asker, by, about=kind.name)
    lock_person(person)
    theirs = Waiting.objects.filter(customer=person, state__in=OPEN)
    if found := theirs.filter(kind=kind, day=day).first():
        return found
    if theirs.count() >= MOST:
        raise AppointmentError(_("You wait for enough days already."), code="too_many")
    group = _full_group(kind, day, person)
    if group is None and _is_open(owner, kind, day, person):
        raise _still_free()
    row = Waiting.objects.create(
        owner=owner, customer=person, kind=kind, day=day, appointment=group, confirmed_at=confirmed_at
    )
    row.event = record("waiting.added", row, by=by, person=person, after=facts_of(row, FACTS))
    tell_waiting(row, by)
    return row


@transaction.atomic
def confirm_waiting(*, waiting: Waiting, by: Actor) -> Waiting:
    """Note that it was they who want to wait. Twice is once."""
    hold_calendar(waiting.owner)
    row = _held(waiting)
    if row.confirmed_at is None and row.state in OPEN:
        _change(row, by, "waiting.confirmed", confirmed_at=clock.now())
    waiting.event = getattr(row, "event", None)
    return row


@transaction.atomic
def unconfirm_waiting(*, waiting: Waiting, by: Actor) -> Waiting:
    """Undo the confirmation: nothing is kept for them. Raises Settled once a time was offered to them."""
    hold_calendar(waiting.owner)
    row = _held(waiting)
    if row.state != WaitingState.WAITING:
        raise Settled(_("This was changed again since."))
    _change(row, by, "waiting.unconfirmed", confirmed_at=None)
    return row


@transaction.atomic
def stop_waiting(*, waiting: Waiting, by: Actor) -> Waiting:
    """Take somebody off the list; what is held for them is free again. Twice is once."""
    hold_calendar(waiting.owner)
    row = _held(waiting)
    if row.state == WaitingState.OFFERED and row.guest:
        _give_back(row.guest, by)
    if row.state in OPEN:
        _end(row, by, WaitingState.GONE)
    waiting.state, waiting.event = row.state, getattr(row, "event", None)
    return waiting


@transaction.atomic
def wait_again(*, waiting: Waiting, by: Actor) -> Waiting:
    """Put somebody back on the list, at the place they had. Raises Settled where they are on it."""
    row = _held(waiting)
    if Waiting.objects.filter(
        customer=row.customer_id, kind=row.kind_id, day=row.day, state__in=OPEN
    ).exists():
        raise Settled(_("They are on the list already."))
    _change(row, by, "waiting.added", state=WaitingState.WAITING, guest=None, offered_until=None)
    return row


def offer_freed(*, by: Actor) -> int:
    """Note what became of offers, and offer what came free to whom it is next; return how many."""
    for pk in _ids(WaitingState.OFFERED):
        _alone(_settle, pk, by)
    offered, lines_at_rest = 0, set()
    rows = Waiting.objects.filter(state=WaitingState.WAITING).exclude(confirmed_at=None)
    rows = rows.order_by("created_at", "pk")
    for pk, *line in rows.values_list("pk", "kind", "day", "appointment")[:2000]:
        if tuple(line) in lines_at_rest:
            continue
        went = _alone(_offer, pk, by)
        if went is False:
            lines_at_rest.add(tuple(line))
        offered += bool(went)
    return offered


def _alone(verb: Callable, pk, by: Actor) -> bool | None:
    """Do something with one place; what breaks there stops nobody else's. None where it broke."""
    try:
        return verb(pk, by)
    except Exception:
        logger.exception("The place %s on a waiting list is left as it is", pk)
        return None


def _ids(state: str) -> list:
    return list(Waiting.objects.filter(state=state).values_list("pk", flat=True)[:2000])


@transaction.atomic
def _settle(pk, by: Actor) -> None:
    """An offer that was taken, or given up, or let pass."""
    row = _held(Waiting(pk=pk))
    if row.state != WaitingState.OFFERED:
        return
    held = row.guest
    if held is None or held.state == State.CANCELLED or held.appointment.state == State.CANCELLED:
        _end(row, by, WaitingState.GONE)
    elif held.appointment.state != State.ASKED and held.held_until is None:
        _end(row, by, WaitingState.TAKEN)


@transaction.atomic
def _offer(pk, by: Actor) -> bool:
    """Hold what is free for the one whose turn it is, and write to them. False where there is nothing."""
    found = Waiting.objects.select_related("owner").get(pk=pk)
    hold_calendar(found.owner)
    row = _held(found)
    if row.state != WaitingState.WAITING:
        return True
    if row.customer.deleted_at or row.day < clock.today(row.customer.zoneinfo):
        _end(row, by, WaitingState.GONE)
        return True
    starts_at = _free_time(row)
    until = offered_until(starts_at, clock.now(), row.customer.zoneinfo) if starts_at else None
    try:
        guest = _hold_for(row, starts_at, until, by) if until else None
    except Refused:
        _end(row, by, WaitingState.GONE)
        return True
    if guest is None:
        return False
    _change(
        row, by, "waiting.offered", state=WaitingState.OFFERED, guest=guest,
        offered_at=clock.now(), offered_until=until, offered_time=starts_at,
    )  # fmt: skip
    return True


def _free_time(row: Waiting) -> datetime | None:
    if row.appointment:
        group = row.appointment
        return group.starts_at if group.state in HOLDING and seats_left(group) > 0 else None
    return _first_free(row.owner, row.kind, row.day, row.customer)


def _first_free(owner: Distributor, kind: MeetingKind, day: date, person: Customer) -> datetime | None:
    """The first free time of a day by somebody's wall."""
    times = free_times(owner, kind, day - A_DAY, day + A_DAY)
    return next((start for start in times if start.astimezone(person.zoneinfo).date() == day), None)


def _is_open(owner: Distributor, kind: MeetingKind, day: date, person: Customer) -> bool:
    """Is something of a day free that is not kept for who waits already?"""
    return day not in waited_for(kind) and _first_free(owner, kind, day, person) is not None


def _still_free() -> AppointmentError:
    return AppointmentError(_("There are free times on that day. Choose one of them, please."), field="day")


def _hold_for(row: Waiting, starts_at: datetime, until: datetime, by: Actor) -> Guest | None:
    try:
        if row.appointment:
            return take_seat(
                appointment=row.appointment, person=row.customer, by=by, held_until=until, offered=True
            )
        made = book(
            owner=row.owner, by=by, kind=row.kind, starts_at=starts_at, people=[row.customer],
            held_until=until, offered=True,
        )  # fmt: skip
    except (NoSlot, Settled):
        return None
    return made.guests.get()


def _give_back(guest: Guest, by: Actor) -> None:
    if guest.appointment.is_group:
        give_seat_back(guest=guest, by=by)
    elif guest.appointment.state == State.ASKED:
        cancel(appointment=guest.appointment, by=by, side=Side.THEM)


def _full_group(kind: MeetingKind, day: date, person: Customer) -> Appointment | None:
    """The group of a day for whose seat somebody waits."""
    if kind.seats == 1:
        return None
    start = datetime(day.year, day.month, day.day, tzinfo=person.zoneinfo)
    found = list(groups_with_seats(kind, max(start, clock.now()), start + A_DAY))
    if not found:
        raise AppointmentError(_("There is nothing on that day."), field="day")
    if any(group.seats_left > 0 for group in found):
        raise _still_free()
    return found[0]


def _held(waiting: Waiting) -> Waiting:
    rows = Waiting.objects.select_for_update(of=("self",))
    around = ("owner", "kind", "customer__owner", "appointment__kind", "guest__appointment__owner")
    return rows.select_related(*around).get(pk=waiting.pk)


def _end(row: Waiting, by: Actor, state: str) -> None:
    _change(row, by, "waiting.taken" if state == WaitingState.TAKEN else "waiting.ended", state=state)


def _change(row: Waiting, by: Actor, kind: str, **values) -> None:
    before = facts_of(row, FACTS)
    for name, value in {**values, "updated_at": clock.now()}.items():
        setattr(row, name, value)
    row.save(update_fields=[*values, "updated_at"])
    row.event = record(kind, row, by=by, person=row.customer_id, before=before, after=facts_of(row, FACTS))
