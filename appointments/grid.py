"""Decides where a stretch of time stands on a grid of quarter hours, and from when to when the grid goes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

A_DAY = timedelta(days=1)
QUARTER, LAST = 15, 24 * 4
USUAL = (8, 20)  # hours that are always shown


@dataclass(frozen=True)
class Slab:
    """A stretch of a day in whole quarters, from `start` to `end` (counted from midnight)."""

    start: int
    end: int

    @property
    def hour(self) -> int:
        return self.start // 4

    @property
    def minute(self) -> int:
        return self.start % 4 * QUARTER

    @property
    def hours(self) -> int:
        return (self.end - self.start) // 4

    @property
    def quarters(self) -> int:
        return (self.end - self.start) % 4

    @property
    def is_short(self) -> bool:
        return self.end - self.start <= 2


def slab_of(start: datetime, end: datetime, day: date, zone: ZoneInfo) -> Slab | None:
    """Return what of a stretch lies on a day of the wall, at least a quarter; None where nothing does."""
    first, last = _place(start, day, zone), _place(end, day, zone, up=True)
    if start >= end or first >= LAST or last <= 0:
        return None
    return Slab(first, max(last, first + 1))


def hours_shown(slabs: Iterable[Slab]) -> tuple[int, int]:
    """Return the first hour of a grid that holds all of these, and the one after its last."""
    slabs = list(slabs)
    first = min([USUAL[0], *(slab.hour for slab in slabs)])
    return first, max([USUAL[1], *(-(-slab.end // 4) for slab in slabs)])


def gaps(open_slabs: Iterable[Slab], first: int, last: int) -> list[Slab]:
    """Return what is closed between two hours of a day."""
    shut, at = [], first * 4
    for slab in sorted(open_slabs, key=lambda one: one.start):
        if slab.start > at:
            shut.append(Slab(at, slab.start))
        at = max(at, slab.end)
    return [*shut, Slab(at, last * 4)] if at < last * 4 else shut


def _place(moment: datetime, day: date, zone: ZoneInfo, *, up: bool = False) -> int:
    """The quarter of the day that the wall shows; 0 before it, the last after it."""
    local = moment.astimezone(zone)
    if local.date() != day:
        return 0 if local.date() < day else LAST
    minutes = (local.replace(tzinfo=None) - datetime.combine(day, time())) // timedelta(minutes=1)
    return -(-minutes // QUARTER) if up else minutes // QUARTER
