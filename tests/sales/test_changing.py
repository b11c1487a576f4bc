"""Delivery and extras change, check-ins move with them, and two tabs do not overwrite each other."""

from datetime import date

import pytest

from followups.models import Message, Task
from kit import clock
from kit.errors import Refused, Stale
from kit.events import Event
from kit.undo import undo
from sales.actions import change_order, deliver_order, place_order, void_order
from tests.sales.conftest import berlin

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(ben, by_ben, rosa, balm):
    with clock.travel(berlin(2026, 3, 2, 10)):
        return place_order(
            owner=ben, by=by_ben, person=rosa, lines=[(balm, 1, None)],
            told_delivery_on=date(2026, 3, 6), planned_delivery_on=date(2026, 3, 5),
        )  # fmt: skip


@pytest.fixture(autouse=True)
def tuesday(order):
    with clock.travel(berlin(2026, 3, 10, 9)):
        yield


def check_in(order):
    """The day of the check-in two days after the delivery."""
    occurrence = f"order:{order.pk}:check_in_2_days"
    rows = [*Message.objects.filter(occurrence=occurrence), *Task.objects.filter(occurrence=occurrence)]
    return [row.local_date for row in rows]


def event(kind):
    return Event.objects.filter(kind=kind).latest("at", "pk")


def test_the_check_in_counts_from_the_promised_day(order):
    assert check_in(order) == [date(2026, 3, 8)]


def test_it_moves_when_the_promise_moves(order, by_ben):
    change_order(order=order, by=by_ben, version=1, told_delivery_on=date(2026, 3, 20))
    assert check_in(order) == [date(2026, 3, 22)]


def test_it_counts_from_the_delivery_once_there_is_one(order, by_ben):
    change_order(order=order, by=by_ben, told_delivery_on=date(2026, 3, 20))
    deliver_order(order=order, by=by_ben, on=date(2026, 3, 10))
    assert check_in(order) == [date(2026, 3, 12)]
    order.refresh_from_db()
    assert (order.delivered_on, order.version) == (date(2026, 3, 10), 3)


def test_undo_puts_the_delivery_and_the_check_in_back(order, by_ben):
    change_order(order=order, by=by_ben, told_delivery_on=date(2026, 3, 20))
    deliver_order(order=order, by=by_ben, on=date(2026, 3, 10))
    undo(event=event("order.delivered"), by=by_ben)
    order.refresh_from_db()
    assert (order.delivered_on, check_in(order)) == (None, [date(2026, 3, 22)])


def test_events_tell_what_changed(order, by_ben):
    change_order(order=order, by=by_ben, extras="A card", told_delivery_on=date(2026, 3, 6))
    changed = event("order.changed")
    assert (changed.before, changed.after) == ({"extras": ""}, {"extras": "A card"})


def test_undo_puts_back_what_was(order, by_ben):
    change_order(order=order, by=by_ben, extras="A card", told_delivery_on=None, place_of_sale="home")
    undo(event=event("order.changed"), by=by_ben)
    order.refresh_from_db()
    assert (order.extras, order.told_delivery_on, order.place_of_sale) == ("", date(2026, 3, 6), "")


def test_undo_is_refused_once_it_changed_again(order, by_ben):
    change_order(order=order, by=by_ben, extras="A card")
    first = event("order.changed")
    change_order(order=order, by=by_ben, extras="Two cards")
    with pytest.raises(Refused):
        undo(event=first, by=by_ben)
    order.refresh_from_db()
    assert order.extras == "Two cards"


def test_nothing_changed_is_no_event(order, by_ben):
    change_order(order=order, by=by_ben, extras="", told_delivery_on=date(2026, 3, 6))
    assert (Event.objects.filter(kind="order.changed").count(), order.version) == (0, 1)


def test_the_second_of_two_tabs_is_told(order, by_ben):
    change_order(order=order, by=by_ben, version=1, extras="A card")
    with pytest.raises(Stale):
        change_order(order=order, by=by_ben, version=1, extras="A sample")
    order.refresh_from_db()
    assert order.extras == "A card"


@pytest.mark.parametrize("on", [date(2026, 3, 1), date(2026, 3, 11), date(1800, 1, 1), date(2200, 1, 1)])
def test_a_delivery_before_the_order_or_to_come_is_refused(order, by_ben, on):
    with pytest.raises(Refused) as refusal:
        deliver_order(order=order, by=by_ben, on=on)
    assert refusal.value.field == "delivered_on"
    order.refresh_from_db()
    assert order.delivered_on is None


def test_a_void_order_stays_as_it_is(order, by_ben):
    void_order(order=order, by=by_ben, reason="twice")
    with pytest.raises(Refused):
        change_order(order=order, by=by_ben, extras="A card")
    with pytest.raises(Refused):
        deliver_order(order=order, by=by_ben, on=date(2026, 3, 10))
