"""Decides what an upline is told of little: counts of customers in bands, days of activity in bands.

Upline sees customers as counts, and no count from which somebody could be known.
"""

from datetime import date

from django.utils.translation import gettext_lazy as _

FEW = 5
UNDER = "<5"  # instead of a count of one to four customers
OF_CUSTOMERS = frozenset(
    {
        "orders", "buyers", "reorders", "newcomers", "complaints", "answered", "answers", "open_complaints",
        "suspects", "prospects", "customers", "clients", "enrolled", "advocates",
    }
)  # fmt: skip
BANDS = (
    (7, "week", _("within 7 days")),
    (14, "fortnight", _("8 to 14 days ago")),
    (30, "month", _("15 to 30 days ago")),
    (90, "quarter", _("31 to 90 days ago")),
)
LONGER, NEVER = "longer", "never"
BAND_WORDS = {code: words for _days, code, words in BANDS} | {
    LONGER: _("longer ago"),
    NEVER: _("never yet"),
}


def told(name: str, number: int) -> int | str:
    """Return a figure of somebody as their upline reads it; `UNDER` where it is about few customers."""
    return UNDER if name in OF_CUSTOMERS and 0 < number < FEW else number


def gives_away(name: str, at_least: int | None = None, at_most: int | None = None) -> bool:
    """Say whether a limit would tell apart counts that `told` shows as one."""
    return name in OF_CUSTOMERS and (
        (at_least is not None and 1 < at_least < FEW) or (at_most is not None and 0 < at_most < FEW - 1)
    )


def band_of(last_active_on: date | None, today: date) -> str:
    """Return the band in which somebody was last active."""
    if last_active_on is None:
        return NEVER
    idle = (today - last_active_on).days
    return next((code for days, code, _words in BANDS if idle <= days), LONGER)
