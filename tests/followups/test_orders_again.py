"""Orders that are void and count again: thanked once, and one order's check-ins stand."""

from datetime import date, timedelta

import pytest

from followups.actions import cancel_for_order, owe_for_order, restore_for_order
from followups.models import Message, Rule, Task
from tests.conftest import MONDAY
from tests.followups.test_owing import TODAY, purchase

pytestmark = pytest.mark.django_db
VOID = "Entered twice."


@pytest.fixture
def place(rosa, by_ben, monday):
    def placed(**facts):
        order = purchase(**facts)
        owe_for_order(person=rosa, by=by_ben, purchase=order)
        return order

    return placed


@pytest.fixture
def void(rosa, by_ben):
    return lambda order: cancel_for_order(person=rosa, by=by_ben, order_id=order.id, reason=VOID)


@pytest.fixture
def reinstate(rosa, by_ben):
    def reinstated(order, **facts):
        owe_for_order(person=rosa, by=by_ben, purchase=purchase(**(vars(order) | facts)))
        restore_for_order(person=rosa, by=by_ben, order_id=order.id, reason=VOID)

    return reinstated


def standing(order) -> list[str]:
    """The rules of which something is still to come for an order."""
    rows = [*Message.objects.waiting().of_order(order.id), *Task.objects.open().of_order(order.id)]
    return sorted(row.rule.key for row in rows)


def thanks(order) -> list[tuple]:
    """(rule, state) of each thanks for an order."""
    rows = Message.objects.filter(occurrence=f"order:{order.id}")
    return sorted(rows.values_list("rule__key", "state"))


def test_an_order_that_is_no_longer_the_first_is_not_thanked_again(place, void, reinstate):
    order = place()
    Message.objects.filter(rule__key="thank_first_order").update(state="sent", sent_at=MONDAY)
    void(order)
    place(ordered_on=TODAY)
    reinstate(order, is_first=False)
    assert thanks(order) == [("thank_first_order", "sent")]


def test_nor_where_a_rule_of_ones_own_has_taken_the_houses_place(place, void, reinstate, ben):
    order = place()
    Message.objects.filter(rule__key="thank_first_order").update(state="sent", sent_at=MONDAY)
    void(order)
    Rule.objects.create(
        owner=ben, key="thank_first_order", kind="thank", anchor="first_order", action="task",
        active_from=MONDAY,
    )  # fmt: skip
    reinstate(order)
    assert thanks(order) == [("thank_first_order", "sent")]
    assert not Task.objects.filter(rule__owner=ben).exists()
