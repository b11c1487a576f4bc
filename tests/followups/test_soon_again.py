"""What happens to somebody twice within a few days is followed up twice."""

from datetime import timedelta
from decimal import Decimal

import pytest

from customers.actions import add_person, log_touch
from customers.models import Customer
from followups.actions import plan_ahead
from followups.models import Message, Task
from kit import clock
from kit.events import Actor, Door
from sales.actions import place_order
from sales.models import Product

pytestmark = pytest.mark.django_db
HOUSE = Actor(None, Door.TASK)


def _occurrences(person, key) -> set[str]:
    mine = {"customer": person, "rule__key": key}
    found = [model.objects.filter(**mine).values_list("occurrence", flat=True) for model in (Message, Task)]
    return {occurrence for rows in found for occurrence in rows}


def _pass(days: int, hours: int = 24) -> None:
    for _ in range(days):
        plan_ahead(by=HOUSE)
        clock.advance(hours=hours)


def test_introductions_on_two_days_running_are_both_thanked_for(rosa, ben, by_ben, monday):
    add_person(owner=ben, by=by_ben, name="Ida", introduced_by=rosa)
    _pass(days=1)
    add_person(owner=ben, by=by_ben, name="Jo", introduced_by=rosa)
    _pass(days=6, hours=12)
    assert _occurrences(rosa, "thank_referral") == {"referral:2026-03-02", "referral:2026-03-03"}


def test_whoever_asks_again_is_followed_up_again(rosa, ben, by_ben, monday):
    for _ in range(2):
        log_touch(person=rosa, by=by_ben, kind="message", direction="in", inquiry=True)
        clock.advance(minutes=30)
        log_touch(person=rosa, by=by_ben, kind="message", direction="out")
        _pass(days=1)
    _pass(days=3)
    assert len(_occurrences(rosa, "prospect_1_day")) == 2


def test_the_first_orders_of_two_friends_are_both_told(rosa, ben, by_ben, company, monday):
    balm = Product.objects.create(
        company=company, code="HB", name="Hand balm", price=Decimal("12.00"), currency="EUR"
    )
    Customer.objects.filter(pk=rosa.pk).update(created_at=clock.now() - timedelta(days=100))
    for name in ("Ida", "Jo"):
        friend = add_person(owner=ben, by=by_ben, name=name, introduced_by=rosa)
        place_order(owner=ben, by=by_ben, person=friend, lines=[(balm, 1, None)])
        _pass(days=2)
    _pass(days=6)
    assert len(_occurrences(rosa, "friend_ordered")) == 2


@pytest.mark.parametrize("count", [1, 3, 30])
def test_planning_again_for_those_who_introduced_somebody_asks_no_more_for_many(
    ben, by_ben, monday, django_assert_num_queries, count
):
    for n in range(count):
        person = add_person(owner=ben, by=by_ben, name=f"P{n}")
        add_person(owner=ben, by=by_ben, name=f"Friend {n}", introduced_by=person)
    plan_ahead(by=HOUSE)
    Task.objects.update(state="done", closed_at=clock.now())
    with django_assert_num_queries(72):
        assert plan_ahead(by=HOUSE) == 0
