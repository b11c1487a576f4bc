"""Decides how a promise was kept, by the day that the person was told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

OPEN, EARLY, KEPT, LATE, BROKEN = "open", "early", "kept", "late", "broken"


@dataclass(frozen=True)
class Ended:
    """A promise that came to its end: how, the day that was told, the day it was done."""

    state: str
    told_on: date
    done_on: date
    extra: bool = False


@dataclass(frozen=True)
class Figures:
    """How a distributor keeps promises. `kept` are those met in time; released ones count for nothing.

    `extras` are those with which something more was given.
    """

    ended: int
    kept: int
    days_early: float
    extras: int = 0

    @property
    def percent(self) -> int | None:
        """How many of a hundred were kept in time; None while there are none."""
        return round(100 * self.kept / self.ended) if self.ended else None


def kept_as(told_on: date, done_on: date) -> str:
    """Return whether what is done on a day is early, on the day, or late."""
    if done_on == told_on:
        return KEPT
    return EARLY if done_on < told_on else LATE


def owes_apology(state: str, told_on: date, today: date) -> bool:
    """Say whether somebody waited for nothing: it came late, will not come, or its day has gone by."""
    return state in (LATE, BROKEN) or (state == OPEN and told_on < today)


def figures(ended: Iterable[Ended]) -> Figures:
    """Count promises that ended; days early are the mean over those kept in time."""
    judged = [one for one in ended if one.state in (EARLY, KEPT, LATE, BROKEN)]
    kept = [one for one in judged if one.state in (EARLY, KEPT)]
    days = [(one.told_on - one.done_on).days for one in kept]
    extras = sum(one.extra for one in judged)
    return Figures(len(judged), len(kept), sum(days) / len(days) if days else 0.0, extras)
