"""The one clock: the database's time, shiftable only by tests and the demo world.

A worker whose own clock is hours off must still send at the right hour, so on PostgreSQL
the server is asked once per new connection and time is counted on from there by the
machine's own seconds, which do not jump. SQLite lives in the process: its time is the process's time.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.backends.signals import connection_created
from django.dispatch import receiver

SLOW = 1.0  # seconds

_offset = 0.0  # seconds between the machine's count and the database's clock
_measured = False
_travelled: datetime | None = None


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    if _travelled is not None:
        return _travelled
    if _measured:
        return datetime.fromtimestamp(_seconds() + _offset, UTC)
    return datetime.now(UTC)


def today(zone: ZoneInfo) -> date:
    """Return the calendar day it is now in a time zone."""
    return now().astimezone(zone).date()


@contextmanager
def travel(to: datetime) -> Iterator[None]:
    """Hold the clock at an aware moment; for tests and for building the demo world."""
    global _travelled
    before, _travelled = _travelled, to.astimezone(UTC)
    try:
        yield
    finally:
        _travelled = before


def advance(**delta: float) -> None:
    """Move a held clock on, by the keywords of timedelta."""
    global _travelled
    if _travelled is None:
        raise RuntimeError("The clock is not held: use travel() first.")
    _travelled += timedelta(**delta)


def ahead_of_database() -> float:
    """Return by how many seconds this machine's clock is ahead of the database's."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        return time.time() - _seconds_of_database(cursor)


def _seconds() -> float:
    # The monotonic clock of Linux stands still while the machine sleeps; this one counts on.
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


@receiver(connection_created)
def _measure(connection, **_kwargs) -> None:
    global _offset, _measured
    if connection.vendor != "postgresql":
        return
    began = _seconds()
    with connection.connection.cursor() as cursor:
        there = _seconds_of_database(cursor)
    if _measured and _seconds() - began > SLOW:
        return  # an answer that was under way for long tells a moment that is over
    _offset = there - _seconds()
    _measured = True


def _seconds_of_database(cursor) -> float:
    cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
    return float(cursor.fetchone()[0])
