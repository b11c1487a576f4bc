"""Decides which instant a time on the wall means, where clocks are turned back and forth.

In the repeated hour of autumn one time on the wall means two instants, in the skipped hour of
spring none. Zones come from the pinned tzdata package.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

KEPT = 4096  # answers: very many people are asked about for the same few days


@lru_cache(KEPT)
def instant_at(day: date, clock_time: time, zone: ZoneInfo) -> datetime:
    """Return the instant (UTC) of a time on the wall, never an earlier one than meant.

    A repeated time means its second occurrence, as in PostgreSQL; a skipped time means as long
    after the change as it lies behind the last hour before it.
    """
    return max(both_readings(day, clock_time, zone))


@lru_cache(KEPT)
def first_instant_at(day: date, clock_time: time, zone: ZoneInfo) -> datetime:
    """Return the first instant (UTC) of the day at which the wall shows this time or a later one."""
    one, other = both_readings(day, clock_time, zone)
    if one <= other:
        return one
    return clock_change(other, one, zone) or one


def both_readings(day: date, clock_time: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the instants of both readings; the second is the earlier one for a skipped time."""
    local = datetime.combine(day, clock_time, zone)
    return local.replace(fold=0).astimezone(UTC), local.replace(fold=1).astimezone(UTC)


def clock_change(start: datetime, end: datetime, zone: ZoneInfo) -> datetime | None:
    """Return the instant in (start, end] from which the zone's offset differs, to the second."""
    before = _offset(start, zone)
    if _offset(end, zone) == before:
        return None
    low, high = 0, int((end - start).total_seconds()) + 1
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(start + timedelta(seconds=middle), zone) == before:
            low = middle
        else:
            high = middle
    changed = (start + timedelta(seconds=high)).replace(microsecond=0)
    return min(changed, end)


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)
