"""Decides on which day something recurs: the anchor plus n steps, never the last result plus a step.

Counted so, a 31st comes back after a shorter month, and 29 February after three common years.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

DAYS = {"day": 1, "week": 7}
MONTHS = {"month": 1, "year": 12}
SHORTEST = {"day": 1, "week": 7, "month": 28, "year": 365}  # days
FARTHEST = 366 * 100  # days from an anchor; what lies beyond is nobody's any more


def occurrence_day(anchor: date, offset_days: int, every: int, unit: str, n: int) -> date:
    """Return the day of the n-th occurrence, counted from 0, of a step `offset_days` after an anchor.

    Months and years keep the day of the first occurrence, or the last of a month that has no such day.
    Raises OverflowError for days that no calendar has.
    """
    first = anchor + timedelta(days=offset_days)
    if unit in DAYS:
        return first + timedelta(days=n * every * DAYS[unit])
    return _months_after(first, n * every * MONTHS[unit])


def occurrences(
    anchor: date,
    offset_days: int,
    every: int,
    unit: str,
    *,
    first: date,
    last: date,
    times: int | None = None,
) -> Iterator[tuple[int, date]]:
    """Yield number and day of the occurrences from `first` to `last`, both included.

    Without `every` there is one. `times` is how many there are at most.
    """
    most = 1 if not every else times
    n = _first_number(anchor, offset_days, every, unit, first)
    while most is None or n < most:
        day = _day(anchor, offset_days, every, unit, n)
        if day is None or day > last:
            return
        if day >= first:
            yield n, day
        n += 1


def _first_number(anchor: date, offset_days: int, every: int, unit: str, first: date) -> int:
    """A number from which on, in a few steps, the first occurrence not before a day is found."""
    if not every:
        return 0
    ahead = (first - anchor).days - offset_days
    longest = {"day": 1, "week": 7, "month": 31, "year": 366}[unit] * every
    return max(0, ahead // longest - 1)


def _day(anchor: date, offset_days: int, every: int, unit: str, n: int) -> date | None:
    if offset_days + n * every * SHORTEST[unit] > FARTHEST:
        return None
    try:
        return occurrence_day(anchor, offset_days, every, unit, n)
    except (OverflowError, ValueError):
        return None


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError("date value out of range")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
