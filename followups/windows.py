"""Decides which anchor days may ask for something within some days: where the planner must look."""

from collections.abc import Iterator
from datetime import date, timedelta

from followups.recurrence import SHORTEST
from followups.schedule import Terms, interval_of, offset_of

LONGEST = {"day": 1, "week": 7, "month": 31, "year": 366}  # days
FARTHEST_BACK = timedelta(days=366 * 20)
MOST_RANGES = 40

Range = tuple[date, date]


def anchor_ranges(step: Terms, cold: bool, first: date, last: date) -> list[Range]:
    """Return ranges of days, both ends included, that hold every anchor by which a step asks within others.

    They may hold more; where they would be too many, they are one.
    """
    found = []
    for anchored in _ranges(step, cold, first, last):
        found.append(anchored)
        if len(found) > MOST_RANGES:
            return [(first - FARTHEST_BACK, found[0][1])]
    return found


def comes_often(step: Terms, first: date, last: date) -> bool:
    """Say whether a step may come to the same person twice within some days."""
    return bool(step.every) and step.every * SHORTEST[step.every_unit] <= (last - first).days


def _ranges(step: Terms, cold: bool, first: date, last: date) -> Iterator[Range]:
    offset = timedelta(days=offset_of(step, cold))
    every = interval_of(step, cold)
    oldest = max(first - FARTHEST_BACK, first - timedelta(days=step.until_days or FARTHEST_BACK.days))
    n, most = 0, (step.times if every else 1)
    while most is None or n < most:
        since = first - offset - n * every * timedelta(days=LONGEST[step.every_unit])
        until = last - offset - n * every * timedelta(days=SHORTEST[step.every_unit])
        if until < oldest:
            return
        yield since, until
        n += 1
