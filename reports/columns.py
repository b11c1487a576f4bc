"""Decides which columns a report of a downline has: their names, their labels, and what each shows of a row."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from reports.few import told
from team.figures import MONTHLY, STANDING, STANDING_NAMES

LINE = "line_"  # before the name of a figure: of the person and all below


@dataclass(frozen=True)
class Column:
    """A column. `kind` is "text", "word" (one of a closed list), "day", "number", or that of its figure."""

    name: str
    label: str | Promise
    kind: str
    of: Callable[[Any], Any]
    figure: str = ""
    meaning: str | Promise = ""

    @property
    def is_line(self) -> bool:
        return bool(self.figure) and self.name.startswith(LINE)

    @property
    def stands(self) -> bool:
        """Is it a figure of how things stand, whatever the month?"""
        return self.figure in STANDING_NAMES


def _of_other(other: str, name: str) -> Callable[[Any], Any]:
    return lambda row: getattr(getattr(row, other), name, "")


PEOPLE = (
    Column("level", _("Level"), "number", lambda row: row.level),
    Column("leg", _("Leg"), "text", _of_other("leg", "name")),
    Column("number", _("Number"), "text", lambda row: row.person.number),
    Column("name", _("Name"), "text", lambda row: row.person.name),
    Column("country", _("Country"), "text", lambda row: row.person.country),
    Column("status", _("Status"), "word", lambda row: row.person.status),
    Column("joined_on", _("Joined on"), "day", lambda row: row.person.joined_on),
    Column("sponsor_number", _("Sponsor's number"), "text", _of_other("sponsor", "number")),
    Column("sponsor_name", _("Sponsor"), "text", _of_other("sponsor", "name")),
    Column("enroller_number", _("Enroller's number"), "text", _of_other("enroller", "number")),
    Column("enroller_name", _("Enroller"), "text", _of_other("enroller", "name")),
    Column("rank", _("Highest rank"), "number", lambda row: row.person.rank),
    Column("paid_rank", _("Paid-as rank"), "number", lambda row: row.person.paid_rank),
    Column("last_active", _("Last active"), "word", lambda row: row.band),
    Column("state", _("State"), "word", lambda row: row.state),
)


def _figure(figure, line: bool) -> Column:
    name = LINE + figure.name if line else figure.name
    label = format_lazy("{} · {}", _("Line"), figure.label) if line else figure.label

    def of(row):
        return told(figure.name, row.figures[name])

    return Column(name, label, figure.kind, of, figure.name, figure.meaning)


OWN = tuple(_figure(figure, line=False) for figure in (*MONTHLY, *STANDING))
OF_LINE = tuple(_figure(figure, line=True) for figure in (*MONTHLY, *STANDING))
BY_NAME = {column.name: column for column in (*PEOPLE, *OWN, *OF_LINE)}
FIGURES = {column.name: column for column in (*OWN, *OF_LINE)}
USUAL = (
    *(column.name for column in PEOPLE),
    *("volume", "sales", "orders", "buyers", "reorders", "newcomers", "kept", "due", "promises_kept"),
    *("promises_ended", "done", "overdue", "line_members", "line_in_action", "line_at_risk", "line_active"),
    *("line_joined", "line_volume", "line_sales", "line_newcomers"),
)
