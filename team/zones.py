"""Which time zones people choose from: those of the pinned tzdata package."""

from functools import cache
from importlib.resources import files
from itertools import groupby
from zoneinfo import available_timezones


@cache
def zone_names() -> tuple[str, ...]:
    """Return the zones that stand for a place people know, and UTC, in order."""
    return (*sorted(zone for _, zone in _places()), "UTC")


@cache
def zones_of(country: str) -> tuple[str, ...]:
    """Return the zones of a country (two letters), none for an unknown one."""
    return tuple(zone for code, zone in _places() if code == country.upper())


def is_zone(name: str) -> bool:
    """Say whether a text names a time zone, by any of its names."""
    return name in _every_name()


@cache
def _places() -> tuple[tuple[str, str], ...]:
    """Country and zone, as the table has them: in a country the most usual one first."""
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return tuple((parts[0], parts[2].strip()) for parts in lines)


@cache
def _every_name() -> frozenset[str]:
    return frozenset(available_timezones())


def zone_choices(*also: str) -> list:
    """Return choices for a form, grouped by region; `also` names zones to offer in any case."""
    names = sorted({*zone_names(), *(name for name in also if is_zone(name))})
    return [
        (region, [(name, place_of(name)) for name in group])
        for region, group in groupby(names, key=lambda name: name.partition("/")[0])
    ]


def place_of(name: str) -> str:
    """Return how people read a zone: the place without the underscores."""
    return (name.partition("/")[2] or name).replace("_", " ").replace("/", ", ")
