"""Decides when a meeting may begin: open, far enough ahead, free of everything else, within bounds.

All ranges are half open. Hours, days and weeks are those of the distributor's wall; starts are
instants in UTC, so a visitor anywhere sees the same ones.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from team.office_hours import Stretch
from team.wall_time import first_instant_at

A_DAY = timedelta(days=1)
MOST_APART = timedelta(hours=1)


@dataclass(frozen=True)
class Length:
    """How long a meeting takes, and what before and after it belongs to nobody else: way and pause."""

    meeting: timedelta
    before: timedelta = timedelta(0)
    after: timedelta = timedelta(0)


@dataclass(frozen=True)
class Busy:
    """Something that takes time already: blocked from and until. A meeting has a start and an end inside.

    What is busy elsewhere (another calendar) has none, and counts for no limit.
    """

    blocked_from: datetime
    blocked_until: datetime
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True)
class Bounds:
    """How much of meeting a distributor wants. None is without end.

    A row of meetings is one without a pause of `pause` between one's end and the next one's start.
    """

    most_a_day: int | None = None
    time_a_day: timedelta | None = None
    most_a_week: int | None = None
    time_a_week: timedelta | None = None
    most_in_a_row: int | None = None
    pause: timedelta = timedelta(minutes=30)


@dataclass(frozen=True)
class Opening:
    """When a distributor can be met at all.

    `on_days` names hours of single days in place of the weekday's; `protected` are stretches of
    weekdays that are nobody's.
    """

    zone: ZoneInfo
    hours: Collection[Stretch] = ()
    days_off: Container[date] = frozenset()
    on_days: Mapping[date, Sequence[tuple[time, time]]] = field(default_factory=dict)
    protected: Collection[Stretch] = ()
    step: timedelta = timedelta(minutes=15)
    notice: timedelta = timedelta(hours=2)
    furthest: timedelta = timedelta(days=60)


def free_slots(
    opening: Opening,
    bounds: Bounds,
    length: Length,
    busy: Collection[Busy],
    first: date,
    last: date,
    now: datetime,
) -> list[datetime]:
    """Return the starts that are free on the days from `first` to `last` of the distributor, in order."""
    calendar = _Calendar(busy, bounds, opening.zone)
    earliest, latest = _earliest(opening, length, now), now + opening.furthest
    slots = []
    for day in _days(first, last):
        if not calendar.day_has_room(day, length):
            continue
        for opens, closes in open_stretches(opening, day):
            starts = _starts(opens, closes - length.meeting, opening.step)
            slots += [
                start for start in starts if earliest <= start <= latest and calendar.is_free(start, length)
            ]
    return sorted(set(slots))


def why_not(
    opening: Opening, bounds: Bounds, length: Length, busy: Collection[Busy], start: datetime, now: datetime
) -> str:
    """Return the code of why a meeting may not begin then, empty if it may.

    Codes: past, too_soon, too_far, closed, taken, day_full, week_full, needs_pause. The raster of
    starts is no reason: what was free when it was offered may be asked for.
    """
    if start < now:
        return "past"
    if start < _earliest(opening, length, now):
        return "too_soon"
    if start > now + opening.furthest:
        return "too_far"
    end, day = start + length.meeting, start.astimezone(opening.zone).date()
    if not any(opens <= start and end <= closes for opens, closes in open_stretches(opening, day)):
        return "closed"
    return _Calendar(busy, bounds, opening.zone).why_not(start, length)


def nearest(
    slots: Collection[datetime], wanted: datetime, number: int = 3, apart: timedelta = timedelta(0)
) -> list[datetime]:
    """Return the slots nearest to a moment, in the order of time; closer than `apart` only where others lack."""
    near, close = [], []
    for slot in sorted(slots, key=lambda slot: (abs(slot - wanted), slot)):
        if len(near) == number:
            break
        (near if all(abs(slot - other) >= apart for other in near) else close).append(slot)
    return sorted([*near, *close[: number - len(near)]])


def spread(starts: Sequence[datetime], step: timedelta, meeting: timedelta) -> list[datetime]:
    """Return starts as far apart as a meeting lasts, an hour at most: enough to choose from, and few gaps."""
    apart = max(step, min(meeting, MOST_APART))
    kept: list[datetime] = []
    for start in starts:
        if not kept or start - kept[-1] >= apart:
            kept.append(start)
    return kept


def open_stretches(opening: Opening, day: date) -> list[tuple[datetime, datetime]]:
    """Return the stretches (UTC) in which a distributor can be met on a day, in order, apart."""
    if day in opening.days_off:
        return []
    wall = opening.on_days.get(day)
    if wall is None:
        wall = [(one.opens, one.closes) for one in opening.hours if one.weekday == day.weekday()]
    shut = [(one.opens, one.closes) for one in opening.protected if one.weekday == day.weekday()]
    taken = _joined(_instants(day, shut, opening.zone))
    return [
        rest for stretch in _joined(_instants(day, wall, opening.zone)) for rest in _without(stretch, taken)
    ]


class _Calendar:
    """What is busy, arranged so that a thousand starts are asked about quickly."""

    def __init__(self, busy: Collection[Busy], bounds: Bounds, zone: ZoneInfo):
        self.bounds, self.zone = bounds, zone
        blocked = _joined((one.blocked_from, one.blocked_until) for one in busy)
        self.froms, self.untils = [one for one, _ in blocked], [other for _, other in blocked]
        meetings = sorted((one.starts_at, one.ends_at) for one in busy if one.starts_at and one.ends_at)
        self.begins, self.ends = [one for one, _ in meetings], [other for _, other in meetings]
        self.counts, self.times = Counter(), defaultdict(timedelta)
        for start, end in meetings:
            day = start.astimezone(zone).date()
            for stretch in (day, _week(day)):
                self.counts[stretch] += 1
                self.times[stretch] += end - start

    def is_free(self, start: datetime, length: Length) -> bool:
        return not self.why_not(start, length)

    def why_not(self, start: datetime, length: Length) -> str:
        day = start.astimezone(self.zone).date()
        if self._is_blocked(start - length.before, start + length.meeting + length.after):
            return "taken"
        if not self._has_room(day, length, self.bounds.most_a_day, self.bounds.time_a_day):
            return "day_full"
        if not self._has_room(_week(day), length, self.bounds.most_a_week, self.bounds.time_a_week):
            return "week_full"
        return "needs_pause" if self._row(start, start + length.meeting) else ""

    def day_has_room(self, day: date, length: Length) -> bool:
        bounds = self.bounds
        return self._has_room(day, length, bounds.most_a_day, bounds.time_a_day) and self._has_room(
            _week(day), length, bounds.most_a_week, bounds.time_a_week
        )

    def _is_blocked(self, start: datetime, end: datetime) -> bool:
        """The blocked ranges are apart and sorted: the last one that begins before the end decides."""
        place = bisect_left(self.froms, end) - 1
        return place >= 0 and self.untils[place] > start

    def _has_room(self, stretch, length: Length, most: int | None, time_at_most: timedelta | None) -> bool:
        if most is not None and self.counts[stretch] >= most:
            return False
        return time_at_most is None or self.times[stretch] + length.meeting <= time_at_most

    def _row(self, start: datetime, end: datetime) -> bool:
        """Would this be one too many without a pause?"""
        most = self.bounds.most_in_a_row
        if most is None:
            return False
        count = 1 + self._run(reversed(range(bisect_right(self.begins, start))), start, end)
        count += self._run(range(bisect_right(self.begins, start), len(self.begins)), start, end)
        return count > most

    def _run(self, places, start: datetime, end: datetime) -> int:
        """How many meetings follow each other from here, before or after, without a pause."""
        count = 0
        for place in places:
            if self.begins[place] - end >= self.bounds.pause or start - self.ends[place] >= self.bounds.pause:
                break
            start, end = self.begins[place], self.ends[place]
            count += 1
        return count


def _earliest(opening: Opening, length: Length, now: datetime) -> datetime:
    """As far ahead as is wanted, and so far that the way there can still be made."""
    return now + max(opening.notice, length.before)


def _week(day: date) -> tuple[int, int]:
    return day.isocalendar()[:2]


def _days(first: date, last: date) -> Iterator[date]:
    return (first + n * A_DAY for n in range((last - first).days + 1))


def _starts(opens: datetime, latest: datetime, step: timedelta) -> Iterator[datetime]:
    while opens <= latest:
        yield opens
        opens += step


def _instants(day: date, wall, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """Stretches on the wall as instants; one whose whole stretch the clocks skip is none."""
    for opens, closes in wall:
        one, other = first_instant_at(day, opens, zone), first_instant_at(day, closes, zone)
        if one < other:
            yield one.astimezone(UTC), other.astimezone(UTC)


def _joined(stretches) -> list[tuple[datetime, datetime]]:
    """Sorted, with those that touch or overlap made one."""
    joined: list[tuple[datetime, datetime]] = []
    for one, other in sorted(stretches):
        if joined and one <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(other, joined[-1][1])
        elif one < other:
            joined.append((one, other))
    return joined


def _without(stretch: tuple[datetime, datetime], taken: list) -> Iterator[tuple[datetime, datetime]]:
    """What of a stretch is left beside those taken."""
    start, end = stretch
    for one, other in taken:
        if one >= end or other <= start:
            continue
        if start < one:
            yield start, one
        start = max(start, other)
    if start < end:
        yield start, end
