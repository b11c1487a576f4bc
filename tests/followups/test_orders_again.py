"""Orders that are void and count again: thanked once, and one order's check-ins stand."""

from datetime import timedelta

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


CHECK_INS = ["check_in_2_days", "check_in_2_months", "check_in_2_weeks"]


def test_of_two_orders_of_a_day_the_later_one_keeps_its_check_ins(place, void, reinstate):
    first, second = place(), place(is_first=False)
    void(first)
    reinstate(first, is_first=False)
    assert standing(first) == ["thank_first_order"]
    assert standing(second) == [*CHECK_INS, "thank_repeat_order"]
    void(second)
    assert standing(first) == [*CHECK_INS, "thank_first_order"]


def test_the_later_order_of_a_day_takes_its_check_ins_up_again(place, void, reinstate):
    first, second = place(), place(is_first=False)
    void(second)
    assert standing(first) == [*CHECK_INS, "thank_first_order"]
    reinstate(second)
    assert standing(first) == ["thank_first_order"]
    assert standing(second) == [*CHECK_INS, "thank_repeat_order"]


def test_an_older_order_that_counts_again_gives_way_to_the_one_since(place, void, reinstate):
    older = place(ordered_on=TODAY - timedelta(days=1))
    void(older)
    newer = place()
    reinstate(older, is_first=False)
    assert standing(older) == ["thank_first_order"]
    assert standing(newer) == [*CHECK_INS, "thank_first_order"]
    void(newer)
    assert standing(older) == [*CHECK_INS, "thank_first_order"]


def test_what_gave_way_does_not_come_back_for_a_void_order(place, void, reinstate):
    first, second = place(), place(is_first=False)
    void(first)
    void(second)
    assert (standing(first), standing(second)) == ([], [])
    reinstate(first)
    assert standing(first) == [*CHECK_INS, "thank_first_order"]


def test_without_the_order_between_the_oldest_gives_way_to_the_newest(place, void):
    oldest, between, newest = place(), place(is_first=False), place(is_first=False)
    void(between)
    assert [standing(order) for order in (oldest, between, newest)] == [
        ["thank_first_order"],
        [],
        [*CHECK_INS, "thank_repeat_order"],
    ]
    void(newest)
    assert standing(oldest) == [*CHECK_INS, "thank_first_order"]
