"""What screens show of teams: months, figures as an upline reads them, trends and reasons in words."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

from django import template
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from kit import charts, writing
from reports.few import FEW, UNDER, told
from reports.team_asked import SHOWN, month_text
from team.figures import BY_NAME, months_back
from team.in_action import VERSION

register = template.Library()

register.filter("month_text", month_text)

# Columns by which legs can be put in order: the order's name, the label, and from which width on it stands there.
COLUMNS = (
    ("people", gettext_lazy("People"), "middle"),
    ("in_action", gettext_lazy("In action"), ""),
    ("at_risk", gettext_lazy("At risk"), ""),
    ("reorder", gettext_lazy("Reorder"), "middle"),
    ("sales", gettext_lazy("Customer sales"), "wide"),
    ("joined", gettext_lazy("Joined, left"), "wide"),
)
WORRYING = 0.8  # of the half before
EXPLAINED = (
    "in_action", "at_risk", "starting", "buyers", "reorders", "newcomers", "sales", "customers", "clients",
    "due", "kept", "promises_ended", "promises_kept", "promises_early", "active", "joined", "left",
)  # fmt: skip


@register.filter
def as_month(month: int) -> date:
    """The first day of a month of the ledger, for filters that write dates."""
    return date(month // 100, month % 100, 1)


@register.filter
def month_before(month: int) -> date:
    return as_month(months_back(month, 2)[0])


@register.filter
def cents(amount: int, currency: str) -> str:
    """Write money of the ledger in whole units."""
    return writing.write_round_money(Decimal(amount) / 100, currency, get_language() or "en")


@register.filter
def percent(part: int, whole: int) -> str:
    """Write a share; a dash where there is nothing to divide by."""
    return f"{round(100 * part / whole)}%" if whole else "–"


@register.filter
def reorder(figures, before) -> str:
    """How many of those who ordered in the month before ordered again."""
    return percent(figures["reorders"], before["buyers"])


@register.filter
def reorder_of_others(figures, before) -> str:
    """The same as an upline reads it: a dash where it would be about few customers."""
    return reorder(figures, before) if before["buyers"] >= FEW else "–"


@register.simple_tag
def count_told(figures, name: str, is_own: bool = False) -> str:
    """Write a count; of few customers of others only that they are few."""
    figure = figures[name] if is_own else told(name, figures[name])
    if figure == UNDER:
        return _("under %(few)d") % {"few": FEW}
    return writing.write_number(figure, get_language() or "en")


@register.simple_tag
def customers_told(now, is_own: bool) -> str:
    """Write how many customers and clients there are."""
    return count_told({"customers": now["customers"] + now["clients"]}, "customers", is_own)


@register.filter
def whole(months, asked):
    """Months for a picture, as many as before: the one that has only begun would look like a fall."""
    return months[:-1] if asked.is_now else months[1:]


@register.simple_tag
def trend(months, name: str) -> list[int]:
    """One figure, month by month."""
    return [figures[name] for _month, figures in months]


@register.filter
def tells(values) -> bool:
    """Is there anything but nothing in a trend?"""
    return any(values)


@register.simple_tag
def reorder_trend(months, is_own: bool) -> list[int]:
    """Of a hundred who ordered in the month before, how many ordered again; nothing of few customers of others."""
    least = 1 if is_own else FEW
    return [
        round(100 * now["reorders"] / before["buyers"]) if before["buyers"] >= least else 0
        for (_one, before), (_other, now) in pairwise(months)
    ]


@register.simple_tag
def trend_said(values, money: str = "", share: bool = False) -> str:
    """Say a trend in words: from what to what."""
    known = {
        "n": len(values),
        "first": _said(values[0], money, share),
        "last": _said(values[-1], money, share),
    }
    if values[-1] == values[0]:
        return _("%(n)d months, %(last)s at both ends") % known
    if values[-1] > values[0]:
        return _("%(n)d months, rising from %(first)s to %(last)s") % known
    return _("%(n)d months, falling from %(first)s to %(last)s") % known


def _said(value: int, money: str, share: bool) -> str:
    if money:
        return cents(value, money)
    return f"{value}%" if share else writing.write_number(value, get_language() or "en")


@register.filter
def falls(values) -> bool:
    """Was the later half clearly less than the half before? What goes up and down is no alarm."""
    half = len(values) // 2
    return sum(values[-half:]) < WORRYING * sum(values[:half])


@register.filter
def why_at_risk(person, today: date) -> str:
    """Say why somebody is at risk: what did not happen, and for how long."""
    days = (today - person.last_active_on).days
    return ngettext(
        "No appointment kept and no order for %(n)d day",
        "No appointment kept and no order for %(n)d days",
        days,
    ) % {"n": days}


@register.filter
def why_celebrated(row) -> str:
    """Say what somebody did: how many customers only where they are not few."""
    if row.newcomers >= FEW:
        return ngettext("%(n)d new customer", "%(n)d new customers", row.newcomers) % {"n": row.newcomers}
    if row.newcomers:
        return _("Won new customers")
    kept = row.promises_kept
    return ngettext("Kept the one promise", "Kept all %(n)d promises", kept) % {"n": kept}


@register.simple_tag
def doors_of(months) -> dict:
    """Who joined and who left, as bars with their months."""
    pairs = [(figures["joined"], figures["left"]) for _month, figures in months]
    chart = charts.two_ways(pairs)
    return {"chart": chart, "months": list(zip([month for month, _ in months], chart.bars, strict=True))}


@register.simple_tag
def explained():
    """The words of the page with what each means, as the ledger counts them."""
    return [BY_NAME[name] for name in EXPLAINED]


@register.simple_tag
def rule_version() -> int:
    return VERSION


@register.simple_tag
def columns_of(asked):
    """The columns with where their link leads, and how legs are ordered by them now."""
    found = []
    for name, label, keep in COLUMNS:
        down, up = asked.sort == name, asked.sort == f"-{name}"
        found.append(
            {
                "label": label,
                "keep": keep,
                "sort": f"-{name}" if down else name,
                "now": "descending" if down else "ascending" if up else "",
            }
        )
    return found


@register.simple_tag
def chips(asked, now):
    """Whom to show: everybody, or those who stand in one way, with how many they are."""
    states = [(str(state), BY_NAME[str(state)].label, now[str(state)]) for state in SHOWN]
    return [
        {"show": show, "label": label, "count": count, "current": asked.show == show}
        for show, label, count in [("", _("Everyone"), None), *states]
    ]
