"""Orders by the API: placed once however often they are sent, and all that becomes of one."""

from datetime import timedelta
from decimal import Decimal

import pytest

from kit.events import last_event_of
from kit.models import RequestOutcome
from sales.actions import place_order, retire_product
from sales.models import Order, Product

ORDERS = "/api/v1/orders/"
NOBODY = "01900000-0000-7000-8000-000000000000"
EUR = {"currency": "EUR"}


def address(order, *words) -> str:
    return "/".join([f"{ORDERS}{order.pk}", *words, ""])


def fields(answer) -> set[str]:
    assert answer.status_code == 400, answer.content
    return set(answer.json()["fields"])


@pytest.fixture
def order(ben, by_ben, rosa, balm):
    return place_order(owner=ben, by=by_ben, person=rosa, lines=[(balm, 2, None)])


@pytest.fixture
def asked(rosa, balm):
    """What a phone sends for two balms."""
    return {"person": str(rosa.pk), "items": [{"product": "HB-01", "quantity": 2}]}


# Placing


def test_an_order_is_placed_with_all_that_follows(phone, rosa, balm, asked, monday):
    answer = phone.post(ORDERS, asked | {
        "purpose": "customer", "told_delivery_on": "2026-03-06", "planned_delivery_on": "2026-03-05",
        "place_of_sale": "home", "extras": "A sample", "ordered_on": "2026-03-01",
    })  # fmt: skip
    assert answer.status_code == 201, answer.content
    order = Order.objects.get()
    assert answer.json() == {
        "id": str(order.pk),
        "person": str(rosa.pk),
        "person_name": "Rosa Lind",
        "purpose": "customer",
        "state": "placed",
        "ordered_on": "2026-03-01",
        "placed_at": "2026-03-01T11:00:00Z",
        "items": [
            {
                "product": str(balm.pk),
                "code": "HB-01",
                "name": "Hand balm",
                "quantity": 2,
                "unit_price": {"amount": "12.00", "currency": "EUR"},
                "amount": {"amount": "24.00", "currency": "EUR"},
            }
        ],
        "total": {"amount": "24.00", "currency": "EUR"},
        "pv": "0.00",
        "place_of_sale": "home",
        "told_delivery_on": "2026-03-06",
        "planned_delivery_on": "2026-03-05",
        "delivered_on": None,
        "extras": "A sample",
        "external_id": "",
        "closed_at": None,
        "closed_reason": "",
        "version": 1,
        "created_at": "2026-03-02T09:30:00Z",
        "updated_at": "2026-03-02T09:30:00Z",
    }
    assert phone.get(answer["Location"]).json() == answer.json()
    assert answer["Kept-Undo"] == str(last_event_of(order, "order.placed").pk)
    person = phone.get(f"/api/v1/people/{rosa.pk}/").json()
    assert (person["rung"], person["orders_count"], person["spent"]["amount"]) == ("customer", 1, "24.00")


def test_a_product_is_named_by_code_or_id_and_may_have_its_own_price(phone, asked, balm):
    price = {"amount": "9.9901", "currency": "EUR"}
    asked["items"] = [
        {"product": str(balm.pk), "quantity": 1},
        {"product": "HB-01", "quantity": 3, "unit_price": price},
    ]
    items = phone.post(ORDERS, asked).json()["items"]
    assert [(item["quantity"], item["unit_price"], item["amount"]["amount"]) for item in items] == [
        (1, {"amount": "12.00", "currency": "EUR"}, "12.00"),
        (3, price, "29.97"),
    ]


def test_own_use_and_stock_are_for_nobody(phone, asked, balm):
    items = asked["items"]
    placed = phone.post(ORDERS, {"purpose": "own_use", "items": items})
    assert (placed.status_code, placed.json()["person"]) == (201, None)
    assert fields(phone.post(ORDERS, {"purpose": "customer", "items": items})) == {"person"}
    assert fields(phone.post(ORDERS, asked | {"purpose": "stock"})) == {"purpose"}


@pytest.mark.parametrize("quantity", [0, -1, 1.5, 1.0, "2", 10_000, 10**9, True, None, [], 10**30])
def test_pieces_are_a_whole_number(phone, asked, quantity):
    asked["items"][0]["quantity"] = quantity
    assert fields(phone.post(ORDERS, asked)) == {"items.0.quantity"}


