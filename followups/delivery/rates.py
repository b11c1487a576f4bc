"""Decides how many letters may go now under a rate: a minute's worth at once, then evenly spread.

Of an allowance only one moment is kept: up to it, everything is used. It never lies ahead of
the clock but by a clock that was turned back; then the allowance fills anew from now on.
"""

from datetime import datetime, timedelta

A_MINUTE = timedelta(minutes=1)
AN_HOUR = timedelta(hours=1)


def left(rate: int, used_until: datetime | None, now: datetime) -> int:
    """Return how many letters of `rate` a minute may go now."""
    return int((now - _used(used_until, now)) / _each(rate))


def use(rate: int, used_until: datetime | None, now: datetime, count: int) -> datetime:
    """Return the moment up to which the allowance is used, once so many letters more have gone."""
    return _used(used_until, now) + count * _each(rate)


def give_back(rate: int, used_until: datetime, count: int) -> datetime:
    """Return that moment after so many letters did not go after all."""
    return used_until - count * _each(rate)


def spread(count: int, rate: int) -> list[timedelta]:
    """Return how long after now each of many letters goes that waited: over an hour at the least."""
    if not count:
        return []
    gap = max(AN_HOUR / count, _each(rate) if rate else timedelta(0))
    return [n * gap for n in range(count)]


def _used(used_until: datetime | None, now: datetime) -> datetime:
    full = now - A_MINUTE
    return min(max(used_until or full, full), now)


def _each(rate: int) -> timedelta:
    return A_MINUTE / rate
