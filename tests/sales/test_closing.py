"""Void, returned, counted again: the ladder, the facts and what is planned follow each time."""

from datetime import date
from decimal import Decimal

import pytest

from customers.ladder import Rung
from followups.actions import cancel_message
from followups.models import Message, Task
from kit import clock
from kit.errors import Refused
from kit.events import Event
from kit.undo import undo
from sales.actions import place_order, reinstate_order, return_order, void_order
from tests.sales.conftest import berlin

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(ben, by_ben, rosa, balm):
    def placed(*day):
        with clock.travel(berlin(*day, 10)):
            return place_order(owner=ben, by=by_ben, person=rosa, lines=[(balm, 1, None)])

    return placed


@pytest.fixture
def standing(rosa):
    """What the person's row says."""

    def read():
        rosa.refresh_from_db()
        return (Rung(rosa.rung).name, rosa.rung_since, rosa.orders_count, rosa.spent, rosa.order_interval)

    return read


def waiting(order):
    return (
        Message.objects.waiting().of_order(order.pk).count() + Task.objects.open().of_order(order.pk).count()
    )


NOTHING = ("SUSPECT", None, 0, Decimal(0), None)


@pytest.mark.parametrize(("close", "state"), [(void_order, "void"), (return_order, "returned")])
def test_closing_the_only_order_takes_everything_back(place, standing, rosa, by_ben, close, state):
    order = place(2026, 3, 2)
    assert standing() == ("CUSTOMER", date(2026, 3, 2), 1, Decimal("12.50"), None)
    assert waiting(order) > 0
    with clock.travel(berlin(2026, 3, 2, 10, 5)):
        close(order=order, by=by_ben, reason="  wrong\n person ")
        order.refresh_from_db()
        assert (order.state, order.closed_reason, order.closed_at) == (state, "wrong person", clock.now())
    assert standing() == NOTHING
    assert (rosa.last_order_at, rosa.expected_order_on, rosa.slips_on, rosa.cools_on) == (None,) * 4
    assert waiting(order) == 0
    assert Message.objects.get(occurrence=f"order:{order.pk}").state == "cancelled"
    step = rosa.steps.get()
    assert (step.revoked_reason, step.revoked_at is not None) == ("wrong person", True)


def test_steps_down_and_up_again(place, standing, by_ben):
    first, second, third = place(2026, 3, 2), place(2026, 3, 9), place(2026, 3, 30)
    assert standing() == ("CLIENT", date(2026, 3, 9), 3, Decimal("37.50"), 14)
    with clock.travel(berlin(2026, 3, 31, 9)):
        void_order(order=second, by=by_ben, reason="twice")
        assert standing() == ("CLIENT", date(2026, 3, 30), 2, Decimal("25.00"), 28)
        void_order(order=third, by=by_ben, reason="twice")
        assert standing() == ("CUSTOMER", date(2026, 3, 2), 1, Decimal("12.50"), None)
        void_order(order=first, by=by_ben, reason="twice")
        assert standing() == NOTHING
        reinstate_order(order=second, by=by_ben)
        assert standing() == ("CUSTOMER", date(2026, 3, 9), 1, Decimal("12.50"), None)
        reinstate_order(order=first, by=by_ben)
        assert standing() == ("CLIENT", date(2026, 3, 9), 2, Decimal("25.00"), 7)


def test_one_of_two_orders_of_a_day_leaves_the_evidence_of_the_other(place, standing, by_ben):
    first = place(2026, 3, 2)
    place(2026, 3, 2)
    with clock.travel(berlin(2026, 3, 2, 11)):
        void_order(order=first, by=by_ben, reason="twice")
    assert standing() == ("CUSTOMER", date(2026, 3, 2), 1, Decimal("12.50"), None)


def test_void_twice_is_void_once(place, by_ben):
    order = place(2026, 3, 2)
    with clock.travel(berlin(2026, 3, 2, 11)):
        for _ in range(2):
            void_order(order=order, by=by_ben, reason="twice")
    assert Event.objects.filter(kind="order.voided").count() == 1
    assert order.version == 2


