"""Brings together what the meeting room shows: who takes part, the agenda, what was caught, what comes next.

Reads only: a constant number of queries, however many take part and however much was written.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from appointments.actions.notes import Deadlines, guest_meant
from appointments.agenda import Item, items_of, seconds_since
from appointments.models import Appointment, Guest, Notes
from appointments.models.appointment import State
from appointments.notepad import ORDER, Line, lines_of, marked
from customers.models import Customer, Note, Want
from followups.models import Promise
from kit import clock
from sales.basket import Basket, baskets_of
from sales.knowledge import Card, cards_for
from sales.models import Order, OrderLine

NOTES_SHOWN, ORDERS_SHOWN = 3, 3  # of each person
CARDS_SHOWN = 12
MOST_READ = 300
HOLDS = (State.BOOKED, State.CONFIRMED, State.ARRIVED)


@dataclass(frozen=True)
class Someone:
    """Who takes part, and what is good to have at hand about them."""

    person: Customer
    wants: list[Want]
    promises: list[Promise]
    notes: list[Note]
    orders: list[Order]
    missing: list[str]


@dataclass(frozen=True)
class Caught:
    """A marked line and what it is understood to say. `raw` is the line as it was typed."""

    line: Line
    raw: str
    person: Customer | None
    named: bool
    due_on: date | None
    told_on: date | None
    basket: Basket | None = None
    order: Order | None = None


@dataclass(frozen=True)
class Step:
    """An item of the agenda as it is shown; `seconds` are those up to now."""

    item: Item
    position: int
    is_running: bool
    seconds: int

    @property
    def took(self) -> int:
        return round(self.seconds / 60)

    @property
    def left(self) -> int:
        return self.item.minutes - self.seconds // 60

    @property
    def over(self) -> int:
        return -self.left


@dataclass(frozen=True)
class Room:
    """Everything in the meeting room."""

    appointment: Appointment
    notes: Notes
    guests: list[Guest]
    people: list[Someone]
    steps: list[Step]
    caught: list[Caught]
    cards: list[Card]
    following: Appointment | None
    now: datetime
    seconds: int
    minutes: int

    @property
    def first(self) -> Customer | None:
        return self.guests[0].customer if self.guests else None

    @property
    def clock(self) -> str:
        """The time used, as a clock shows it."""
        hours, seconds = divmod(self.seconds, 3600)
        shown = f"{seconds // 60:02}:{seconds % 60:02}"
        return f"{hours}:{shown}" if hours else shown.removeprefix("0")

    @property
    def used(self) -> float:
        """Minutes, as far as the bar goes."""
        return min(self.seconds / 60, self.minutes)


def room_of(viewer, appointment: Appointment, guests: list[Guest], notes: Notes) -> Room:
    """Gather the meeting room of one of the viewer's appointments."""
    now = clock.now()
    people = people_of(viewer, [guest.customer for guest in guests])
    until = notes.ended_at or now
    return Room(
        appointment=appointment,
        notes=notes,
        guests=guests,
        people=people,
        steps=steps_of(notes, now),
        caught=caught_in(viewer, appointment, guests, notes.text),
        cards=cards_for(viewer, products=_bought(people))[:CARDS_SHOWN],
        following=following_of(viewer, appointment),
        now=now,
        seconds=seconds_since(notes.started_at, until),
        minutes=round((appointment.ends_at - appointment.starts_at).total_seconds() / 60),
    )


def notes_of(appointment: Appointment) -> Notes:
    """Return the notes of an appointment; unsaved ones where nothing was written yet."""
    found = Notes.objects.filter(appointment=appointment).first()
    if found is None:
        return Notes(appointment=appointment, agenda=appointment.kind.agenda if appointment.kind else [])
    found.appointment = appointment
    return found


def steps_of(notes: Notes, now: datetime) -> list[Step]:
    """Return the agenda with the time that each item took so far."""
    return [
        Step(item, position, notes.running == position, item.seconds + _running_for(notes, position, now))
        for position, item in enumerate(items_of(notes.agenda))
    ]


