"""Reads what of a team's report an address asks for: a month, an order of legs, or people who stand in some way."""

from collections.abc import Mapping
from dataclasses import dataclass

from reports.errors import ReportRefused
from reports.team_report import FIRST, kept_months
from reports.team_sorting import ORDERS
from team.in_action import State
from team.models import Company

SHOWN = (State.IN_ACTION, State.AT_RISK, State.STARTING)


@dataclass(frozen=True)
class Asked:
    """A month of those that are kept, the latest first; how legs are ordered; whom alone to show."""

    month: int
    months: list[int]
    sort: str
    show: str
    cursor: str

    @property
    def is_now(self) -> bool:
        return self.month == self.months[0]


def read_asked(given: Mapping[str, str], company: Company) -> Asked:
    """Read an address. Raises ReportRefused where it asks for what there is not."""
    months, typed = kept_months(company), given.get("month", "")
    month = next((one for one in months if month_text(one) == typed), None)
    sort, show = given.get("sort") or FIRST, given.get("show", "")
    if (typed and month is None) or sort.removeprefix("-") not in ORDERS or show not in ("", *SHOWN):
        raise ReportRefused("", field="month")
    return Asked(month or months[0], months, sort, show, given.get("cursor", ""))


def month_text(month: int) -> str:
    """A month as addresses write it: 2026-03."""
    return f"{month // 100}-{month % 100:02}"
