"""Placing an order: what is kept, what follows from it, and what is refused."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from customers.ladder import Kind, Rung
from customers.models import Customer
from followups.models import Message, Task
from kit import clock
from kit.errors import Refused
from kit.events import Event
from sales.actions import place_order, repeat_order
from sales.models import Order, OrderLine
from tests.sales.conftest import berlin, product

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(ben, by_ben, rosa, balm):
    """Place an order of Rosa's for two balms, or what else is said."""

    def placed(**values):
        return place_order(
            **{"owner": ben, "by": by_ben, "person": rosa, "lines": [(balm, 2, None)], **values}
        )

    return placed


def test_an_order_is_kept_with_its_lines_and_totals(monday, place, rosa, balm, tea):
    order = place(
        lines=[(balm, 2, None), (tea, 1, Decimal("8.75"))], place_of_sale="home", extras=" A  card "
    )
    order = Order.objects.get(pk=order.pk)
    assert (order.customer, order.state, order.ordered_on, order.placed_at) == (
        rosa, "placed", date(2026, 3, 2), monday,
    )  # fmt: skip
    assert (order.total, order.pv, order.currency) == (Decimal("33.75"), Decimal("21.50"), "EUR")
    assert (order.place_of_sale, order.extras, order.version) == ("home", "A card", 1)
    assert list(order.lines.values_list("product__code", "quantity", "unit_price", "amount")) == [
        ("HB-01", 2, Decimal("12.5000"), Decimal("25.00")),
        ("TS", 1, Decimal("8.7500"), Decimal("8.75")),
    ]


def test_it_climbs_counts_and_plans_in_one_go(monday, place, rosa):
    order = place()
    rosa.refresh_from_db()
    assert (rosa.rung, rosa.rung_since) == (Rung.CUSTOMER, date(2026, 3, 2))
    assert (rosa.orders_count, rosa.spent, rosa.last_order_at) == (1, Decimal("25.00"), monday)
    assert rosa.expected_order_on == date(2026, 3, 2) + timedelta(days=84)
    assert list(rosa.steps.values_list("kind", "on", "source")) == [(Kind.ORDER, order.ordered_on, order.pk)]
    thanks = Message.objects.get(occurrence=f"order:{order.pk}")
    assert (thanks.rule.key, thanks.state) == ("thank_first_order", "planned")
    assert thanks.context["products"] == "2 × Hand balm"
    planned = Message.objects.of_order(order.pk).count() + Task.objects.of_order(order.pk).count()
    assert planned > 1


def test_the_event_tells_what_was_ordered(monday, place, rosa, balm, ben):
    order = place()
    event = Event.objects.get(kind="order.placed")
    assert (event.subject_id, event.person_id, event.owner_id, event.actor_id) == (
        str(order.pk), rosa.pk, ben.pk, ben.pk,
    )  # fmt: skip
    assert event.after["total"] == "25.00"
    assert event.after["lines"] == [
        {"product": str(balm.pk), "code": "HB-01", "name": "Hand balm", "quantity": 2,
         "unit_price": "12.50", "amount": "25.00"}
    ]  # fmt: skip


def test_orders_on_two_days_make_a_client_and_two_on_one_day_do_not(place, rosa):
    with clock.travel(berlin(2026, 3, 2, 10)):
        place()
        place()
    rosa.refresh_from_db()
    assert (rosa.rung, rosa.orders_count) == (Rung.CUSTOMER, 2)
    with clock.travel(berlin(2026, 3, 3, 10)):
        place()
    rosa.refresh_from_db()
    assert (rosa.rung, rosa.rung_since, rosa.orders_count) == (Rung.CLIENT, date(2026, 3, 3), 3)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 2, 22, 30, tzinfo=UTC), date(2026, 3, 2)),
        (datetime(2026, 3, 2, 23, 30, tzinfo=UTC), date(2026, 3, 3)),
        (datetime(2026, 7, 1, 22, 30, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 1, tzinfo=UTC), date(2026, 10, 26)),
    ],
)
def test_the_day_is_the_owners_day(place, rosa, moment, day):
    with clock.travel(moment):
        order = place()
    assert (order.ordered_on, order.placed_at) == (day, moment)
    assert rosa.steps.get().on == day


def test_half_past_eleven_at_night_and_half_past_midnight_are_two_days(place, rosa):
    for moment in (berlin(2026, 3, 2, 23, 30), berlin(2026, 3, 3, 0, 30)):
        with clock.travel(moment):
            place()
    rosa.refresh_from_db()
    assert rosa.rung == Rung.CLIENT


def test_an_order_of_yesterday_is_placed_at_its_noon(monday, place, rosa):
    order = place(ordered_on=date(2026, 3, 1))
    assert order.placed_at == berlin(2026, 3, 1, 12)
    rosa.refresh_from_db()
    assert rosa.last_order_at == berlin(2026, 3, 1, 12)


def test_an_order_entered_late_does_not_become_the_last(monday, place, rosa):
    place()
    place(ordered_on=date(2026, 2, 1))
    rosa.refresh_from_db()
    assert (rosa.last_order_at, rosa.order_interval) == (monday, 29)


def test_a_long_ago_order_plans_nothing(monday, place):
    order = place(ordered_on=date(2026, 2, 1))
    assert (Message.objects.of_order(order.pk).count(), Task.objects.of_order(order.pk).count()) == (0, 0)


@pytest.mark.parametrize("purpose", ["own_use", "stock"])
def test_own_use_and_stock_are_nobodys_evidence(monday, place, purpose):
    order = place(person=None, purpose=purpose)
    assert (order.customer, order.total) == (None, Decimal("25.00"))
    assert (Message.objects.count(), Task.objects.count()) == (0, 0)
    assert list(Event.objects.values_list("kind", "person_id")) == [("order.placed", None)]


