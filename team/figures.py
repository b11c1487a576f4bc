"""Decides which figures a team is counted by: names, labels and what each word means.

All are whole numbers that add up over people; money is in hundredths of the company's currency,
volume in hundredths of a point. What is a share or a mean is divided when it is read.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NOW = 0  # the month of figures that tell how things stand


@dataclass(frozen=True)
class Figure:
    """One figure. `kind` is "count", "money", "volume" or "minutes"."""

    name: str
    label: str | Promise
    meaning: str | Promise
    kind: str = "count"


MONTHLY = (
    Figure("orders", _("Orders"), _("Orders of customers that were placed in the month and stand.")),
    Figure("buyers", _("Customers who ordered"), _("Customers with at least one such order in the month.")),
    Figure("reorders", _("Ordered again"), _("Of those, who had ordered in the month before.")),
    Figure("newcomers", _("New customers"), _("Customers whose first order falls in the month.")),
    Figure("sales", _("Customer sales"), _("What customers ordered, without own use; a return counts in its month."), "money"),
    Figure("own_use", _("Own use"), _("What the distributor ordered for own use."), "money"),
    Figure("volume", _("Volume"), _("Points of all orders of the month, own use too."), "volume"),
    Figure("kept", _("Appointments kept"), _("Meetings of the month that took place.")),
    Figure("due", _("Appointments due"), _("Meetings of the month that took place or were missed.")),
    Figure("promises_kept", _("Promises kept"), _("Promises that ended in the month, kept on the day or earlier.")),
    Figure("promises_early", _("Promises kept early"), _("Of those, before the day.")),
    Figure("promises_ended", _("Promises that ended"), _("Promises kept, late or broken in the month.")),
    Figure("touches", _("Contacts"), _("Calls, letters by hand, visits and the like of the month.")),
    Figure("done", _("Follow-ups done"), _("Tasks for people that were done in the month.")),
    Figure("complaints", _("Complaints"), _("Complaints that were raised in the month.")),
    Figure("answered", _("Complaints answered"), _("Complaints whose first answer falls in the month.")),
    Figure("answer_minutes", _("Minutes to first answers"), _("The time these took, all together."), "minutes"),
    Figure("answers", _("Answers to surveys"), _("People who answered a survey in the month.")),
    Figure("encouraged", _("People encouraged"), _("People of the team who heard a good word in the month.")),
    Figure("joined", _("Joined"), _("Distributors who joined in the month.")),
    Figure("left", _("Left"), _("Distributors who left in the month.")),
    Figure("active", _("Active"), _("Distributors who met the company's rule of an active month.")),
)  # fmt: skip
STANDING = (
    Figure("members", _("People"), _("Distributors who have not left.")),
    Figure("in_action", _("In action"), _("An appointment kept or a customer order within 14 days.")),
    Figure("at_risk", _("At risk"), _("Was in action, then quiet for 21 days.")),
    Figure("starting", _("New"), _("Joined within 30 days, and not yet in action.")),
    Figure("quiet", _("Quiet"), _("None of these.")),
    Figure("suspects", _("Suspects"), _("People on the first rung.")),
    Figure("prospects", _("Prospects"), _("People who agreed to hear more.")),
    Figure("customers", _("Customers"), _("People who ordered once.")),
    Figure("clients", _("Clients"), _("People who order again and again.")),
    Figure("enrolled", _("Members"), _("Customers who joined.")),
    Figure("advocates", _("Advocates"), _("People who introduced somebody.")),
    Figure("overdue", _("Overdue"), _("Tasks for people whose day has passed.")),
    Figure("open_complaints", _("Open complaints"), _("Complaints that are not put right yet.")),
)  # fmt: skip
MONTHLY_NAMES = tuple(figure.name for figure in MONTHLY)
STANDING_NAMES = tuple(figure.name for figure in STANDING)
BY_NAME = {figure.name: figure for figure in (*MONTHLY, *STANDING)}

Figures = dict[str, int]


def names_of(month: int) -> tuple[str, ...]:
    """The figures of a month, or of how things stand."""
    return STANDING_NAMES if month == NOW else MONTHLY_NAMES


def in_order(month: int, figures: Mapping[str, int]) -> list[int]:
    """All figures of a month in the order of their names."""
    number = figures.get
    return [number(name, 0) for name in names_of(month)]


def added(one: Mapping[str, int], other: Mapping[str, int], sign: int = 1) -> Figures:
    """Add figures up, name by name; with sign -1 take the second from the first."""
    return {name: one.get(name, 0) + sign * other.get(name, 0) for name in {*one, *other}}


def share(part: int, whole: int) -> float | None:
    """Divide, where there is something to divide by."""
    return part / whole if whole else None


def month_of(year: int, month: int) -> int:
    """A month as one number: 2026-11 is 202611."""
    return year * 100 + month


def months_back(month: int, number: int) -> list[int]:
    """So many months that end with this one, the oldest first."""
    last = month // 100 * 12 + month % 100 - 1
    return [one // 12 * 100 + one % 12 + 1 for one in range(last - number + 1, last + 1)]
