"""Gathers what a visitor of a distributor's own page can choose from: kinds, days, times, seats."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from appointments.facts import bounds_of, busy_of, length_of, opening_of, terms_of
from appointments.models import MeetingKind, Waiting
from appointments.models.kind import Who
from appointments.models.waiting import WaitingState
from appointments.seating import groups_with_seats
from appointments.slots import Bounds, free_slots, spread
from customers.models import Customer
from followups.tokens import read_token, token_for
from kit import clock
from team.models import Distributor
from team.models.distributor import Status

A_DAY = timedelta(days=1)
SHOWN = 7  # days in the strip
LOOKED_AT = 28  # days ahead of the first one
PURPOSE = "booking"  # of the link by which a known person books


@dataclass(frozen=True)
class Slot:
    """A time to choose. `apart` tells it from another of the same hour on the wall; `left` are seats of a group."""

    at: datetime
    apart: str = ""
    left: int | None = None


@dataclass(frozen=True)
class OfferedDay:
    """A day on which one meets, by the visitor's wall; full where nothing of it is left."""

    day: date
    slots: list[Slot]

    @property
    def is_full(self) -> bool:
        return not any(slot.left is None or slot.left > 0 for slot in self.slots)


@dataclass(frozen=True)
class Offered:
    """A strip of days, the one that is looked at, and where the days before and after begin."""

    days: list[OfferedDay]
    chosen: OfferedDay | None
    earlier: date | None
    later: date | None


def owner_of_page(handle: str) -> Distributor | None:
    """Return whose page it is, None where there is none or it is closed."""
    found = Distributor.objects.filter(handle=handle, is_active=True, company__isnull=False)
    owner = found.exclude(status=Status.TERMINATED).select_related("availability").first()
    terms = getattr(owner, "availability", None)
    return owner if terms is None or terms.page_open else None


def kinds_for(owner: Distributor, person: Customer | None = None) -> list[MeetingKind]:
    """Return the kinds that anyone may book, to somebody known those by their link too."""
    who = [Who.ANYONE, Who.KNOWN] if person else [Who.ANYONE]
    return list(owner.meeting_kinds.filter(is_active=True, who__in=who))


def booking_token(person: Customer) -> str:
    """Return what names a person in their own link to the page."""
    return token_for(PURPOSE, person.pk)


def booking_link(person: Customer) -> str:
    """Return the address by which a known person books at once."""
    path = reverse("booking-page", args=[person.owner.handle])
    return f"{settings.SITE_URL}{path}?p={booking_token(person)}"


def person_by_link(owner: Distributor, token: str) -> Customer | None:
    """Return the owner's person whom a link names, None for any other token."""
    id = read_token(PURPOSE, token) if token else None
    return Customer.objects.visible_to(owner).filter(pk=id).first() if id else None


def offered(
    owner: Distributor, kind: MeetingKind, zone: ZoneInfo, first: date | None, day: date | None
) -> Offered:
    """Return the days from one on (by the visitor's wall), and the times of one of them."""
    today = clock.today(zone)
    first = max(first or day or today, today)
    last = first + LOOKED_AT * A_DAY
    by_day = _groups(kind, zone, first, last) if kind.seats > 1 else _times(owner, kind, zone, first, last)
    days = [OfferedDay(one, by_day[one]) for one in sorted(by_day) if first <= one <= last]
    strip = days[:SHOWN]
    later = days[SHOWN].day if len(days) > SHOWN else None
    return Offered(
        strip, _chosen(strip, day), max(first - SHOWN * A_DAY, today) if first > today else None, later
    )


def _chosen(days: list[OfferedDay], day: date | None) -> OfferedDay | None:
    named = [one for one in days if one.day == day]
    with_room = [one for one in days if not one.is_full]
    return next(iter([*named, *with_room, *days]), None)


def _times(owner: Distributor, kind: MeetingKind, zone: ZoneInfo, first: date, last: date) -> dict:
    """The free starts of each day on which one could meet were nothing else there."""
    terms, now = terms_of(owner), clock.now()
    opening, length = opening_of(owner, terms), length_of(kind)
    span = first - A_DAY, last + A_DAY
    open_starts = free_slots(opening, Bounds(), length, [], *span, now)
    free = free_slots(opening, bounds_of(terms), length, busy_of(owner, *span), *span, now)
    by_day: dict[date, list[Slot]] = {start.astimezone(zone).date(): [] for start in open_starts}
    kept = waited_for(kind)
    for day, starts in _by_day(spread(free, opening.step, length.meeting), zone).items():
        by_day[day] = [] if day in kept else _slots(starts, zone)
    return by_day


def waited_for(kind: MeetingKind) -> set[date]:
    """Return the days for which somebody waits still: what comes free there is theirs first."""
    rows = Waiting.objects.filter(kind=kind, state=WaitingState.WAITING, appointment=None)
    return set(rows.exclude(confirmed_at=None).values_list("day", flat=True))


def _groups(kind: MeetingKind, zone: ZoneInfo, first: date, last: date) -> dict:
    start = max(datetime.combine(first, time(), zone).astimezone(UTC), clock.now())
    rows = list(groups_with_seats(kind, start, start + (last - first + A_DAY)))
    left = {row.starts_at: max(row.seats_left, 0) for row in rows}
    return {
        day: [Slot(slot.at, slot.apart, left[slot.at]) for slot in _slots(starts, zone)]
        for day, starts in _by_day(left, zone).items()
    }


def _by_day(starts, zone: ZoneInfo) -> dict[date, list[datetime]]:
    by_day = defaultdict(list)
    for start in starts:
        by_day[start.astimezone(zone).date()].append(start)
    return by_day


def _slots(starts: list[datetime], zone: ZoneInfo) -> list[Slot]:
    """Starts of a day. In the night in which clocks go back an hour comes twice: then the offset is said."""
    walls = [start.astimezone(zone) for start in starts]
    times = Counter(wall.time() for wall in walls)
    return [
        Slot(start, _offset(wall) if times[wall.time()] > 1 else "")
        for start, wall in zip(starts, walls, strict=True)
    ]


def _offset(wall: datetime) -> str:
    minutes = (wall.utcoffset() or timedelta(0)) // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"
