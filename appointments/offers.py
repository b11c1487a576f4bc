"""Decides which free times are offered in place of a time that came to nothing: on several days, at a like hour."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

OFFERED = 3
A_DAY = timedelta(days=1)


def times_like(
    slots: Collection[datetime], like: datetime, zone: ZoneInfo, number: int = OFFERED
) -> list[datetime]:
    """Return so many slots in the order of time: one of each of the next days, at the hour nearest to another's.

    Where there are fewer days, the next slots that are left fill up.
    """
    by_day: dict = {}
    for slot in sorted(slots):
        day = slot.astimezone(zone).date()
        by_day[day] = min(by_day.get(day, slot), slot, key=lambda one: (_apart(one, like, zone), one))
    chosen = [by_day[day] for day in sorted(by_day)][:number]
    rest = [slot for slot in sorted(slots) if slot not in chosen]
    return sorted(chosen + rest[: number - len(chosen)])


def share_out(
    wanted: Sequence[tuple[Collection[datetime], datetime]], block: timedelta, zone: ZoneInfo
) -> list[list[datetime]]:
    """Return times for each of some former ones; `wanted` has the free slots and the former time of each.

    No two are offered what lies within a block of each other. Where free times run out, the later
    of them get fewer.
    """
    taken: list[datetime] = []
    shared = []
    for slots, like in wanted:
        mine = times_like([s for s in slots if all(abs(s - one) >= block for one in taken)], like, zone)
        taken += mine
        shared.append(mine)
    return shared


def _apart(slot: datetime, like: datetime, zone: ZoneInfo) -> timedelta:
    """How far the clock on the wall shows another time."""
    one, other = (moment.astimezone(zone) for moment in (slot, like))
    difference = abs(
        timedelta(hours=one.hour, minutes=one.minute) - timedelta(hours=other.hour, minutes=other.minute)
    )
    return min(difference, A_DAY - difference)
