"""An order is not undone by one press once something rests on it."""

from datetime import date
from decimal import Decimal

import pytest

from kit import clock
from kit.errors import Refused
from kit.models import Event
from kit.undo import undo
from sales.actions import (
    change_order,
    change_product,
    deliver_order,
    place_order,
    reinstate_order,
    repeat_order,
    void_order,
)

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def order(ben, by_ben, rosa, balm):
    return place_order(owner=ben, by=by_ben, person=rosa, lines=[(balm, 1, None)], request_key="1")


def refused(by) -> str:
    with pytest.raises(Refused) as refusal:
        undo(event=Event.objects.filter(kind="order.placed").earliest("id"), by=by)
    return refusal.value.message


def test_once_it_was_delivered(order, by_ben):
    deliver_order(order=order, by=by_ben, on=date(2026, 3, 2))
    assert refused(by_ben) == "Changed again since: Delivered on. Open it and change it there."


def test_once_it_was_edited(order, by_ben):
    change_order(order=order, by=by_ben, extras="A sample", place_of_sale="home")
    assert refused(by_ben) == (
        "Changed again since: Extras given, Place of sale. Open it and change it there."
    )


def test_once_it_was_repeated(order, by_ben):
    clock.advance(minutes=1)
    repeat_order(order=order, by=by_ben, request_key="2")
    assert refused(by_ben) == "They ordered again since. Open this order and make it void there."
    newer = Event.objects.filter(kind="order.placed").latest("id")
    undo(event=newer, by=by_ben)
    undo(event=Event.objects.filter(kind="order.placed").earliest("id"), by=by_ben)


def test_once_it_was_made_void_and_counted_again(order, by_ben):
    void_order(order=order, by=by_ben, reason="twice")
    reinstate_order(order=order, by=by_ben)
    assert refused(by_ben) == "The order has changed since. Open it and decide there."


def test_a_product_names_what_was_changed_again(bens_soap, by_ben):
    change_product(product=bens_soap, by=by_ben, price=Decimal("5.00"), name="Soap bar")
    first = Event.objects.filter(kind="product.changed").latest("id")
    change_product(product=bens_soap, by=by_ben, price=Decimal("6.00"))
    with pytest.raises(Refused) as refusal:
        undo(event=first, by=by_ben)
    assert refusal.value.message == "Changed again since: Price. Open it and change it there."


def test_an_order_that_was_voided_again(order, by_ben):
    void_order(order=order, by=by_ben, reason="Twice")
    reinstate_order(order=order, by=by_ben)
    void_order(order=order, by=by_ben, reason="Really")
    first, second = Event.objects.filter(kind="order.voided").order_by("id")
    with pytest.raises(Refused) as refusal:
        undo(event=first, by=by_ben)
    assert refusal.value.message == "This was taken back and done again since."
    assert undo(event=second, by=by_ben) == "The order counts again."
