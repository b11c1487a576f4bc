"""Decides when a distributor has to leave for an appointment, and when to be reminded of it."""

from datetime import datetime, timedelta

ON_THE_WAY = ("visit", "elsewhere")  # places to which the distributor goes
AHEAD = timedelta(hours=1)  # the reminder comes so long before the beginning,
READY = timedelta(minutes=15)  # and never later than so long before leaving


def leave_by(place: str, starts_at: datetime, travel_minutes: int, early_minutes: int) -> datetime | None:
    """Return when to leave so as to be there early; None where there is no way to go."""
    if place not in ON_THE_WAY or not travel_minutes:
        return None
    return starts_at - timedelta(minutes=travel_minutes + early_minutes)


def remind_at(starts_at: datetime, leaving: datetime | None) -> datetime:
    """Return when the distributor is reminded: the hour before, earlier where the way is long."""
    return min(starts_at - AHEAD, leaving - READY) if leaving else starts_at - AHEAD