def caught_in(viewer, appointment: Appointment, guests: list[Guest], text: str) -> list[Caught]:
    """Return the marked lines of a text with what would come of them: four queries at most."""
    days, raw = Deadlines(viewer, viewer.today()), text.split("\n")
    lines = marked(lines_of(text, days.today, viewer.language))
    orders = [line for line in lines if line.mark == ORDER]
    baskets = dict(zip(orders, baskets_of(viewer, (line.text for line in orders)), strict=True))
    placed = _placed(viewer, {line: order_key(appointment, line) for line in orders})
    return [
        _caught(line, raw[line.position].strip(), guests, days, baskets.get(line), placed.get(line))
        for line in lines
    ]


def people_of(viewer, people: list[Customer]) -> list[Someone]:
    """Return what is good to have at hand about people: seven queries."""
    prefetch_related_objects(people, "emails", "phones")
    ids = [person.pk for person in people]
    wants = _by_person(Want.objects.visible_to(viewer).unmet(), ids, "-said_at")
    promises = _by_person(Promise.objects.visible_to(viewer).open(), ids, "due_on")
    notes = _by_person(Note.objects.visible_to(viewer).filter(revoked_at=None), ids, "-at")
    placed = Order.objects.visible_to(viewer).placed().prefetch_related("lines__product")
    orders = _by_person(placed, ids, "-ordered_on")
    return [
        Someone(
            person, wants[person.pk], promises[person.pk], notes[person.pk][:NOTES_SHOWN],
            orders[person.pk][:ORDERS_SHOWN], _missing(person),
        )
        for person in people
    ]  # fmt: skip


def following_of(viewer, appointment: Appointment) -> Appointment | None:
    """The next appointment of the same day."""
    rows = Appointment.objects.visible_to(viewer).filter(state__in=HOLDS)
    following = rows.filter(starts_at__gte=appointment.ends_at).order_by("starts_at", "pk").first()
    zone = viewer.zoneinfo
    same_day = following and (
        following.starts_at.astimezone(zone).date() == appointment.ends_at.astimezone(zone).date()
    )
    return following if same_day else None


def order_key(appointment: Appointment, line: Line) -> str:
    """Return the key under which a line places its order: the same words place it once."""
    words = f"{line.whom} {line.text}".casefold()
    return f"meeting:{appointment.pk.hex}:{sha256(words.encode()).hexdigest()[:16]}"


def _caught(line: Line, raw: str, guests: list[Guest], days: Deadlines, basket, order) -> Caught:
    named = guest_meant(line, guests)
    guest = named or (guests[0] if guests else None)
    due_on = days.due_on(line)
    told_on = due_on and days.told_on(due_on)
    person = guest.customer if guest else None
    return Caught(line, raw, person, named is not None, due_on, told_on, basket, order)


def _running_for(notes: Notes, position: int, now: datetime) -> int:
    return seconds_since(notes.running_since, now) if notes.running == position else 0


def _placed(viewer, keys: dict[Line, str]) -> dict[Line, Order]:
    """The orders that stand and were placed by these lines."""
    if not keys:
        return {}
    rows = Order.objects.visible_to(viewer).placed().filter(request_key__in=keys.values())
    by_key = {order.request_key: order for order in rows}
    return {line: by_key[key] for line, key in keys.items() if key in by_key}


def _by_person(rows, ids: Iterable[UUID], order: str) -> dict:
    found = defaultdict(list)
    for row in rows.filter(customer__in=ids).order_by(order, "pk")[:MOST_READ]:
        found[row.customer_id].append(row)
    return found


def _missing(person: Customer) -> list[str]:
    """What is not known of somebody yet, and worth asking."""
    known = {
        _("phone"): person.phones.all(),
        _("email"): person.emails.all(),
        _("birthday"): person.birth_month,
        _("best time to reach them"): person.preferred_hours,
    }
    return [name for name, value in known.items() if not value]


def _bought(people: list[Someone]) -> list[UUID]:
    lines: list[OrderLine] = [line for one in people for order in one.orders for line in order.lines.all()]
    return list(dict.fromkeys(line.product_id for line in lines))
