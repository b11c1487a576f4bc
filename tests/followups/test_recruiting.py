"""Customers before recruiting: the playbook opens once enough people have bought, and asks nobody who has joined."""

from datetime import date

import pytest

from customers.actions import add_evidence
from customers.ladder import Kind
from customers.models import Customer
from followups.actions import plan_ahead
from followups.actions.forecast import forecast
from followups.drafting import live_steps
from followups.models import Playbook, Task
from kit import clock
from kit.events import Actor, Door
from kit.ids import uuid7

HOUSE = Actor(None, Door.TASK)


@pytest.fixture
def introducer(rosa, ben, by_ben, monday):
    """Rosa, whose friend bought twelve days ago."""
    Customer.objects.filter(pk=rosa.pk).update(created_at=clock.now().replace(year=2025))
    mia = Customer.objects.create(
        owner=ben, name="Mia", introduced_by=rosa, orders_count=1, created_at=clock.now().replace(month=1)
    )
    add_evidence(person=mia, by=by_ben, kind=Kind.ORDER, on=date(2026, 2, 16), source=uuid7())
    return rosa


def asked() -> list[str]:
    plan_ahead(by=HOUSE)
    return list(Task.objects.filter(rule__key="recruiting_ask").values_list("customer__name", flat=True))


def customers(owner, count: int) -> None:
    for number in range(count):
        Customer.objects.create(owner=owner, name=f"Buyer {number}", orders_count=1)


def test_it_is_shut_with_one_customer_and_says_why(introducer, ben):
    assert asked() == []
    steps = live_steps(Playbook.objects.get(owner=None, key="recruiting"))
    run = forecast(ben, steps, playbook_key="recruiting", now=clock.now())
    assert [(held.person.name, held.code) for held in run.held] == [("Rosa Lind", "too_few_customers")]


def test_it_opens_with_three(introducer, ben):
    customers(ben, 2)
    assert asked() == ["Rosa Lind"]


def test_the_company_says_how_many(introducer, company):
    company.customers_before_recruiting = 1
    company.save()
    assert asked() == ["Rosa Lind"]


def test_who_has_joined_is_not_asked(introducer, ben, by_ben):
    customers(ben, 2)
    add_evidence(person=introducer, by=by_ben, kind=Kind.ENROLMENT, on=date(2026, 2, 20), source=uuid7())
    assert asked() == []