@pytest.mark.parametrize(
    ("item", "at_fault"),
    [
        ({}, "items.0.product"),
        ({"product": "HB-99"}, "items.0.product"),
        ({"product": ""}, "items.0.product"),
        ({"product": 7}, "items.0.product"),
        ({"product": NOBODY}, "items.0.product"),
        ({"product": "x" * 41}, "items.0.product"),
        ({"product": "HB-01", "unit_price": 12.5}, "items.0.unit_price"),
        ({"product": "HB-01", "unit_price": "12.50"}, "items.0.unit_price"),
        ({"product": "HB-01", "unit_price": {"amount": "12.50"}}, "items.0.unit_price.currency"),
        ({"product": "HB-01", "unit_price": EUR | {"amount": 12.5}}, "items.0.unit_price.amount"),
        ({"product": "HB-01", "unit_price": EUR | {"amount": 12}}, "items.0.unit_price.amount"),
        ({"product": "HB-01", "unit_price": EUR | {"amount": "1e3"}}, "items.0.unit_price.amount"),
        ({"product": "HB-01", "unit_price": EUR | {"amount": "12.50001"}}, "items.0.unit_price.amount"),
        ({"product": "HB-01", "unit_price": EUR | {"amount": "-1.00"}}, "items.0.unit_price"),
        ({"product": "HB-01", "unit_price": EUR | {"amount": "999999999999"}}, "items.0.unit_price"),
        ({"product": "HB-01", "unit_price": {"amount": "12.50", "currency": "USD"}}, "items.0.unit_price"),
        ({"product": "HB-01", "unit_price": {"amount": "12.50", "currency": "eur"}},
         "items.0.unit_price.currency"),
        ({"product": "HB-01", "price": "12.50"}, "items.0.price"),
    ],
)  # fmt: skip
def test_an_item_that_cannot_be_is_named(phone, asked, item, at_fault):
    asked["items"] = [{"quantity": 1} | item]
    assert fields(phone.post(ORDERS, asked)) == {at_fault}
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    ("said", "at_fault"),
    [
        ({"items": []}, "items"),
        ({"items": None}, "items"),
        ({"items": "2 hand balm"}, "items"),
        ({"items": [7]}, "items.0"),
        ({"items": [{"product": "HB-01", "quantity": 1}] * 201}, "items"),
        ({"person": None}, "person"),
        ({"person": NOBODY}, "person"),
        ({"purpose": "gift"}, "purpose"),
        ({"ordered_on": "2999-01-01"}, "ordered_on"),
        ({"ordered_on": "2026-02-30"}, "ordered_on"),
        ({"ordered_on": "1969-12-31"}, "ordered_on"),
        ({"ordered_on": "2026-03-01T10:00:00Z"}, "ordered_on"),
        ({"told_delivery_on": "2000-01-01"}, "told_delivery_on"),
        ({"planned_delivery_on": "2199-01-01"}, "planned_delivery_on"),
        ({"place_of_sale": "moon"}, "place_of_sale"),
        ({"extras": "x" * 501}, "extras"),
        ({"state": "void"}, "state"),
        ({"request_key": "so"}, "request_key"),
    ],
)
def test_an_order_that_cannot_be_is_refused_at_its_field(phone, asked, said, at_fault):
    assert fields(phone.post(ORDERS, asked | said)) == {at_fault}
    assert not Order.objects.exists()


def test_what_is_no_longer_for_sale(phone, asked, balm, by_ben):
    retire_product(product=balm, by=by_ben)
    answer = phone.post(ORDERS, asked)
    assert answer.json()["fields"] == {"items.0.product": ["Hand balm is no longer for sale."]}


def test_of_one_code_the_own_product_is_meant(phone, asked, ben, company, balm):
    own = Product.objects.create(
        company=company, owner=ben, code="HB-01", name="My balm", price=Decimal(5), currency="EUR"
    )
    assert phone.post(ORDERS, asked).json()["items"][0]["product"] == str(own.pk)


def test_what_is_somebody_else_s_does_not_exist(stranger, upline, outsider, phone, asked, ben, company):
    own = Product.objects.create(
        company=company, owner=ben, code="MY-1", name="My balm", price=Decimal(5), currency="EUR"
    )
    for other in (stranger, upline, outsider):
        assert other.post(ORDERS, asked).json()["fields"] == {"person": ["There is no such object."]}
    item = {"product": str(own.pk), "quantity": 1}
    for other in (stranger, upline, outsider):
        assert fields(other.post(ORDERS, {"purpose": "stock", "items": [item]})) == {"items.0.product"}


def test_one_key_is_one_order_for_as_long_as_anybody_may_try(phone, asked):
    key = {"Idempotency-Key": "phone-7"}
    first, second = phone.post(ORDERS, asked, headers=key), phone.post(ORDERS, asked, headers=key)
    assert first.json() == second.json()
    assert (second["Idempotent-Replayed"], second["Kept-Undo"]) == ("true", first["Kept-Undo"])
    RequestOutcome.objects.all().delete()  # as after two days
    third = phone.post(ORDERS, asked, headers=key)
    assert (third.status_code, third.json()) == (201, first.json())
    assert Order.objects.count() == 1


# Reading


