"""Decides when somebody may be written to: not in their quiet hours, by the clock on their wall."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from team.wall_time import both_readings, clock_change

DAYS_AHEAD = 3  # a zone may skip a whole day when it crosses the date line


def next_allowed(moment: datetime, zone: ZoneInfo, quiet_from: time, quiet_until: time) -> datetime:
    """Return the first instant (UTC) from `moment` on that lies outside the quiet hours.

    The hours may go over midnight. The same time twice means that there are none.
    """
    moment = moment.astimezone(UTC)
    if not is_quiet(moment, zone, quiet_from, quiet_until):
        return moment
    end = _next_end(moment, zone, quiet_from, quiet_until)
    # Clocks that jump may end the quiet hours before the wall ever shows their end.
    changed = clock_change(moment, end, zone)
    if changed and not is_quiet(changed, zone, quiet_from, quiet_until):
        return changed
    return end


def is_quiet(moment: datetime, zone: ZoneInfo, quiet_from: time, quiet_until: time) -> bool:
    """Say whether an instant lies inside the quiet hours."""
    wall = moment.astimezone(zone).time()
    if quiet_from <= quiet_until:
        return quiet_from <= wall < quiet_until
    return wall >= quiet_from or wall < quiet_until


def _next_end(moment: datetime, zone: ZoneInfo, quiet_from: time, quiet_until: time) -> datetime:
    day = moment.astimezone(zone).date()
    return min(
        end
        for ahead in range(DAYS_AHEAD)
        for end in both_readings(day + timedelta(days=ahead), quiet_until, zone)
        if end > moment and not is_quiet(end, zone, quiet_from, quiet_until)
    )
