"""Decides how long an order lasts and on which moment a day of sale counts as placed.

The product that is used up first decides: it is the first reason to order again. When the
person has a rhythm of their own, that rhythm decides instead (customers.rhythm).
"""

from collections import Counter
from collections.abc import Hashable, Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

LONGEST = 3 * 365  # days; beyond it a forecast is no help, and dates run out


def lasts(portions: Iterable[tuple[Hashable, int, int | None]]) -> int | None:
    """Return the days after which the first product of an order is used up.

    `portions` are (product, pieces, days that one piece lasts or None). Pieces of the same
    product follow each other. None when no product says how long it lasts.
    """
    days: Counter = Counter()
    for product, pieces, each in portions:
        if each:
            days[product] += pieces * each
    return min(LONGEST, *days.values()) if days else None


def placed_at(day: date, *, now: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment of an order: now if it is of today in the zone, else noon of its day."""
    if day == now.astimezone(zone).date():
        return now
    return datetime.combine(day, time(12), zone).astimezone(now.tzinfo)
