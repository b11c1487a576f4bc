"""Decides the rhythm in which somebody orders: the next order, slipping away, cooling.

Slipping begins at 1.5 times and cooling at 3 times the person's own median interval (7 days
at least). People who ordered on one day are judged by 3 times the company's usual interval.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import median

SLIPPING = 1.5
COOLING = 3
AT_LEAST = 7  # days


@dataclass(frozen=True)
class OrderFacts:
    """What the orders of one person come to, without void and returned ones.

    `days` are the days of orders in any order, `lasts` is how many days the last order lasts
    by its products, None when unknown.
    """

    count: int = 0
    spent: Decimal = Decimal(0)
    last_at: datetime | None = None
    days: tuple[date, ...] = ()
    lasts: int | None = None


@dataclass(frozen=True)
class Rhythm:
    """When the next order is expected and from which day its absence means something.

    `interval` is the person's own median in days, None for people who ordered on one day.
    """

    interval: int | None
    expected_on: date
    slips_on: date
    cools_on: date


def rhythm_of(days: Iterable[date], *, lasts: int | None, usual: int) -> Rhythm | None:
    """Return the rhythm of order days, or None when nothing was ordered.

    `lasts` is how many days the last order lasts by its products, None when unknown; `usual`
    is the company's median interval in days.
    """
    ordered = sorted(set(days))
    if not ordered:
        return None
    last, own = ordered[-1], own_median(ordered)
    interval = round_half_up(own) if own else None
    cools_on = last + timedelta(days=max(AT_LEAST, math.ceil(COOLING * (own or usual))))
    slips_on = last + timedelta(days=max(AT_LEAST, math.ceil(SLIPPING * own))) if own else cools_on
    return Rhythm(
        interval=interval,
        expected_on=last + timedelta(days=interval or lasts or usual),
        slips_on=slips_on,
        cools_on=cools_on,
    )


def own_median(ordered: list[date]) -> float | None:
    """Return the median number of days between sorted distinct order days, None below two days."""
    gaps = [(later - earlier).days for earlier, later in pairwise(ordered)]
    return median(gaps) if gaps else None


def round_half_up(days: float) -> int:
    return math.floor(days + 0.5)
