"""Entering an order on the page: typed, asked, picked, refused with what was typed kept."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from kit.events import Event
from sales.models import Order, Product
from tests.sales.conftest import product

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday", "balm", "tea")]
ADD, PREVIEW = "/orders/add/", "/orders/preview/"


@pytest.fixture
def send(as_ben, rosa):
    """Send the form for Rosa with these values."""

    def sent(**values):
        return as_ben.post(ADD, {"person": str(rosa.pk), **values})

    return sent


def lines(order):
    return list(order.lines.values_list("product__code", "quantity", "amount"))


def test_a_typed_order_is_placed_and_can_be_undone(send, as_ben, rosa):
    response = send(typed="2 hand balm, 1 tea", told_delivery_on="2026-03-06", extras="A card")
    assert (response.status_code, response.url) == (302, rosa.get_absolute_url())
    order = Order.objects.get()
    assert lines(order) == [("HB-01", 2, Decimal("25.00")), ("TS", 1, Decimal("9.90"))]
    assert (order.customer, order.told_delivery_on, order.extras, order.purpose) == (
        rosa, date(2026, 3, 6), "A card", "customer",
    )  # fmt: skip
    event = Event.objects.get(kind="order.placed")
    assert as_ben.post(reverse("undo", args=[event.pk])).status_code == 302
    order.refresh_from_db()
    assert order.state == "void"


def test_pieces_from_the_list_join_the_typed_ones(send, balm, tea):
    send(**{"typed": "hand balm", f"pieces-{balm.pk}": "2", f"pieces-{tea.pk}": "1"})
    assert lines(Order.objects.get()) == [("HB-01", 3, Decimal("37.50")), ("TS", 1, Decimal("9.90"))]


@pytest.mark.parametrize("purpose", ["own_use", "stock"])
def test_own_use_and_stock_leave_the_person_out(send, purpose):
    response = send(typed="12 hand balm", purpose=purpose)
    order = Order.objects.get()
    assert (order.purpose, order.customer, response.url) == (purpose, None, order.get_absolute_url())


def test_what_could_be_several_is_asked_and_answered(send, company):
    product(company, "HB-02", "Hand balm, night", "13.50")
    night = Product.objects.get(code="HB-02")
    response = send(typed="2 hand ba")
    asked = response.context["form"].basket.asked
    assert (response.status_code, [len(one.question.choices) for one in asked]) == (422, [2])
    send(**{"typed": "2 hand ba", "answer-0": f"{night.pk}:2"})
    assert lines(Order.objects.get()) == [("HB-02", 2, Decimal("27.00"))]


BAD = [
    ({"typed": "0 hand balm"}, "typed"),
    ({"typed": "-1 hand balm"}, "typed"),
    ({"typed": "1000000000000 hand balm"}, "typed"),
    ({"typed": "hand balm @ -3"}, "typed"),
    ({"typed": "2 shampoo"}, "typed"),
    ({"typed": "hand\0 balm"}, "typed"),
    ({"typed": ""}, "typed"),
    ({"typed": "x" * 501}, "typed"),
    ({"typed": "hand balm", "person": ""}, "person"),
    ({"typed": "hand balm", "person": "nobody"}, "person"),
    ({"typed": "hand balm", "person": "018f0000-0000-7000-8000-000000000000"}, "person"),
    ({"typed": "hand balm", "purpose": "gift"}, "purpose"),
    ({"typed": "hand balm", "ordered_on": "1800-01-01"}, "ordered_on"),
    ({"typed": "hand balm", "ordered_on": "2200-01-01"}, "ordered_on"),
    ({"typed": "hand balm", "ordered_on": "2026-02-30"}, "ordered_on"),
    ({"typed": "hand balm", "told_delivery_on": "2026-03-01"}, "told_delivery_on"),
    ({"typed": "hand balm", "told_delivery_on": "2200-01-01"}, "told_delivery_on"),
    ({"typed": "hand balm", "planned_delivery_on": "yesterday"}, "planned_delivery_on"),
    ({"typed": "hand balm", "place_of_sale": "moon"}, "place_of_sale"),
    ({"typed": "hand balm", "extras": "a\0b"}, "extras"),
    ({"typed": "hand balm", "request_key": "k" * 65}, "request_key"),
]


@pytest.mark.parametrize(("values", "field"), BAD)
def test_bad_input_is_told_by_its_field_and_kept(send, values, field):
    response = send(**values)
    form = response.context["form"]
    assert (response.status_code, list(form.errors), Order.objects.count()) == (422, [field], 0)
    assert form["typed"].value() == values["typed"]


@pytest.mark.parametrize("pieces", ["-1", "1.5", "10000", "1000000000000", "two", "²", "1\0"])
def test_impossible_pieces_are_told_and_kept(send, balm, pieces):
    response = send(**{f"pieces-{balm.pk}": pieces})
    assert (response.status_code, Order.objects.count()) == (422, 0)
    assert response.context["form"].errors["typed"] == ["“Hand balm”: a whole number from 1 to 9999, please."]
    assert [row.pieces for row in response.context["offered"] if row.product == balm] == [pieces]


@pytest.mark.parametrize("name", ["pieces-", "pieces-x", "pieces-018f0000-0000-7000-8000-000000000000"])
def test_pieces_of_nothing_are_told(send, name):
    response = send(**{"typed": "hand balm", name: "1"})
    assert response.context["form"].errors["typed"] == ["There is no such product."]


@pytest.mark.parametrize(
    "answers", [{"answer-x": "1"}, {"answer-99": "a:b"}, {"answer-²": "x"}, {"answer-0": "\0"}]
)
def test_answers_to_nothing_are_no_matter(send, answers):
    assert send(typed="hand balm", **answers).status_code == 302


def test_sent_twice_it_is_placed_once(send):
    for _ in range(2):
        assert send(typed="hand balm", request_key="k1").status_code == 302
    assert Order.objects.count() == 1


def test_the_same_form_with_another_order_asks_once_more(send):
    send(typed="hand balm", request_key="k1")
    response = send(typed="tea", request_key="k1")
    assert (response.status_code, Order.objects.count()) == (422, 1)
    fresh = response.context["form"]["request_key"].value()
    assert send(typed="tea", request_key=fresh).status_code == 302
    assert Order.objects.count() == 2


def test_each_form_has_a_key_of_its_own(as_ben, rosa):
    keys = {as_ben.get(ADD, {"person": rosa.pk}).context["form"]["request_key"].value() for _ in range(2)}
    assert len(keys) == 2


def test_without_a_person_one_is_asked_for(as_ben, rosa):
    assert list(as_ben.get(ADD).context["people"]) == [rosa]
    assert list(as_ben.get(ADD, {"q": "ros"}).context["people"]) == [rosa]
    assert list(as_ben.get(ADD, {"q": "ben\0"}).context["people"]) == []


@pytest.mark.parametrize("person", ["", "x", "018f0000-0000-7000-8000-000000000000", "\0"])
def test_a_form_for_nobody_is_not_found(as_ben, person):
    assert as_ben.get(ADD, {"person": person}).status_code == 404


def test_what_the_person_bought_is_offered_first(send, as_ben, rosa, balm, tea):
    send(typed="tea")
    offered = as_ben.get(ADD, {"person": rosa.pk}).context["offered"]
    assert [row.product for row in offered] == [tea, balm]


def test_the_preview_shows_and_changes_nothing(as_ben, balm):
    before = Event.objects.count()
    response = as_ben.get(PREVIEW, {"typed": "2 hand balm, shampoo", f"pieces-{balm.pk}": "1"})
    basket = response.context["basket"]
    assert response.status_code == 200
    assert [(item.product, item.quantity, item.amount) for item in basket.items] == [
        (balm, 3, Decimal("37.50"))
    ]
    assert (basket.total, basket.pv, basket.complaints) == (
        Decimal("37.50"), Decimal(24), ["No product is called “shampoo”."],
    )  # fmt: skip
    assert (Order.objects.count(), Event.objects.count()) == (0, before)


def test_the_preview_takes_anything(as_ben):
    assert as_ben.get(PREVIEW, {"typed": "\0 @,;" * 300, "answer-0": "x"}).status_code == 200
    assert as_ben.get(PREVIEW, {"answer-" + "9" * 5000: "x"}).content.strip() == b""
    assert as_ben.get(PREVIEW).content.strip() == b""


def test_the_preview_only_reads(as_ben):
    assert as_ben.post(PREVIEW, {"typed": "hand balm"}).status_code == 405
