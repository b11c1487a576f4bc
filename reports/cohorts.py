"""Decides what days of orders say of many people: who comes back, month by month, and who comes and goes.

A month is the first day of it. Somebody belongs to the month of their first order. They came in through the
front door on that day, and left through the back door on the day from which their silence was too long.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

MONTHS = 12
LEVELS = (0, 5, 15, 30, 50, 75)  # percent above which a colour begins; none came back has a level of its own


@dataclass(frozen=True, slots=True)
class Cell:
    """How many of a cohort ordered in a month, in hundredths and as one of the six levels of colour."""

    after: int
    count: int
    percent: int
    level: int


@dataclass(frozen=True, slots=True)
class Cohort:
    """Those who first ordered in one month, and who of them ordered in each later month until now."""

    month: date
    people: int
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Doors:
    """Who came and who left in a month."""

    month: date
    came: int
    left: int


def month_of(day: date) -> date:
    return day.replace(day=1)


def months_until(today: date, count: int = MONTHS) -> list[date]:
    """Return the last months, the latest last."""
    number = today.year * 12 + today.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(number - count + 1, number + 1)]


def months_between(first: date, later: date) -> int:
    return (later.year - first.year) * 12 + later.month - first.month


def cohorts(days_of: Mapping[object, Sequence[date]], today: date) -> list[Cohort]:
    """Return the cohorts of the last months that have anybody, by their people's days of orders in any order."""
    months = months_until(today)
    people, came_back = Counter(), Counter()
    for days in days_of.values():
        first = month_of(min(days))
        people[first] += 1
        came_back.update((first, month) for month in {month_of(day) for day in days} - {first})
    return [
        Cohort(
            month,
            people[month],
            [_cell(months_between(month, other), came_back[month, other], people[month])
             for other in months if other > month],
        )
        for month in months
        if people[month]
    ]  # fmt: skip


def doors(firsts: Iterable[date], lefts: Iterable[date], today: date) -> list[Doors]:
    """Return who came and who left in each of the last months."""
    came, left = Counter(map(month_of, firsts)), Counter(map(month_of, lefts))
    return [Doors(month, came[month], left[month]) for month in months_until(today)]


def _cell(after: int, count: int, people: int) -> Cell:
    percent = round(100 * count / people)
    level = sum(percent > floor for floor in LEVELS[1:]) + 1 if count else 0
    return Cell(after, count, percent, level)
