"""The list of orders and the page of one: found, told, delivered, void, returned, the same again."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from customers.models import Customer
from kit import clock
from kit.events import Event
from sales.actions import place_order, return_order, void_order
from sales.models import Order
from tests.sales.conftest import berlin, product

pytestmark = pytest.mark.django_db
LIST = "/orders/"


@pytest.fixture(autouse=True)
def monday_morning():
    with clock.travel(berlin(2026, 3, 2, 10)):
        yield


@pytest.fixture
def place(ben, by_ben, rosa, balm):
    def placed(**values):
        return place_order(
            **{"owner": ben, "by": by_ben, "person": rosa, "lines": [(balm, 1, None)], **values}
        )

    return placed


@pytest.fixture
def order(place):
    return place()


def post(client, name, row, **data):
    return client.post(reverse(name, args=[row.pk]), data)


# The list


def test_the_latest_stand_first(as_ben, place):
    old, new, between = place(ordered_on=date(2026, 1, 5)), place(), place(ordered_on=date(2026, 2, 5))
    assert as_ben.get(LIST).context["page"].rows == [new, between, old]


def test_it_is_narrowed_by_state_purpose_and_words(as_ben, ben, by_ben, place, rosa):
    nia = Customer.objects.create(owner=ben, name="Nia Öz")
    rosas, nias, void = place(), place(person=nia), place()
    stock = place(person=None, purpose="stock")
    void_order(order=void, by=by_ben, reason="twice")
    Order.objects.filter(pk=nias.pk).update(external_id="A-17")

    def found(**query):
        return set(as_ben.get(LIST, query).context["page"].rows)

    assert found() == {rosas, nias, void, stock}
    assert found(state="void") == {void}
    assert found(state="placed", purpose="customer") == {rosas, nias}
    assert found(purpose="stock") == {stock}
    assert found(q="lind") == {rosas, void}
    assert found(q="öz nia") == {nias}
    assert found(q="a-1") == {nias}
    assert found(q="zz") == set()


def test_the_sum_counts_what_stands(as_ben, by_ben, place, rosa):
    place(), place()
    return_order(order=place(), by=by_ben, reason="too greasy")
    sums = as_ben.get(LIST).context["sums"]
    assert sums == [{"currency": "EUR", "count": 2, "total": Decimal("25.00"), "pv": Decimal("16.00")}]


@pytest.mark.parametrize("query", [{"state": "x"}, {"purpose": "\0"}, {"q": "\0"}, {"q": "x" * 101}])
def test_a_choice_that_is_none_narrows_nothing(as_ben, order, query):
    response = as_ben.get(LIST, query)
    assert (response.status_code, response.context["page"].rows) == (200, [order])


def test_a_cursor_that_was_never_given_is_not_found(as_ben):
    assert as_ben.get(LIST, {"cursor": "x"}).status_code == 404


def test_more_than_a_page_goes_on(as_ben, place):
    orders = {place(ordered_on=date(2026, 3, 2) - timedelta(days=n)) for n in range(53)}
    first = as_ben.get(LIST).context["page"]
    second = as_ben.get(LIST, {"cursor": first.next}).context["page"]
    assert (len(first.rows), len(second.rows), second.next) == (50, 3, "")
    assert {*first.rows, *second.rows} == orders


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_list_costs_the_same_however_long(asks, place, ben, balm, tea, rows):
    for n in range(rows):
        person = Customer.objects.create(owner=ben, name=f"Person {n}")
        place(person=person, lines=[(balm, 1, None), (tea, 2, None)])
    assert asks(LIST) == (4, [])


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_a_page_costs_the_same_however_many_lines(asks, place, company, rows):
    goods = [product(company, f"P{n}", f"Product {n}", "1.00") for n in range(rows)]
    order = place(lines=[(one, 1, None) for one in goods])
    assert asks(order.get_absolute_url()) == (5, [])


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_form_costs_the_same_however_many_products(asks, rosa, order, company, rows):
    for n in range(rows):
        product(company, f"P{n}", f"Product {n}", "1.00")
    assert asks(f"/orders/add/?person={rosa.pk}") == (7, [])  # four for the day that can be told


# One order


def test_the_page_tells_what_follows_and_what_happened(as_ben, by_ben, order):
    void_order(order=order, by=by_ben, reason="twice")
    context = as_ben.get(order.get_absolute_url()).context
    assert [(chapter.what, chapter.more) for chapter in context["story"]] == [
        ("Made void", "twice"), ("Entered", ""),
    ]  # fmt: skip
    assert {letter.state for letter in context["letters"]} == {"cancelled"}


def test_it_is_marked_delivered_and_undone(as_ben, order):
    assert post(as_ben, "order-deliver", order, on="2026-03-02").status_code == 302
    order.refresh_from_db()
    assert order.delivered_on == date(2026, 3, 2)
    event = Event.objects.get(kind="order.delivered")
    as_ben.post(reverse("undo", args=[event.pk]))
    order.refresh_from_db()
    assert order.delivered_on is None


@pytest.mark.parametrize("on", ["2026-03-01", "2026-03-03", "1800-01-01", "2200-01-01", "", "soon", "\0"])
def test_an_impossible_delivery_is_told_and_kept(as_ben, order, on):
    response = post(as_ben, "order-deliver", order, on=on)
    form = response.context["deliver_form"]
    assert (response.status_code, list(form.errors), form["on"].value()) == (422, ["on"], on)
    order.refresh_from_db()
    assert order.delivered_on is None


@pytest.mark.parametrize(("name", "state"), [("order-void", "void"), ("order-return", "returned")])
def test_it_is_closed_with_a_reason_and_counts_again(as_ben, order, rosa, name, state):
    assert post(as_ben, name, order, reason="").status_code == 422
    assert post(as_ben, name, order, reason="a\0b").status_code == 422
    assert post(as_ben, name, order, reason="too greasy").status_code == 302
    order.refresh_from_db()
    assert (order.state, order.closed_reason) == (state, "too greasy")
    assert as_ben.get(order.get_absolute_url()).status_code == 200
    post(as_ben, "order-reinstate", order)
    order.refresh_from_db()
    rosa.refresh_from_db()
    assert (order.state, rosa.orders_count) == ("placed", 1)


def test_delivery_and_extras_are_changed(as_ben, order):
    values = {"version": 1, "told_delivery_on": "2026-03-09", "extras": "A card", "place_of_sale": "home"}
    assert post(as_ben, "order-change", order, **values).status_code == 302
    order.refresh_from_db()
    assert (order.told_delivery_on, order.extras, order.place_of_sale) == (date(2026, 3, 9), "A card", "home")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"told_delivery_on": "2026-03-01"}, "told_delivery_on"),
        ({"planned_delivery_on": "2200-01-01"}, "planned_delivery_on"),
        ({"place_of_sale": "moon"}, "place_of_sale"),
        ({"extras": "x" * 501}, "extras"),
        ({"extras": "a\0b"}, "extras"),
        ({"version": "x"}, "version"),
    ],
)
def test_impossible_changes_are_told_and_kept(as_ben, order, values, field):
    response = post(as_ben, "order-change", order, **{"version": "1", **values})
    form = response.context["form"]
    assert (response.status_code, list(form.errors), form[field].value()) == (422, [field], values[field])


def test_the_second_of_two_tabs_is_told(as_ben, order):
    post(as_ben, "order-change", order, version=1, extras="A card")
    response = post(as_ben, "order-change", order, version=1, extras="A sample")
    assert (response.status_code, response.context["form"]["extras"].value()) == (422, "A sample")
    order.refresh_from_db()
    assert order.extras == "A card"


# The same again


def test_the_same_as_last_time_is_one_press(as_ben, place, rosa, tea):
    place()
    place(lines=[(tea, 2, None)], ordered_on=date(2026, 2, 1))
    response = as_ben.post(reverse("order-again", args=[rosa.pk]), {"request_key": "k1"})
    assert (response.status_code, response.url) == (302, rosa.get_absolute_url())
    as_ben.post(reverse("order-again", args=[rosa.pk]), {"request_key": "k1"})
    assert Order.objects.count() == 3
    new = Order.objects.latest("created_at")
    assert list(new.lines.values_list("product__code", "quantity")) == [("HB-01", 1)]


def test_a_void_order_is_not_the_last(as_ben, by_ben, place, rosa, tea):
    place(lines=[(tea, 2, None)], ordered_on=date(2026, 2, 1))
    void_order(order=place(), by=by_ben, reason="twice")
    as_ben.post(reverse("order-again", args=[rosa.pk]))
    new = Order.objects.latest("created_at")
    assert list(new.lines.values_list("product__code", "quantity")) == [("TS", 2)]


def test_without_an_order_nothing_is_repeated(as_ben, rosa):
    assert as_ben.post(reverse("order-again", args=[rosa.pk])).status_code == 302
    assert Order.objects.count() == 0


def test_what_is_no_longer_sold_is_not_repeated(as_ben, order, balm):
    balm.is_active = False
    balm.save()
    response = post(as_ben, "order-repeat", order, request_key="k1")
    assert (response.status_code, Order.objects.count()) == (302, 1)


@pytest.mark.parametrize("key", ["a\0b", "k" * 100, ""])
def test_odd_keys_repeat_once_each(as_ben, order, key):
    assert post(as_ben, "order-repeat", order, request_key=key).status_code == 302
    assert Order.objects.count() == 2


@pytest.mark.parametrize(
    ("to", "there"), [("/today/", "/today/"), ("https://elsewhere.example/", None), ("//elsewhere", None)]
)
def test_one_goes_on_where_the_form_says_if_it_is_ours(as_ben, order, rosa, to, there):
    response = as_ben.post(reverse("order-again", args=[rosa.pk]), {"next": to})
    assert response.url == (there or rosa.get_absolute_url())
