"""Decides when a distributor can be reached: open or not, the next opening, the next working morning."""

import itertools
from collections.abc import Collection, Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from team.wall_time import first_instant_at

LOOK_AHEAD = 400  # days; longer than any holiday


@dataclass(frozen=True, order=True)
class Stretch:
    """Open from one time to another on a weekday (Monday is 0), by the distributor's own wall."""

    weekday: int
    opens: time
    closes: time


USUAL_HOURS = tuple(Stretch(weekday, time(9), time(18)) for weekday in range(5))


def is_open(
    moment: datetime, zone: ZoneInfo, hours: Iterable[Stretch], days_off: Container[date] = ()
) -> bool:
    """Say whether an instant lies in the office hours of a day that is not off."""
    local = moment.astimezone(zone)
    return local.date() not in days_off and any(
        stretch.weekday == local.weekday() and stretch.opens <= local.time() < stretch.closes
        for stretch in hours
    )


def next_opening(
    moment: datetime, zone: ZoneInfo, hours: Collection[Stretch], days_off: Container[date] = ()
) -> datetime | None:
    """Return the first open instant (UTC) from `moment` on, or None if none comes in 400 days."""
    moment = moment.astimezone(UTC)
    if is_open(moment, zone, hours, days_off):
        return moment
    today = moment.astimezone(zone).date()
    openings = _openings(today, zone, hours, days_off)
    return next((opening for opening in openings if opening > moment), None)


def next_working_morning(
    moment: datetime, zone: ZoneInfo, hours: Collection[Stretch], days_off: Container[date] = ()
) -> datetime:
    """Return the first opening (UTC) of the next working day after the day of `moment`.

    Who set no hours, or is off for good, is taken to work the usual ones.
    """
    tomorrow = moment.astimezone(zone).date() + timedelta(days=1)
    for known, off in ((hours, days_off), (USUAL_HOURS, days_off), (USUAL_HOURS, ())):
        opening = next(_openings(tomorrow, zone, known, off), None)
        if opening:
            return opening
    raise AssertionError("unreachable: the usual hours open every week")


def working_day(day: date, hours: Collection[Stretch], days_off: Container[date] = ()) -> date:
    """Return the first day from `day` on with office hours; the day itself where none were set, or come."""
    weekdays = {stretch.weekday for stretch in hours}
    days = (day + timedelta(days=ahead) for ahead in range(LOOK_AHEAD if weekdays else 0))
    return next((on for on in days if on.weekday() in weekdays and on not in days_off), day)


def open_time(
    start: datetime,
    end: datetime,
    zone: ZoneInfo,
    hours: Collection[Stretch],
    days_off: Container[date] = (),
) -> timedelta:
    """Return how much of the time between two instants lies in office hours, of 400 days at most."""
    first = start.astimezone(zone).date()
    count = min((end.astimezone(zone).date() - first).days + 1, LOOK_AHEAD)
    days = (first + timedelta(days=ahead) for ahead in range(count))
    total = timedelta(0)
    for on in days:
        for stretch in hours if on not in days_off else ():
            if stretch.weekday == on.weekday():
                opens = first_instant_at(on, stretch.opens, zone)
                closes = first_instant_at(on, stretch.closes, zone)
                total += max(timedelta(0), min(end, closes) - max(start, opens))
    return total


def after_open_time(
    start: datetime,
    span: timedelta,
    zone: ZoneInfo,
    hours: Collection[Stretch],
    days_off: Container[date] = (),
) -> datetime:
    """Return the instant (UTC) by which so much office time has passed since `start`.

    Who set no hours, or is off for good, is taken to work the usual ones.
    """
    for known, off in ((hours, days_off), (USUAL_HOURS, days_off), (USUAL_HOURS, ())):
        left = span
        for opens, closes in _open_stretches(start, zone, known, off):
            if closes - opens >= left:
                return (opens + left).astimezone(UTC)
            left -= closes - opens
    raise AssertionError("unreachable: the usual hours open every week")


def overlapping(hours: Iterable[Stretch]) -> int | None:
    """Return a weekday on which two stretches run into each other, or None."""
    ordered = sorted(hours)
    for one, other in itertools.pairwise(ordered):
        if one.weekday == other.weekday and other.opens < one.closes:
            return one.weekday
    return None


def _openings(
    day: date, zone: ZoneInfo, hours: Collection[Stretch], days_off: Container[date]
) -> Iterator[datetime]:
    """Openings from a day on, in order; one whose whole stretch the clocks skip is none."""
    for ahead in range(LOOK_AHEAD if hours else 0):
        on = day + timedelta(days=ahead)
        if on in days_off:
            continue
        for stretch in sorted(hours):
            if stretch.weekday != on.weekday():
                continue
            opening = first_instant_at(on, stretch.opens, zone)
            if is_open(opening, zone, [stretch], days_off):
                yield opening


def _open_stretches(
    start: datetime, zone: ZoneInfo, hours: Collection[Stretch], days_off: Container[date]
) -> Iterator[tuple[datetime, datetime]]:
    """From when till when it is open, in order, from an instant on."""
    first = start.astimezone(zone).date()
    for ahead in range(LOOK_AHEAD if hours else 0):
        on = first + timedelta(days=ahead)
        for stretch in sorted(hours) if on not in days_off else ():
            if stretch.weekday == on.weekday():
                opens = max(start, first_instant_at(on, stretch.opens, zone))
                closes = first_instant_at(on, stretch.closes, zone)
                if opens < closes:
                    yield opens, closes
