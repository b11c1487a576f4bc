"""A company whose people order, written as the rows that verbs leave."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

import pytest

from customers.models import Customer
from kit.events import Actor, Door
from sales.actions import recount_facts
from sales.models import Order

BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 3, 2)
NIGHT = Actor(None, Door.TASK)


def orders_of(owner, name, *days_ago, amount="20.00", state="placed", today=TODAY) -> Customer:
    """Somebody who ordered so many days ago."""
    person = Customer.objects.create(owner=owner, name=name)
    add_orders(person, *days_ago, amount=amount, state=state, today=today)
    return person


def add_orders(person, *days_ago, amount="20.00", state="placed", today=TODAY) -> None:
    Order.objects.bulk_create(_orders(person, days_ago, amount, state, today))
    recount_facts([person.pk])


def people_of(owner, days_by_name: dict, amount="20.00") -> list[Customer]:
    """Many who ordered so many days ago, at once."""
    people = Customer.objects.bulk_create(
        Customer(owner=owner, name=name, name_key=name.casefold()) for name in days_by_name
    )
    Order.objects.bulk_create(
        order for one in people for order in _orders(one, days_by_name[one.name], amount, "placed", TODAY)
    )
    recount_facts([one.pk for one in people])
    return people


def lives(count: int, seed: int = 1) -> dict:
    """So many people who live by the model, and how many days ago each ordered."""
    chance, found = Random(seed), {}
    for number in range(count):
        pace, leaves = chance.gammavariate(1.2, 1 / 8), chance.betavariate(0.8, 2.5)
        known = chance.randrange(70, 420)
        days, at = [known], 0.0
        while (at := at + 7 * chance.expovariate(pace)) < known:
            days.append(known - int(at))
            if chance.random() < leaves:
                break
        found[f"Person {number:03}"] = days
    return found


def _orders(person, days_ago, amount, state, today):
    for ago in days_ago:
        day = today - timedelta(days=ago)
        yield Order(
            owner_id=person.owner_id, customer=person, state=state, ordered_on=day, currency="EUR",
            placed_at=datetime(day.year, day.month, day.day, 10, tzinfo=BERLIN), total=Decimal(amount),
        )  # fmt: skip


@pytest.fixture
def many(ben, night):
    """200 people, of whom more than a hundred came back: those first."""
    people = people_of(ben, lives(200))
    return sorted(people, key=lambda one: -one.orders.values("ordered_on").distinct().count())


@pytest.fixture
def night(monday):
    """The first look of a day."""
    return monday
