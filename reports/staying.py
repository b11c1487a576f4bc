"""Decides what a fit says of one person: how likely they still are a customer, and what the next year will bring."""

from dataclasses import dataclass
from decimal import Decimal

from reports.amounts import Spending, expected_amount
from reports.survival import Behaviour, History, chance_alive, expected_orders

YEAR = 52  # weeks
NOTHING_KNOWN: tuple[None, None] = (None, None)


@dataclass(frozen=True, slots=True)
class Model:
    """What was fitted; no `spending` where the amounts hold none."""

    behaviour: Behaviour
    spending: Spending | None


def staying(
    model: Model, one: History, further: tuple[int, float], mean: float | None
) -> tuple[float | None, Decimal | None]:
    """Return the chance in hundredths, None for who ordered once, and the money of the next year in whole units.

    `further` are the number and the mean amount of further orders, `mean` that of all of them.
    """
    chance = round(chance_alive(model.behaviour, one), 2) if one.repeats else None
    amount = expected_amount(model.spending, *further) if model.spending else mean
    if amount is None:
        return chance, None
    return chance, Decimal(round(expected_orders(model.behaviour, one, YEAR) * amount))
