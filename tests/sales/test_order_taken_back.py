"""The page of an order says until when the customer may take it back, by where it was sold."""

from datetime import date
from decimal import Decimal

import pytest

from sales.models import Order
from sales.templatetags.orders import time_to_think


@pytest.mark.parametrize(
    ("country", "place", "total", "delivered", "until"),
    [
        ("US", "home", "25", None, date(2026, 3, 5)),
        ("US", "home", "24", None, None),
        ("US", "event", "129", None, None),
        ("US", "event", "130", date(2026, 3, 9), date(2026, 3, 5)),
        ("DE", "home", "24", None, date(2026, 3, 16)),
        ("DE", "online", "24", date(2026, 3, 4), date(2026, 3, 18)),
        ("DE", "business", "24", None, None),
        ("DE", "", "24", None, None),
    ],
)
def test_until_when(ben, rosa, country, place, total, delivered, until):
    ben.country = country
    order = Order(
        owner=ben, customer=rosa, place_of_sale=place, total=Decimal(total), ordered_on=date(2026, 3, 2),
        delivered_on=delivered,
    )  # fmt: skip
    given = time_to_think(order)
    assert (given and given.last_day) == until


def test_own_use_is_nobodys_to_take_back(ben):
    assert (
        time_to_think(Order(owner=ben, place_of_sale="home", total=50, ordered_on=date(2026, 3, 2))) is None
    )
