"""Decides until when a time that came free is offered to who waits for it, and that nobody is asked at night."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

LASTS = timedelta(hours=3)
LEAST = timedelta(minutes=30)  # to read the letter and answer
BEFORE = timedelta(hours=1)  # an offer ends so long before the time itself
AWAKE = time(8), time(21)


def offered_until(starts_at: datetime, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return the end of an offer that is made now; None where it is night there, or too late to ask."""
    opens, closes = AWAKE
    if not opens <= now.astimezone(zone).time() < closes:
        return None
    until = min(now + LASTS, starts_at - BEFORE)
    return until if until - now >= LEAST else None