def test_a_returned_order_is_not_made_void(place, by_ben):
    order = place(2026, 3, 2)
    with clock.travel(berlin(2026, 3, 12, 11)):
        return_order(order=order, by=by_ben, reason="too greasy")
        with pytest.raises(Refused):
            void_order(order=order, by=by_ben, reason="twice")
    order.refresh_from_db()
    assert order.state == "returned"


@pytest.mark.parametrize("reason", ["", "   ", "\0", "x" * 501])
def test_a_reason_is_needed(place, by_ben, reason):
    order = place(2026, 3, 2)
    with pytest.raises(Refused) as refusal:
        void_order(order=order, by=by_ben, reason=reason)
    assert refusal.value.field == "reason"


def event(kind):
    return Event.objects.filter(kind=kind).latest("at", "pk")


def test_undo_in_the_three_seconds_cancels_the_thank_you(place, standing, by_ben):
    order = place(2026, 3, 2)
    thanks = Message.objects.get(occurrence=f"order:{order.pk}")
    assert (thanks.due_at - clock_at(order)).total_seconds() == 3
    with clock.travel(berlin(2026, 3, 2, 10)):
        clock.advance(seconds=2)
        undo(event=event("order.placed"), by=by_ben)
    thanks.refresh_from_db()
    assert (thanks.state, waiting(order), standing()) == ("cancelled", 0, NOTHING)
    order.refresh_from_db()
    assert (order.state, order.closed_reason) == ("void", "Undone")


def clock_at(order):
    return order.placed_at


def test_undo_of_a_void_lets_it_count_again(place, standing, by_ben):
    order = place(2026, 3, 2)
    before = standing(), waiting(order)
    with clock.travel(berlin(2026, 3, 2, 10, 1)):
        void_order(order=order, by=by_ben, reason="twice")
        undo(event=event("order.voided"), by=by_ben)
        assert (standing(), waiting(order)) == before
        order.refresh_from_db()
        assert (order.state, order.closed_reason, order.closed_at) == ("placed", "", None)
        undo(event=event("order.reinstated"), by=by_ben)
        order.refresh_from_db()
        assert (order.state, order.closed_reason, standing()) == ("void", "twice", NOTHING)


def test_undo_twice_is_refused(place, by_ben):
    place(2026, 3, 2)
    placed = event("order.placed")
    undo(event=placed, by=by_ben)
    with pytest.raises(Refused):
        undo(event=placed, by=by_ben)


def test_undo_of_a_placing_that_was_returned_since_is_refused(place, by_ben):
    order = place(2026, 3, 2)
    return_order(order=order, by=by_ben, reason="too greasy")
    with pytest.raises(Refused):
        undo(event=event("order.placed"), by=by_ben)
    order.refresh_from_db()
    assert order.state == "returned"


def test_a_stranger_undoes_nothing(place, by_cleo):
    order = place(2026, 3, 2)
    with pytest.raises(Refused):
        undo(event=event("order.placed"), by=by_cleo)
    order.refresh_from_db()
    assert order.state == "placed"


def test_what_was_cancelled_by_hand_stays_cancelled(place, by_ben):
    order = place(2026, 3, 2)
    with clock.travel(berlin(2026, 3, 2, 10, 1)):
        thanks = Message.objects.get(occurrence=f"order:{order.pk}")
        cancel_message(message=thanks, by=by_ben, reason="I say it myself")
        left = waiting(order)
        void_order(order=order, by=by_ben, reason="twice")
        reinstate_order(order=order, by=by_ben)
    thanks.refresh_from_db()
    assert (thanks.state, waiting(order)) == ("cancelled", left)


def test_what_is_too_late_does_not_come_back(place, by_ben):
    order = place(2026, 3, 2)
    with clock.travel(berlin(2026, 3, 2, 10, 1)):
        void_order(order=order, by=by_ben, reason="twice")
    with clock.travel(berlin(2026, 3, 5, 10)):
        reinstate_order(order=order, by=by_ben)
    assert Message.objects.get(occurrence=f"order:{order.pk}").state == "cancelled"
