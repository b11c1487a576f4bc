"""Decides how soon somebody thanked for introductions, month by month. For their own eyes alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

IN_TIME = timedelta(hours=24)


@dataclass(frozen=True)
class Thanked:
    """An introduction: the day, when it became known, and when there were thanks for it."""

    on: date
    known_at: datetime
    thanked_at: datetime | None

    @property
    def in_time(self) -> bool:
        return self.thanked_at is not None and self.thanked_at <= self.known_at + IN_TIME


@dataclass(frozen=True)
class Month:
    """The introductions of a month, and how many were thanked for within a day."""

    first: date
    made: int
    in_time: int


def months_of(introductions: Iterable[Thanked], today: date, months: int) -> list[Month]:
    """Return the last months, the present one first; those without an introduction stand, too."""
    found = list(introductions)
    return [_month(first, found) for first in _firsts(today, months)]


def _firsts(today: date, months: int) -> list[date]:
    firsts = [today.replace(day=1)]
    while len(firsts) < months:
        firsts.append((firsts[-1] - timedelta(days=1)).replace(day=1))
    return firsts


def _month(first: date, introductions: list[Thanked]) -> Month:
    those = [one for one in introductions if one.on.replace(day=1) == first]
    return Month(first, len(those), sum(one.in_time for one in those))
