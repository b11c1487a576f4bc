"""Decides how a complaint goes on: when to ask whether all is well, and how complaints were put right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

AFTER_ARRIVAL = timedelta(days=4)  # after the day they were told
AFTER_REMEDY = timedelta(days=3)  # where nothing has to arrive
A_DAY_IN_HAND = timedelta(days=1)  # what is told is later than what is planned
WELL = "well"


@dataclass(frozen=True, slots=True)
class Case:
    """A complaint as figures see it. Hours are office hours, None while it has not come so far."""

    answered_after: float | None = None
    put_right_after: float | None = None
    outcome: str = ""
    ordered_since: bool = False
    introduced_since: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """How complaints were put right. How many there were is told, and never ranked."""

    complaints: int
    ended: int
    well: int
    ordered: int
    introduced: int
    answered_after: float | None  # office hours, the median
    put_right_after: float | None

    @property
    def open(self) -> int:
        return self.complaints - self.ended


def ask_day(today: date, told_on: date | None = None) -> date:
    """Return the day on which somebody is asked whether all is well now, some days after what was to come."""
    return max(today + AFTER_REMEDY, told_on + AFTER_ARRIVAL if told_on else today)


def told_day(planned_on: date) -> date:
    """Return the day to tell somebody: one later than planned, so that it comes early."""
    return planned_on + A_DAY_IN_HAND


def figures(cases: Iterable[Case]) -> Figures:
    """Count how complaints ended, and how long they took."""
    known = list(cases)
    ended = [case for case in known if case.outcome]
    return Figures(
        complaints=len(known),
        ended=len(ended),
        well=sum(case.outcome == WELL for case in ended),
        ordered=sum(case.ordered_since for case in ended),
        introduced=sum(case.introduced_since for case in ended),
        answered_after=_middle([case.answered_after for case in known]),
        put_right_after=_middle([case.put_right_after for case in known]),
    )


def _middle(hours: Sequence[float | None]) -> float | None:
    known = [one for one in hours if one is not None]
    return round(median(known), 1) if known else None
