"""Decides until which day an agreement may be taken back without a reason, by country and by where it was made.

United States: 16 CFR 429, until midnight of the third business day; Sundays and federal holidays, on their
day and as observed, are none. From $25 at a home, from $130 at other places that are not the seller's own;
nothing for what was agreed by phone or online alone. European Union, European Economic Area and United
Kingdom: 14 days after the day of the agreement, or after that of the goods, wherever it was not made in a shop;
within the Union a last day without work moves on to the next working day (Regulation 1182/71).
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

A_DAY = timedelta(days=1)
UNITED_STATES = "US"
HOME, EVENT, BUSINESS, PHONE, ONLINE = "home", "event", "business", "phone", "online"
SATURDAY, SUNDAY = 5, 6

BUSINESS_DAYS = 3
LEAST = {HOME: Decimal(25), EVENT: Decimal(130)}  # US dollars

DAYS = 14
UNION = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
})  # fmt: skip
LIKE_THE_UNION = frozenset({"IS", "LI", "NO", "GB"})
APART = frozenset({HOME, EVENT, PHONE, ONLINE})  # from the rooms of the seller


@dataclass(frozen=True)
class CoolingOff:
    """The last day on which it may be taken back, and the rule that says so: "us" or "eu"."""

    last_day: date
    rule: str

    def is_over(self, today: date) -> bool:
        return today > self.last_day


def cooling_off(
    country: str, place: str, agreed_on: date, holidays: Container[date], amount: Decimal | None = None
) -> CoolingOff | None:
    """Return until when something may be taken back; None where no rule known here gives time.

    `agreed_on` is the day of the agreement, of goods in the Union the day they came; `amount` is in the money
    of the country, None where it is not known and the time is given anyway; `holidays` are those of the country.
    """
    if country == UNITED_STATES and place in LEAST and (amount is None or amount >= LEAST[place]):
        return CoolingOff(_business_days_after(agreed_on, holidays), "us")
    if country in UNION and place in APART:
        return CoolingOff(_working_day_from(agreed_on + DAYS * A_DAY, holidays), "eu")
    if country in LIKE_THE_UNION and place in APART:
        return CoolingOff(agreed_on + DAYS * A_DAY, "eu")
    return None


def has_rule(country: str) -> bool:
    """Say whether anything is known here of a country."""
    return country == UNITED_STATES or country in UNION or country in LIKE_THE_UNION


def _business_days_after(day: date, holidays: Container[date]) -> date:
    left = BUSINESS_DAYS
    while left:
        day += A_DAY
        left -= day.weekday() != SUNDAY and day not in holidays
    return day


def _working_day_from(day: date, holidays: Container[date]) -> date:
    while day.weekday() in (SATURDAY, SUNDAY) or day in holidays:
        day += A_DAY
    return day
