"""Decides the rhythm in which somebody orders: the next order, slipping away, cooling.

Slipping begins at 1.5 times and cooling at 3 times the person's own median interval (7 days
at least for slipping). People who ordered once are judged by the company's usual interval.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

SLIPPING = 1.5
COOLING = 3
SLIPPING_AT_LEAST = 7  # days


@dataclass(frozen=True)
class Rhythm:
    """When the next order is expected and from when its absence means something.

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
    last, interval = ordered[-1], own_interval(ordered)
    step = interval or usual
    slipping = max(SLIPPING_AT_LEAST, round(SLIPPING * step)) if interval else COOLING * usual
    return Rhythm(
        interval=interval,
        expected_on=last + timedelta(days=interval or lasts or usual),
        slips_on=last + timedelta(days=slipping),
        cools_on=last + timedelta(days=max(slipping, COOLING * step)),
    )


def own_interval(ordered: list[date]) -> int | None:
    """Return the median number of days between sorted distinct order days, at least 1."""
    gaps = [(later - earlier).days for earlier, later in zip(ordered, ordered[1:], strict=False)]
    return max(1, round(median(gaps))) if gaps else None
