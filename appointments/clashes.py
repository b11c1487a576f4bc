"""Decides what stands in the way of a meeting: another one, the way between the two, or too short a pause."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from appointments.slots import Length

NOTHING = timedelta(0)


class Hindrance(StrEnum):
    MEETING = "meeting"  # both at once
    WAY = "way"  # one cannot be there in time
    PAUSE = "pause"


@dataclass(frozen=True)
class Other:
    """What is on: from when to when, the free time around it, and how long its way is. `row` is whose it is."""

    starts_at: datetime
    ends_at: datetime
    before: timedelta = NOTHING
    after: timedelta = NOTHING
    way: timedelta = NOTHING
    row: object = None


@dataclass(frozen=True)
class Clash:
    """One thing that stands in the way. `needed` and `left` are the time between the two, as wanted and as it would be."""

    hindrance: Hindrance
    other: Other
    needed: timedelta = NOTHING
    left: timedelta = NOTHING


def clash_with(start: datetime, length: Length, way: timedelta, others: Iterable[Other]) -> Clash | None:
    """Return the worst that stands in the way of a meeting; another at the same time is worse than a pause."""
    found = [clash for other in others if (clash := _clash(start, length, way, other))]
    order = list(Hindrance)
    return min(found, key=lambda one: (order.index(one.hindrance), one.left), default=None)


def _clash(start: datetime, length: Length, way: timedelta, other: Other) -> Clash | None:
    end = start + length.meeting
    if start < other.ends_at and other.starts_at < end:
        return Clash(Hindrance.MEETING, other)
    if other.starts_at >= end:
        left, needed = other.starts_at - end, length.after + other.before
    else:
        left, needed = start - other.ends_at, other.after + length.before
    if left >= needed:
        return None
    both_ways = way + other.way
    if left < both_ways:
        return Clash(Hindrance.WAY, other, both_ways, left)
    return Clash(Hindrance.PAUSE, other, needed, left)
