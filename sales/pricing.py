"""Decides what lines come to: amounts in the smallest unit of the currency, at most cents."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import get_currency_precision

CENT = Decimal("0.01")
_MOST_DIGITS = 2  # after the point; money is kept with two


def digits_of(currency: str) -> int:
    """Return how many digits a currency has after the point: 2 for EUR, 0 for JPY."""
    return min(get_currency_precision(currency), _MOST_DIGITS)


def rounded(amount: Decimal, currency: str) -> Decimal:
    """Round an amount to what can be paid in a currency, halves away from zero.

    It is written with two digits as the database keeps it, yen too.
    """
    unit = Decimal(1).scaleb(-digits_of(currency))
    return amount.quantize(unit, ROUND_HALF_UP).quantize(CENT)


def amount_of(quantity: int, unit_price: Decimal, currency: str) -> Decimal:
    """Return what pieces at a price come to."""
    return rounded(quantity * unit_price, currency)


def total_of(amounts: Iterable[Decimal]) -> Decimal:
    """Return the sum; nothing is 0."""
    return sum(amounts, Decimal(0))