def test_orders_are_listed_latest_first_and_narrowed(phone, stranger, ben, by_ben, rosa, balm, order):
    early = ben.today() - timedelta(40)
    old = place_order(owner=ben, by=by_ben, person=rosa, lines=[(balm, 1, None)], ordered_on=early)
    own = place_order(owner=ben, by=by_ben, purpose="own_use", lines=[(balm, 1, None)])
    phone.post(address(old, "void"), {"reason": "Never was"})

    def found(query="") -> list[str]:
        answer = phone.get(f"{ORDERS}{query}")
        assert answer.status_code == 200, answer.content
        return [one["id"] for one in answer.json()["results"]]

    assert found() == [str(own.pk), str(order.pk), str(old.pk)]
    assert found(f"?person={rosa.pk}") == [str(order.pk), str(old.pk)]
    assert found("?state=void") == [str(old.pk)]
    assert found("?purpose=own_use") == [str(own.pk)]
    assert found("?search=rosa") == [str(order.pk), str(old.pk)]
    assert found(f"?since={ben.today()}") == [str(own.pk), str(order.pk)]
    assert found("?updated_since=2020-01-01T00:00:00Z")[-1] == str(old.pk)
    assert stranger.get(ORDERS).json()["results"] == []


@pytest.mark.parametrize(
    "query",
    ["person=7", "state=lost", "purpose=fun", "since=2026-02-30", "updated_since=2026-03-01", "total=3"],
)
def test_a_filter_that_makes_no_sense_is_named(phone, query):
    assert fields(phone.get(f"{ORDERS}?{query}")) == {query.split("=")[0]}


# What becomes of an order


def test_every_verb(phone, order):
    later = str(order.ordered_on + timedelta(3))
    changed = phone.patch(address(order), {"planned_delivery_on": later, "extras": "A card"})
    assert (changed.json()["planned_delivery_on"], changed.json()["extras"]) == (later, "A card")
    delivered = phone.post(address(order, "deliver"), {})
    assert delivered.json()["delivered_on"] == str(order.ordered_on)
    returned = phone.post(address(order, "return"), {"reason": "Broken"})
    assert (returned.json()["state"], returned.json()["closed_reason"]) == ("returned", "Broken")
    assert phone.post(address(order, "void"), {"reason": "So"}).json()["code"] == "order_closed"
    reinstated = phone.post(address(order, "reinstate"))
    assert reinstated.json()["state"] == "placed"
    voided = phone.post(address(order, "void"), {"reason": "Never was"})
    assert voided.json()["state"] == "void"
    for answer in (changed, delivered, returned, reinstated, voided):
        assert answer.status_code == 200
        assert "Kept-Undo" in answer
    assert phone.post(f"/api/v1/events/{voided['Kept-Undo']}/undo/").status_code == 200
    assert phone.get(address(order)).json()["state"] == "placed"


def test_the_same_again(phone, order, by_ben, balm):
    key = {"Idempotency-Key": "again-1"}
    first, second = (
        phone.post(address(order, "repeat"), headers=key),
        phone.post(address(order, "repeat"), headers=key),
    )
    assert (first.status_code, first.json()) == (201, second.json())
    assert Order.objects.count() == 2
    assert first["Location"] == f"{ORDERS}{first.json()['id']}/"
    retire_product(product=balm, by=by_ben)
    refused = phone.post(address(order, "repeat"))
    assert (refused.status_code, refused.json()["detail"]) == (409, "Hand balm is no longer for sale.")


@pytest.mark.parametrize("verb", ["void", "return"])
@pytest.mark.parametrize("said", [{}, {"reason": ""}, {"reason": "  "}, {"reason": 7}, {"reason": "x" * 501}])
def test_closing_needs_a_reason(phone, order, verb, said):
    assert fields(phone.post(address(order, verb), said)) == {"reason"}


@pytest.mark.parametrize("on", ["2999-01-01", "2000-01-01", "2026-02-30", 7, None])
def test_a_delivery_is_past_and_after_the_order(phone, order, on):
    assert fields(phone.post(address(order, "deliver"), {"on": on})) == {"on"}


@pytest.mark.parametrize(
    "said", [{"items": []}, {"person": NOBODY}, {"state": "void"}, {"total": EUR}, {"delivered_on": None}]
)
def test_lines_and_person_are_never_rewritten(phone, order, said):
    assert fields(phone.patch(address(order), said)) == set(said)


def test_a_stale_edit_is_refused(phone, order):
    match = {"If-Match": phone.get(address(order))["ETag"]}
    assert phone.patch(address(order), {"extras": "A card"}, headers=match).status_code == 200
    answer = phone.patch(address(order), {"extras": "A sample"}, headers=match)
    assert (answer.status_code, answer.json()["code"]) == (412, "stale")
    assert phone.post(address(order, "void"), {"reason": "So"}, headers=match).status_code == 412
    order.refresh_from_db()
    assert (order.extras, order.state) == ("A card", "placed")


def test_to_everybody_else_an_order_does_not_exist(stranger, upline, outsider, order):
    for other in (stranger, upline, outsider):
        assert other.get(address(order)).status_code == 404
        assert other.patch(address(order), {"extras": "Mine"}).status_code == 404
        for verb in ("repeat", "void", "return", "reinstate", "deliver"):
            assert other.post(address(order, verb), {"reason": "So"}).status_code == 404
    assert Order.objects.get().version == 1
