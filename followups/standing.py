"""Decides from which day a step counts for somebody: what is known of a person, and the causes in it.

Days are those on the distributor's wall, whose day it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from customers.ladder import Rung
from followups import occasions, planning
from followups.anchors import Anchor
from followups.attention import Allowance
from followups.occasions import Purchase
from followups.stops import Seen
from team.wall_time import first_instant_at


@dataclass(frozen=True, slots=True)
class Interest:
    """The last time somebody showed interest: they asked, had a sample, saw a presentation."""

    id: UUID
    at: datetime
    asked: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Friend:
    """Somebody they introduced: on that day, or whose first order was on that day."""

    id: UUID
    name: str
    on: date


@dataclass(frozen=True, slots=True)
class Span:
    """The days over which something is on the list for a person; its title where it counts as a touch."""

    first: date
    last: date | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a person decides on what is owed to them, and when."""

    id: UUID
    zone: ZoneInfo
    entered_at: datetime
    rung: int = Rung.SUSPECT
    rung_since: date | None = None
    is_cold: bool = False
    birthday: tuple[int, int] | None = None  # month and day
    last_contact_at: datetime | None = None
    replied_at: datetime | None = None
    last_order_at: datetime | None = None
    expected_order_on: date | None = None
    slips_on: date | None = None
    cools_on: date | None = None
    refused_on: date | None = None
    unanswered: int = 0
    complaint_open: bool = False
    complaint_closed: tuple[UUID, date] | None = None
    allowance: Allowance = field(default_factory=Allowance)
    purchase: Purchase | None = None
    interest: Interest | None = None
    introduced: tuple[Friend, ...] = ()
    friends_ordered: tuple[Friend, ...] = ()
    open: tuple[Span, ...] = ()
    taken: Mapping[date, int] = field(default_factory=dict)
    letters: frozenset[date] = frozenset()  # days for which a letter waits
    surveyed: tuple[date, ...] = ()  # days on which they were asked of late, or will be
    wants_no_surveys: bool = False
    not_to_recruit: str = ""  # the code of why they are not asked whether they would like to join

    def seen(self, since: datetime) -> Seen:
        """What was seen of them since a moment."""
        return Seen(
            since=since,
            replied_at=self.replied_at,
            ordered_at=self.last_order_at,
            refused_on=self.refused_on,
            complaint_open=self.complaint_open,
            unanswered=self.unanswered,
        )

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that steps count from: its name, its day, and the moment from which stops count."""

    name: str
    on: date
    since: datetime
    context: Mapping = field(default_factory=dict)


def causes(anchor: str, rung: int | None, person: Standing, years: range) -> Iterator[Cause]:
    """Yield what an anchor is for a person; `years` are those whose birthdays are asked for.

    `rung` is the one whose playbook asks. Without one, a climb is that of joining.
    """
    match anchor:
        case Anchor.FIRST_ORDER | Anchor.REPEAT_ORDER | Anchor.DELIVERY | Anchor.EXPECTED_ORDER:
            yield from _orders(anchor, person)
        case Anchor.INQUIRY:
            yield from _interest(person)
        case Anchor.LAST_CONTACT:
            at = person.last_contact_at or person.entered_at
            day = person.day_of(at)
            yield Cause(day.isoformat(), day, at)
        case Anchor.BIRTHDAY if person.birthday:
            for year in years:
                yield _dated(person, occasions.of_year(year), birthday_in(year, *person.birthday))
        case Anchor.CLIMB if person.rung_since and person.rung == (rung or Rung.MEMBER):
            yield _dated(person, occasions.of_climb(person.rung, person.rung_since), person.rung_since)
        case Anchor.SLIPPING if person.slips_on and person.slips_on != person.cools_on:
            yield _dated(person, occasions.of_slipping(person.slips_on), person.slips_on)
        case Anchor.COOLING if person.cools_on:
            yield _dated(person, occasions.of_cooling(person.cools_on), person.cools_on)
        case Anchor.REFERRAL:
            yield from _introductions(person)
        case Anchor.FRIEND_ORDERED:
            for friend in person.friends_ordered:
                context = {"friend": friend.name}
                yield _dated(person, occasions.of_friend(friend.id), friend.on, context)
        case Anchor.COMPLAINT_CLOSED if person.complaint_closed:
            id, day = person.complaint_closed
            yield _dated(person, occasions.of_complaint(id, day), day)


def birthday_in(year: int, month: int, day: int) -> date:
    """Return a birthday in a year; that of 29 February is on the 28th in common years."""
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, 28)


def _orders(anchor: str, person: Standing) -> Iterator[Cause]:
    order = person.purchase
    if order is None or order.past:
        return
    context = {"products": order.products, "ordered_on": order.ordered_on.isoformat()}
    name, since = occasions.of_order(order.id), order.placed_at
    if anchor in (Anchor.FIRST_ORDER, Anchor.REPEAT_ORDER):
        if order.is_first == (anchor == Anchor.FIRST_ORDER):
            yield Cause(name, order.ordered_on, since, context)
    elif anchor == Anchor.DELIVERY:
        yield Cause(name, planning.delivery_day(order), since, context)
    elif person.expected_order_on:
        yield Cause(name, person.expected_order_on, since, context)


def _interest(person: Standing) -> Iterator[Cause]:
    """The last sign of interest; who stands on the rung by hand alone shows it since then."""
    shown = person.interest
    if shown is not None:
        context = {"asked": shown.note[:200]} if shown.asked and shown.note else {}
        yield Cause(occasions.of_touch(shown.id), person.day_of(shown.at), shown.at, context)
    elif person.rung == Rung.PROSPECT and person.rung_since:
        yield _dated(person, occasions.of_climb(person.rung, person.rung_since), person.rung_since)


def _introductions(person: Standing) -> Iterator[Cause]:
    """Those of one day are thanked for together."""
    days = sorted({friend.on for friend in person.introduced})
    for day in days:
        names = [friend.name for friend in person.introduced if friend.on == day]
        yield _dated(person, occasions.of_referral(day), day, {"friend": ", ".join(names)})


def _dated(person: Standing, name: str, day: date, context: Mapping | None = None) -> Cause:
    return Cause(name, day, first_instant_at(day, time(), person.zone), context or {})
