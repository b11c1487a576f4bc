"""Decides what a line of a list of distributors says of somebody."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from mlmcrm.importing import values
from mlmcrm.importing.columns import Schema
from mlmcrm.importing.lines import Line
from mlmcrm.importing.values import BadValue
from team.figures import MONTHLY, STANDING_NAMES
from team.genealogy import Member

ENDED = {"terminated", "left", "cancelled", "canceled", "resigned", "expelled", "deleted", "x"}
STATUSES = {
    **dict.fromkeys(("active", "current", "a"), "active"),
    **dict.fromkeys(("inactive", "suspended", "pending", "i"), "inactive"),
    **dict.fromkeys(ENDED, "terminated"),
}
COUNTED = {"joined", "left", "active"}  # by the tree and the rule
MONTHS_FIGURES = {figure.name: figure.kind for figure in MONTHLY if figure.name not in COUNTED}
STANDING = frozenset(STANDING_NAMES[STANDING_NAMES.index("suspects") :])
FIGURES = {"pv", *MONTHS_FIGURES, *STANDING} - {"volume"}
ALSO_CALLED = {
    "id": "number", "account": "number", "account_number": "number", "distributor_id": "number",
    "sponsor_id": "parent_number", "sponsor_number": "parent_number", "parent": "parent_number",
    "parent_id": "parent_number", "upline": "parent_number", "upline_id": "parent_number",
    "depth": "level", "physical_level": "level", "e_mail": "email", "e_mail_address": "email",
    "start_date": "joined_on", "join_date": "joined_on", "joined": "joined_on", "enrolment_date": "joined_on",
    "left": "left_on", "terminated_on": "left_on", "ppv": "pv", "qv": "pv", "volume": "pv",
    "last_order": "last_order_on", "last_order_date": "last_order_on", "full_name": "name",
}  # fmt: skip
KNOWN = (
    "number", "name", "parent_number", "level", "country", "email", "type", "status", "rank", "joined_on",
    "left_on", "last_order_on", *FIGURES,
)  # fmt: skip
SCHEMA = Schema(KNOWN, ("number", "name", ("parent_number", "level")))
NUMBER_AT_MOST, LEVEL_AT_MOST, FIGURE_AT_MOST = 40, 100_000, 2_000_000_000
EARLIEST = date(1900, 1, 1)
HUNDREDTHS = ("money", "volume")

_WHOLE = re.compile(r"(\d{1,10})(?:[.,]0{1,2})?", re.ASCII)


@dataclass(frozen=True)
class ListSetting:
    """What a list is read against: the company's day, and its ranks by name from the lowest."""

    today: date
    ranks: dict[str, int]


def read_member(line: Line, at: ListSetting) -> Member:
    """Read the cells of a line. Raises BadValue with a sentence that names the column."""
    cells = line.cells
    if not cells.get("name", "").strip():
        raise BadValue(_("A name, please."))
    number = _read(cells, "number", _number)
    if not number:
        raise BadValue(_("A number, please."))
    member = Member(
        line=line.number,
        number=number,
        name=_read(cells, "name", values.name),
        country=_read(cells, "country", _country) or "",
        parent=_read(cells, "parent_number", _number) or "",
        level=_read(cells, "level", _level),
        last_active_on=_read(cells, "last_order_on", lambda cell: _day(cell, at)),
    )
    for column, read in VALUES.items():
        value = _read(cells, column, lambda cell, read=read: read(cell, at))
        if value is not None:
            member.values[column] = value
    _read_figures(cells, member)
    return member


def _read_figures(cells: dict[str, str], member: Member) -> None:
    for column in cells.keys() & FIGURES:
        name = "volume" if column == "pv" else column
        kind = MONTHS_FIGURES.get(name)
        number = _read(cells, column, _hundredths if kind in HUNDREDTHS else _count)
        if number is not None:
            (member.stands if name in STANDING else member.told)[name] = number


def _read(cells: dict[str, str], column: str, read: Callable[[str], Any]) -> Any:
    cell = cells.get(column)
    if not cell:
        return None
    try:
        return read(cell)
    except BadValue as bad:
        raise BadValue(f"{column}: {bad}") from None


def _number(cell: str) -> str:
    return values.text(cell, at_most=NUMBER_AT_MOST)


def _country(cell: str) -> str:
    code = cell.upper()
    if not re.fullmatch("[A-Z]{2}", code):
        raise BadValue(_("“%(value)s” is not a country. Write DE or GB.") % {"value": cell[:40]})
    return code


def _level(cell: str) -> int:
    return _whole(cell, LEVEL_AT_MOST)


def _status(cell: str) -> str:
    status = STATUSES.get(cell.casefold())
    if status is None:
        raise BadValue(_("“%(value)s” should be active, inactive or terminated.") % {"value": cell[:40]})
    return status


def _rank(cell: str, at: ListSetting) -> int:
    if (rank := at.ranks.get(cell.casefold())) is not None:
        return rank
    if at.ranks or not _WHOLE.fullmatch(cell):
        said = _("The rank “%(value)s” is not known. Name the ranks from the lowest, or write their numbers.")
        raise BadValue(said % {"value": cell[:40]})
    return _whole(cell, 1_000)


def _day(cell: str, at: ListSetting) -> date:
    return values.day(cell, earliest=EARLIEST, today=at.today)


def _hundredths(cell: str) -> int:
    """Money or volume in hundredths; what came back counts below zero."""
    sign = -1 if cell[0] in "-−" else 1
    return sign * int(values.money(cell.lstrip("-−"), at_most=values.Decimal(FIGURE_AT_MOST)) * 100)


def _count(cell: str) -> int:
    return _whole(cell, FIGURE_AT_MOST)


def _whole(cell: str, at_most: int) -> int:
    match = _WHOLE.fullmatch(cell)
    if not match or int(match[1]) > at_most:
        said = _("“%(value)s”: a whole number up to %(limit)s, please.")
        raise BadValue(said % {"value": cell[:40], "limit": f"{at_most:,}"})
    return int(match[1])


VALUES: dict[str, Callable[[str, ListSetting], Any]] = {
    "email": lambda cell, _at: values.email(cell).lower(),
    "type": lambda cell, _at: values.text(cell, at_most=40),
    "status": lambda cell, _at: _status(cell),
    "rank": _rank,
    "joined_on": _day,
    "left_on": _day,
}
