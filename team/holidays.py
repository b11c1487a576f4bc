"""Knows the public holidays of countries and of their parts, as the `holidays` package tells them.

A place is a country ("PT") or a part of one ("DE-BY"), in the letters of ISO 3166.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any

from babel import Locale
from django.utils.translation import gettext as _

AHEAD = 400  # days in which the next ones are looked for


@dataclass(frozen=True)
class DaysOff:
    """The days on which somebody does not work: one's own, and the public holidays of a place but for some."""

    own: Collection[date] = frozenset()
    place: str = ""
    working: Collection[date] = ()

    def __contains__(self, day: object) -> bool:
        if day in self.own:
            return True
        return isinstance(day, date) and day not in self.working and day in holidays_in(self.place, day.year)


@lru_cache(maxsize=512)
def holidays_in(place: str, year: int, language: str = "en_US") -> dict[date, str]:
    """Return the public holidays of a place in a year with their names, none for a place unknown or empty."""
    country, part = _country_and_part(place)
    if not is_place(place):
        return {}
    package = _package()
    spoken = package.list_localized_countries().get(country, [])
    said = language if language in spoken else "en_US" if "en_US" in spoken else None
    return dict(package.country_holidays(country, subdiv=part or None, years=year, language=said))


def next_holidays(place: str, today: date, most: int, language: str = "en_US") -> list[tuple[date, str]]:
    """Return the holidays of a place from a day on, in order, so many at most."""
    last = today + timedelta(days=AHEAD)
    years = range(today.year, last.year + 1) if place else ()
    found = {day: name for year in years for day, name in holidays_in(place, year, language).items()}
    return sorted((day, name) for day, name in found.items() if today <= day <= last)[:most]


def is_place(place: str) -> bool:
    """Say whether public holidays are known of a country or a part of one."""
    country, part = _country_and_part(place)
    parts = _parts().get(country)
    return parts is not None and (part in parts if "-" in place else True)


def place_choices(country: str, language: str) -> list[tuple[str, Any]]:
    """Return choices for a form: nothing, a country with its parts, then all countries by name."""
    names = Locale.parse(language, sep="-").territories
    every = sorted((names.get(code, code), code) for code in _parts())
    choices: list[tuple[str, Any]] = [("", _("none"))]
    if country in _parts():
        own = [(country, _("%(country)s, all of it") % {"country": names.get(country, country)})]
        parts = sorted((name, code) for code, name in _part_names(country))
        choices.append(
            (names.get(country, country), own + [(f"{country}-{code}", name) for name, code in parts])
        )
    return [*choices, (_("All countries"), [(code, name) for name, code in every if code != country])]


def _part_names(country: str) -> Iterator[tuple[str, str]]:
    aliases = getattr(_package().country_holidays(country), "subdivisions_aliases", {})
    names = {code: name for name, code in aliases.items()}
    return ((code, names.get(code, code)) for code in _parts()[country])


def _country_and_part(place: str) -> tuple[str, str]:
    country, _dash, part = place.partition("-")
    return country, part


@cache
def _parts() -> dict[str, list[str]]:
    """The parts of each country, by its two letters."""
    return {
        code: parts
        for code, parts in _package().list_supported_countries(include_aliases=False).items()
        if len(code) == 2
    }


@cache
def _package():
    """The package, once somebody needs it: it takes as long to import as all of the rest."""
    import holidays

    return holidays
