"""Decides what of a downline is asked for: reads the parameters of an address, and refuses what makes no sense.

`at_least=volume:100,line_members:5` and `at_most=orders:0` limit figures, in the units of the columns:
money and volume whole or with two digits after a point.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from reports.columns import BY_NAME, FIGURES, USUAL
from reports.errors import ReportRefused
from reports.few import gives_away
from team.figures import month_of, months_back
from team.in_action import State

KEPT_MONTHS = 24
MOST_KEYS, MOST_LEGS, MOST_LEVEL = 3, 20, 10_000
SORTS = {
    "tree": "path",
    "level": "depth",
    "name": "name_key",
    "joined_on": "joined_on",
    "last_active": "last_active_on",
}
STATUSES = ("active", "inactive", "terminated")
ALL = "all"
MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
LIMIT = re.compile(r"([a-z_]+):(-?\d{1,12}(?:\.\d{1,2})?)", re.ASCII)
PARAMETERS = (
    "month", "top", "name", "level_from", "level_to", "country", "status", "state", "joined_from", "joined_to",
    "leg", "at_least", "at_most", "sort", "columns",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What of a downline is asked for. `order` are columns of people, the path last; limits are in stored units."""

    month: int
    top: UUID | None = None
    name: str = ""
    level_from: int | None = None
    level_to: int | None = None
    country: str = ""
    status: str = ""
    state: str = ""
    joined_from: date | None = None
    joined_to: date | None = None
    legs: tuple[UUID, ...] = ()
    at_least: tuple[tuple[str, int], ...] = ()
    at_most: tuple[tuple[str, int], ...] = ()
    order: tuple[str, ...] = ("path",)
    columns: tuple[str, ...] = USUAL

    @property
    def searches(self) -> bool:
        """Is it filtered by what no index has?"""
        return any((self.name, self.country, self.status, self.state, self.at_least, self.at_most))


def asked_of(given: Mapping[str, str], today: date) -> Asked:
    """Read parameters of an address, `today` being the day of the company. Raises ReportRefused."""
    return Asked(
        month=_month(given.get("month", ""), today),
        top=_id("top", given.get("top", "")),
        name=_text(given.get("name", "")).casefold()[:200],
        level_from=_level("level_from", given.get("level_from", "")),
        level_to=_level("level_to", given.get("level_to", "")),
        country=_text(given.get("country", "")).upper()[:2],
        status=_choice("status", given.get("status", ""), STATUSES),
        state=_choice("state", given.get("state", ""), tuple(State)),
        joined_from=_day("joined_from", given.get("joined_from", "")),
        joined_to=_day("joined_to", given.get("joined_to", "")),
        legs=_legs(given.get("leg", "")),
        at_least=_limits("at_least", given.get("at_least", "")),
        at_most=_limits("at_most", given.get("at_most", "")),
        order=_order(given.get("sort", "")),
        columns=_columns(given.get("columns", "")),
    )


def _month(typed: str, today: date) -> int:
    this = month_of(today.year, today.month)
    if not typed:
        return this
    found = MONTH.fullmatch(typed)
    if not found:
        raise ReportRefused(_("A month, please. For example 2026-03."), field="month")
    month = month_of(int(found[1]), int(found[2]))
    if month > this:
        raise ReportRefused(_("This month has not begun."), field="month", code="unknown_month")
    if month < months_back(this, KEPT_MONTHS)[0]:
        raise ReportRefused(
            _("Figures are shown of %(months)s months; this one is closed.") % {"months": KEPT_MONTHS},
            field="month",
            code="closed_month",
        )
    return month


def _text(typed: str) -> str:
    return typed.replace("\0", "").strip()


def _id(field: str, typed: str) -> UUID | None:
    try:
        return UUID(typed) if typed else None
    except ValueError:
        raise no_such(field) from None


def no_such(field: str) -> ReportRefused:
    """The words for whom one may not see, and for whom there is not."""
    return ReportRefused(_("There is nobody like that in this line."), field=field, code="no_such")


def _level(field: str, typed: str) -> int | None:
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and 1 <= int(typed[:9]) <= MOST_LEVEL):
        raise ReportRefused(_("A level is a number from 1."), field=field)
    return int(typed)


def _choice(field: str, typed: str, known: tuple[str, ...]) -> str:
    if typed and typed not in known:
        raise ReportRefused(_("One of these, please: %(known)s.") % {"known": ", ".join(known)}, field=field)
    return typed


def _day(field: str, typed: str) -> date | None:
    try:
        if typed and not DAY.fullmatch(typed):
            raise ValueError
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise ReportRefused(_("A day, please. For example 2026-03-09."), field=field) from None


def _legs(typed: str) -> tuple[UUID, ...]:
    ids = tuple(dict.fromkeys(filter(None, typed.split(","))))
    if len(ids) > MOST_LEGS:
        raise ReportRefused(_("At most %(most)s legs, please.") % {"most": MOST_LEGS}, field="leg")
    return tuple(_id("leg", one) for one in ids)


def _limits(field: str, typed: str) -> tuple[tuple[str, int], ...]:
    return tuple(_limit(field, one) for one in typed.split(",")) if typed else ()


def _limit(field: str, typed: str) -> tuple[str, int]:
    found = LIMIT.fullmatch(typed.strip())
    if not found:
        raise ReportRefused(_("A column and a number, please. For example volume:100."), field=field)
    column = FIGURES.get(found[1])
    if column is None:
        raise _unknown_column(field, found[1])
    whole, _point, rest = found[2].removeprefix("-").partition(".")
    number = int(whole) * 100 + int(rest.ljust(2, "0")) if column.kind in ("money", "volume") else int(whole)
    number = -number if found[2].startswith("-") else number
    if gives_away(column.figure, **{field: number}):
        raise ReportRefused(
            _("Counts of fewer than five customers are not told apart."), field=field, code="too_fine"
        )
    return column.name, number


def _order(typed: str) -> tuple[str, ...]:
    keys = [key for key in typed.split(",") if key]
    names = [key.removeprefix("-") for key in keys]
    if len(keys) > MOST_KEYS:
        raise ReportRefused(
            _("At most three columns to sort by, please."), field="sort", code="too_many_keys"
        )
    for name in names:
        if name not in SORTS:
            raise _unknown_column("sort", name)
    if len(set(names)) < len(names):
        raise ReportRefused(_("Each column once, please."), field="sort")
    order = [
        ("-" if key.startswith("-") else "") + SORTS[name] for key, name in zip(keys, names, strict=True)
    ]
    last = next((place for place, name in enumerate(names) if name == "tree"), None)
    return (*order, "path") if last is None else tuple(order[: last + 1])


def _columns(typed: str) -> tuple[str, ...]:
    if typed == ALL:
        return tuple(BY_NAME)
    names = tuple(dict.fromkeys(filter(None, typed.split(","))))
    for name in names:
        if name not in BY_NAME:
            raise _unknown_column("columns", name)
    return names or USUAL


def _unknown_column(field: str, name: str) -> ReportRefused:
    return ReportRefused(
        _("There is no column “%(name)s” here.") % {"name": name[:40]}, field=field, code="unknown_column"
    )
