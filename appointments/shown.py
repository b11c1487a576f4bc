"""Gathers what the calendar shows of a stretch of days: appointments, what is closed, how full each day is."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Exists, OuterRef

from appointments.facts import opening_of, terms_of
from appointments.grid import Slab, gaps, hours_shown, slab_of
from appointments.marks import Mark, marks_between
from appointments.models import Appointment, Guest, OutsideTime, Waiting
from appointments.models.appointment import HOLDING, State
from appointments.models.waiting import WaitingState
from appointments.slots import open_stretches
from kit import clock
from team.models import Distributor

A_DAY = timedelta(days=1)
SHOWN = (*HOLDING, State.FINISHED, State.MISSED)
WAITING = (WaitingState.WAITING, WaitingState.OFFERED)
MOVABLE = (State.ASKED, State.BOOKED, State.CONFIRMED)
PIPS = 8  # more than so many are only counted


@dataclass(frozen=True)
class Meeting:
    """An appointment on a day: with whom, and where it and the time around it stand."""

    row: Appointment
    people: list
    slab: Slab
    before: Slab | None
    after: Slab | None

    @property
    def who(self):
        return self.people[0] if self.people else None

    @property
    def can_move(self) -> bool:
        return self.row.state in MOVABLE and self.row.kind_id is not None

    @property
    def is_over(self) -> bool:
        return self.row.state not in HOLDING


@dataclass(frozen=True)
class Day:
    """A day of the calendar. `number` is its place among those shown, from 1."""

    day: date
    number: int
    meetings: list[Meeting]
    open: list[Slab]
    most: int | None
    is_today: bool
    marks: list[Mark]
    elsewhere: list[tuple[Slab, str]]

    @property
    def is_off(self) -> bool:
        return not self.open

    @property
    def can_fall_through(self) -> bool:
        """Is anything on that an emergency would cancel?"""
        return any(one.row.state in MOVABLE and one.row.starts_at > clock.now() for one in self.meetings)

    @property
    def taken(self) -> int:
        return len(self.meetings)

    @property
    def is_full(self) -> bool:
        return self.most is not None and self.taken >= self.most

    @property
    def pips(self) -> list[bool]:
        """A mark for each place of the day: taken or not."""
        most = self.most or 0
        return (
            [number < self.taken for number in range(most)]
            if most <= PIPS and (self.open or self.taken)
            else []
        )


@dataclass(frozen=True)
class Days:
    """Days with the hours that their grid shows, and where it is now."""

    days: list[Day]
    first_hour: int
    last_hour: int
    now: Slab | None

    @property
    def hours(self) -> range:
        return range(self.first_hour, self.last_hour)

    @property
    def span(self) -> int:
        return self.last_hour - self.first_hour

    def closed(self) -> list[tuple[int, Slab]]:
        """What is closed, with the number of its day."""
        return [
            (day.number, slab)
            for day in self.days
            for slab in gaps(day.open, self.first_hour, self.last_hour)
        ]

    def elsewhere(self) -> list[tuple[int, Slab, str]]:
        """What other calendars keep busy within the grid, with the number of its day and its title."""
        first, last = self.first_hour * 4, self.last_hour * 4
        return [
            (day.number, Slab(max(slab.start, first), min(slab.end, last)), title)
            for day in self.days
            for slab, title in day.elsewhere
            if slab.start < last and slab.end > first
        ]


def days_of(owner: Distributor, first: date, count: int) -> Days:
    """Return days from the first on, in a fixed number of queries."""
    terms = terms_of(owner)
    opening, zone, today = opening_of(owner, terms), owner.zoneinfo, owner.today()
    rows = _rows(owner, first, first + count * A_DAY)
    marks = marks_between(owner, first, first + (count - 1) * A_DAY)
    busy = _elsewhere(owner, first, first + count * A_DAY)
    days = []
    for number in range(count):
        day = first + number * A_DAY
        stretches = (slab_of(start, end, day, zone) for start, end in open_stretches(opening, day))
        meetings = [meeting for row, people in rows[day] if (meeting := _meeting(row, people, day, zone))]
        days.append(
            Day(
                day, number + 1, meetings, [s for s in stretches if s], terms.most_a_day, day == today,
                marks.get(day, []), _on_day(busy, day, zone),
            )
        )  # fmt: skip
    slabs = [slab for day in days for slab in (*day.open, *(one.slab for one in day.meetings))]
    now = clock.now()
    first_hour, last_hour = hours_shown(slabs)
    line = slab_of(now, now + timedelta(minutes=1), today, zone)
    shown = line if line and first_hour <= line.hour < last_hour else None
    return Days(days, first_hour, last_hour, shown)


def asked_of(owner: Distributor) -> list[Appointment]:
    """Return what somebody asked for and nobody answered yet, the oldest first; `is_offered` where it was we who asked."""
    rows = Appointment.objects.visible_to(owner).filter(state=State.ASKED, starts_at__gt=clock.now())
    offers = Waiting.objects.filter(guest__appointment=OuterRef("pk"), state=WaitingState.OFFERED)
    ways = ("guests__customer__phones", "guests__customer__emails")
    rows = rows.annotate(is_offered=Exists(offers)).select_related("kind").prefetch_related(*ways)
    return list(rows.order_by("created_at", "pk"))


def seats_asked_of(owner: Distributor) -> list[Guest]:
    """Return the seats of groups that somebody asked for and nobody confirmed yet."""
    rows = Guest.objects.visible_to(owner).filter(held_until__gt=clock.now())
    return list(rows.select_related("appointment__kind", "customer").order_by("pk"))


def waiting_between(owner: Distributor, first: date, last: date) -> list[Waiting]:
    """Return who waits for a time on these days, in the order in which it is their turn."""
    rows = Waiting.objects.visible_to(owner).filter(day__range=(first, last), state__in=WAITING)
    return list(rows.select_related("customer", "kind").order_by("day", "created_at", "pk"))


def _rows(owner: Distributor, first: date, after: date) -> dict[date, list[tuple[Appointment, list]]]:
    """The appointments of some days with their people, by the day on which they begin: two queries."""
    zone = owner.zoneinfo
    start = datetime.combine(first, time(), UTC) - A_DAY
    rows = Appointment.objects.visible_to(owner).filter(state__in=SHOWN)
    rows = rows.filter(starts_at__gte=start, starts_at__lt=datetime.combine(after, time(), UTC) + A_DAY)
    people = defaultdict(list)
    for guest in Guest.objects.filter(appointment__in=rows).select_related("customer"):
        people[guest.appointment_id].append(guest.customer)
    found = defaultdict(list)
    for row in rows.select_related("kind").order_by("starts_at", "pk"):
        found[row.starts_at.astimezone(zone).date()].append((row, people[row.pk]))
    return found


def _elsewhere(owner: Distributor, first: date, after: date) -> list[OutsideTime]:
    start, end = (datetime.combine(day, time(), UTC) for day in (first - A_DAY, after + A_DAY))
    return list(OutsideTime.objects.visible_to(owner).overlapping(start, end).order_by("starts_at"))


def _on_day(busy: list[OutsideTime], day: date, zone) -> list[tuple[Slab, str]]:
    slabs = ((slab_of(one.starts_at, one.ends_at, day, zone), one.title) for one in busy)
    return [(slab, title) for slab, title in slabs if slab]


def _meeting(row: Appointment, people: list, day: date, zone) -> Meeting | None:
    slab = slab_of(row.starts_at, row.ends_at, day, zone)
    if slab is None:
        return None
    before = slab_of(row.blocked_from, row.starts_at, day, zone) if row.state in HOLDING else None
    after = slab_of(row.ends_at, row.blocked_until, day, zone) if row.state in HOLDING else None
    return Meeting(
        row, people, slab,
        before and _cut(before, before.start, slab.start), after and _cut(after, slab.end, after.end),
    )  # fmt: skip


def _cut(slab: Slab, start: int, end: int) -> Slab | None:
    """A pause beside its meeting, never under it."""
    return Slab(start, end) if start < end else None
