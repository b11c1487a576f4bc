"""Decides where somebody reads letters, by which clock, and when they may be written to.

Whose time zone nobody knows is taken to live anywhere in their country: that of their phone
number, else the distributor's. Then a letter goes only while it is day in all its zones. What
was held over night does not go in a burst: each person has a moment of their own after the
opening.
"""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from customers.contacts import region_of
from team.quiet_hours import is_quiet, next_allowed
from team.zones import zones_of

SPREAD = timedelta(hours=1)
A_YEAR = 26  # fortnights
FORTNIGHTS = 260  # ten years: clocks that agree so long are the same


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody lives by which clock, and when they may not be written to.

    `zone` is the clock that days and times on the wall are meant by; `zones` are all that must
    be awake, none where that is the same. `after_opening` is this person's moment after the end
    of the quiet hours.
    """

    zone: ZoneInfo
    quiet: tuple[time, time] | None = None
    zones: tuple[ZoneInfo, ...] = ()
    after_opening: timedelta = timedelta(0)


def place_of(
    *,
    zone: str,
    phones: Iterable[str],
    home_zone: str,
    home_country: str,
    quiet: tuple[time, time] | None,
    key: object,
) -> Place:
    """Return where a person reads letters.

    `zone` is the person's own, empty where it is unknown; `phones` are in E.164; `home_…` are the
    distributor's. `key` is what the person is known by, for a moment of their own.
    """
    moment = moment_of(key)
    if zone:
        return Place(ZoneInfo(zone), quiet, after_opening=moment)
    country = next(filter(None, map(region_of, phones)), "")
    clocks = clocks_of(country or home_country)
    if not clocks or not (country or _same_clock(home_zone, clocks)):
        clocks = (home_zone, *clocks)
    usual = _same_clock(home_zone, clocks) or _middle(clocks)
    return Place(ZoneInfo(usual), quiet, _several(clocks, quiet), moment)


def allowed(moment: datetime, place: Place) -> datetime:
    """Return the first instant (UTC) from a moment on at which this place may be written to.

    What has to wait for the opening goes at the person's moment after it.
    """
    moment = moment.astimezone(UTC)
    if place.quiet is None or is_awake(moment, place):
        return moment
    opening = _opening(moment, place)
    later = opening + place.after_opening
    return later if is_awake(later, place) else opening


def is_awake(moment: datetime, place: Place) -> bool:
    """Say whether an instant is outside the quiet hours of a place, in every zone it may lie in."""
    if place.quiet is None:
        return True
    return not any(is_quiet(moment, zone, *place.quiet) for zone in place.zones or (place.zone,))


def moment_of(key: object) -> timedelta:
    """Return the moment after an opening, the same for a key each time, within an hour."""
    return timedelta(seconds=zlib.crc32(str(key).encode()) % int(SPREAD.total_seconds()))


@cache
def clocks_of(country: str) -> tuple[str, ...]:
    """Return the zones of a country (two letters) whose clocks differ, none for an unknown one."""
    by_clock: dict[tuple, str] = {}
    for name in zones_of(country):
        by_clock.setdefault(_clock(name), name)
    return tuple(by_clock.values())


def _opening(moment: datetime, place: Place) -> datetime:
    """The first instant from a moment in the quiet hours on at which all zones are awake."""
    zones = place.zones or (place.zone,)
    while asleep := [zone for zone in zones if is_quiet(moment, zone, *place.quiet)]:
        moment = max(next_allowed(moment, zone, *place.quiet) for zone in asleep)
    return moment


@cache
def _several(clocks: tuple[str, ...], quiet: tuple[time, time] | None) -> tuple[ZoneInfo, ...]:
    """All zones to respect, none where there is one, or where they share no hour of the day."""
    zones = tuple(map(ZoneInfo, clocks))
    return zones if quiet and len(zones) > 1 and _share_an_hour(zones, quiet) else ()


def _share_an_hour(zones: tuple[ZoneInfo, ...], quiet: tuple[time, time]) -> bool:
    """Say whether on each day there is an hour that is quiet nowhere."""
    hours = [timedelta(minutes=15 * n) for n in range(96)]

    def is_shared(moment: datetime) -> bool:
        return not any(is_quiet(moment, zone, *quiet) for zone in zones)

    return all(any(is_shared(day + hour) for hour in hours) for day in _fortnights(A_YEAR))


def _middle(clocks: tuple[str, ...]) -> str:
    return sorted(clocks, key=_clock)[len(clocks) // 2]


@cache
def _same_clock(name: str, clocks: tuple[str, ...]) -> str | None:
    """Return the name of a zone if its clock is one of these."""
    return name if _clock(name) in map(_clock, clocks) else None


@cache
def _clock(name: str) -> tuple[timedelta, ...]:
    """What a zone's clock is set to every two weeks: the same for the same rules."""
    zone = ZoneInfo(name)
    return tuple(day.astimezone(zone).utcoffset() for day in _fortnights(FORTNIGHTS))


def _fortnights(number: int) -> Iterator[datetime]:
    return (datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=14 * n) for n in range(number))