@pytest.mark.parametrize(
    ("currency", "price", "quantity", "total"),
    [
        ("EUR", "0.333", 3, "1.00"),
        ("EUR", "0.005", 1, "0.01"),
        ("JPY", "100.5", 1, "101.00"),
        ("JPY", "100.5", 3, "302.00"),
        ("KWD", "1.2345", 2, "2.47"),
        ("EUR", "0", 5, "0.00"),
    ],
)
def test_amounts_are_rounded_to_what_can_be_paid(monday, place, company, currency, price, quantity, total):
    company.currency = currency
    company.save()
    goods = product(company, "X", "Thing", "1.00")
    order = place(lines=[(goods, quantity, Decimal(price))])
    assert (order.total, order.currency) == (Decimal(total), currency)
    assert sum(order.lines.values_list("amount", flat=True)) == order.total


def _other(field, value):
    return {field: value}, field


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"person": None}, "person"),
        ({"purpose": "own_use"}, "purpose"),
        ({"purpose": "gift"}, "purpose"),
        ({"lines": []}, "lines"),
        ({"ordered_on": date(1800, 1, 1)}, "ordered_on"),
        ({"ordered_on": date(2026, 3, 3)}, "ordered_on"),
        ({"ordered_on": date(2200, 1, 1)}, "ordered_on"),
        ({"told_delivery_on": date(2026, 3, 1)}, "told_delivery_on"),
        ({"told_delivery_on": date(2200, 1, 1)}, "told_delivery_on"),
        ({"planned_delivery_on": date(1800, 1, 1)}, "planned_delivery_on"),
        ({"place_of_sale": "moon"}, "place_of_sale"),
        ({"extras": "x" * 501}, "extras"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(monday, place, values, field):
    with pytest.raises(Refused) as refusal:
        place(**values)
    assert refusal.value.field == field
    assert (Order.objects.count(), OrderLine.objects.count(), Event.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("quantity", "price"),
    [(0, None), (-1, None), (10_000, None), (10**12, None), (1, "-0.01"), (1, "1e30"), (1, "NaN"),
     (1, "Infinity"), (9_999, "999999999")],
)  # fmt: skip
def test_impossible_numbers_are_refused(monday, place, balm, quantity, price):
    with pytest.raises(Refused) as refusal:
        place(lines=[(balm, quantity, price and Decimal(price))])
    assert refusal.value.field == "lines"
    assert Order.objects.count() == 0


def test_goods_that_are_not_ones_own_to_sell_are_refused(monday, place, balm, cleos_soap):
    with pytest.raises(Refused, match="no such product"):
        place(lines=[(cleos_soap, 1, None)])
    balm.is_active = False
    balm.save()
    with pytest.raises(Refused, match="Hand balm is no longer for sale"):
        place()


def test_somebody_elses_person_is_nobody(monday, place, cleos_person):
    with pytest.raises(Refused) as refusal:
        place(person=cleos_person)
    assert (refusal.value.field, Order.objects.count()) == ("person", 0)


def test_a_deleted_person_orders_nothing(monday, place, rosa):
    Customer.objects.filter(pk=rosa.pk).update(deleted_at=clock.now())
    with pytest.raises(Refused):
        place()


def test_one_order_is_in_one_currency(monday, place, company, balm):
    yen = product(company, "Y", "Fan", "100")
    yen.currency = "JPY"
    yen.save()
    with pytest.raises(Refused, match="one currency"):
        place(lines=[(balm, 1, None), (yen, 1, None)])


def test_the_same_key_places_one_order(monday, place):
    assert place(request_key="k1") == place(request_key="k1")
    assert (Order.objects.count(), Event.objects.filter(kind="order.placed").count()) == (1, 1)


def test_the_same_key_without_a_person_places_one_order(monday, place):
    stock = {"person": None, "purpose": "stock", "request_key": "k1"}
    assert place(**stock) == place(**stock)
    assert Order.objects.count() == 1


def test_the_same_key_with_another_order_is_told(monday, place, tea):
    place(request_key="k1")
    with pytest.raises(Refused) as refusal:
        place(request_key="k1", lines=[(tea, 1, None)])
    assert (refusal.value.code, Order.objects.count()) == ("request_key_used", 1)


def test_keys_of_others_are_their_own(monday, place, cleo, by_cleo, cleos_person, balm):
    place(request_key="k1")
    place_order(owner=cleo, by=by_cleo, person=cleos_person, lines=[(balm, 1, None)], request_key="k1")
    assert Order.objects.count() == 2


def test_the_same_again_is_at_todays_prices(place, balm, by_ben, rosa):
    with clock.travel(berlin(2026, 3, 2, 10)):
        first = place(told_delivery_on=date(2026, 3, 6), extras="A card", place_of_sale="home")
    balm.price = Decimal("13.00")
    balm.save()
    with clock.travel(berlin(2026, 4, 2, 10)):
        again = repeat_order(order=first, by=by_ben, request_key="k2")
        assert repeat_order(order=first, by=by_ben, request_key="k2") == again
    assert (again.total, again.ordered_on, again.place_of_sale) == (
        Decimal("26.00"),
        date(2026, 4, 2),
        "home",
    )
    assert (again.told_delivery_on, again.extras) == (None, "")
    rosa.refresh_from_db()
    assert (rosa.orders_count, rosa.order_interval, rosa.expected_order_on) == (2, 31, date(2026, 5, 3))
