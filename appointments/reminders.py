"""Decides when somebody is reminded of an appointment: the day before and the hour before.

A reminder that comes on the heels of the booking, or too near to the other one, is left out.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

A_DAY, AN_HOUR = timedelta(hours=24), timedelta(hours=1)
DAY_OF_USE = timedelta(hours=3)  # the day before is of use until so long before the beginning
HOUR_OF_USE = timedelta(minutes=30)


@dataclass(frozen=True)
class Reminder:
    """Which letter, when it is due, and from when on it is of no use."""

    letter: str
    due_at: datetime
    expires_at: datetime


def reminders(starts_at: datetime, now: datetime) -> list[Reminder]:
    """Return the reminders of an appointment that was booked, or moved, now."""
    wanted = [
        Reminder("meeting_tomorrow", starts_at - A_DAY, starts_at - DAY_OF_USE),
        Reminder("meeting_soon", starts_at - AN_HOUR, starts_at - HOUR_OF_USE),
    ]
    return [one for one in wanted if one.due_at > now + AN_HOUR]
