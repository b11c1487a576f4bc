"""The catalogue: the company's, one's own, added, changed, taken off the list, undone."""

from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.urls import reverse

from kit.errors import Refused
from kit.events import Event
from kit.undo import undo
from sales.actions import add_product, change_product, offer_product, place_order, retire_product
from sales.actions.products import _save
from sales.models import Product
from tests.sales.conftest import product

pytestmark = pytest.mark.django_db
VALUES = {"name": "Lavender soap", "code": "LS", "price": "4.20", "pv": "", "lasts_days": "25"}


@pytest.fixture
def soap(ben, by_ben):
    return add_product(
        owner=ben, by=by_ben, code="LS", name="Lavender soap", price=Decimal("4.2"), lasts_days=25
    )


def event(kind):
    return Event.objects.filter(kind=kind).latest("at", "pk")


def test_the_list_holds_the_companys_and_ones_own_by_name(as_ben, soap, balm, tea, cleos_soap):
    assert as_ben.get("/products/").context["page"].rows == [balm, soap, tea]


def test_what_is_off_the_list_is_shown_on_demand(as_ben, by_ben, soap, balm):
    retire_product(product=soap, by=by_ben)
    assert as_ben.get("/products/").context["page"].rows == [balm]
    assert as_ben.get("/products/?show=retired").context["page"].rows == [soap]


def test_an_own_product_is_added_on_the_page(as_ben, ben):
    assert as_ben.post("/products/add/", VALUES).status_code == 302
    added = Product.objects.get()
    assert (added.name, added.code, added.price, added.pv, added.lasts_days) == (
        "Lavender soap", "LS", Decimal("4.20"), Decimal(0), 25,
    )  # fmt: skip
    assert (added.owner, added.company, added.currency, added.is_active) == (ben, ben.company, "EUR", True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", ""), ("name", "a\0b"), ("name", "x" * 201), ("code", ""), ("code", "x" * 41),
        ("price", "-0.01"), ("price", "cheap"), ("price", "1e12"), ("price", "1.234"), ("price", "NaN"),
        ("pv", "-1"), ("lasts_days", "0"), ("lasts_days", "-3"), ("lasts_days", "1096"), ("lasts_days", "99999999"),
    ],
)  # fmt: skip
def test_impossible_values_are_told_and_kept(as_ben, name, value):
    response = as_ben.post("/products/add/", {**VALUES, name: value})
    form = response.context["form"]
    assert (response.status_code, list(form.errors), form[name].value()) == (422, [name], value)
    assert Product.objects.count() == 0


def test_a_code_that_is_taken_is_told(as_ben, soap, balm):
    response = as_ben.post("/products/add/", {**VALUES, "name": "Another"})
    assert response.context["form"].errors == {"code": ["You have a product with this code."]}
    assert as_ben.post("/products/add/", {**VALUES, "code": "HB-01"}).status_code == 302


def test_who_has_no_company_is_told_so(client, staff):
    client.force_login(staff)
    response = client.post("/products/add/", VALUES)
    assert (response.status_code, response.context["form"].errors) == (
        422,
        {"__all__": ["You belong to no company, so you cannot have products."]},
    )


def test_only_a_taken_code_is_told_as_one(ben):
    nowhere = Product(owner=ben, code="LS", name="Soap", price=Decimal(4), currency="EUR")
    with pytest.raises(IntegrityError):
        _save(nowhere)


def test_small_change_that_a_currency_has_not_is_told(ben, by_ben):
    ben.company.currency = "JPY"
    with pytest.raises(Refused) as refusal:
        add_product(owner=ben, by=by_ben, code="F", name="Fan", price=Decimal("100.50"))
    assert refusal.value.field == "price"


def test_a_change_keeps_the_prices_of_orders(as_ben, ben, by_ben, rosa, soap):
    order = place_order(owner=ben, by=by_ben, person=rosa, lines=[(soap, 2, None)])
    as_ben.post(reverse("product", args=[soap.pk]), {**VALUES, "price": "5"})
    soap.refresh_from_db()
    assert (soap.price, order.lines.get().unit_price) == (Decimal("5.00"), Decimal("4.2000"))
    changed = event("product.changed")
    assert (changed.before, changed.after) == ({"price": "4.20"}, {"price": "5.00"})
    undo(event=changed, by=by_ben)
    soap.refresh_from_db()
    assert soap.price == Decimal("4.20")


def test_it_leaves_the_list_and_comes_back(as_ben, by_ben, soap):
    as_ben.post(reverse("product-retire", args=[soap.pk]))
    soap.refresh_from_db()
    assert soap.is_active is False
    undo(event=event("product.retired"), by=by_ben)
    soap.refresh_from_db()
    assert soap.is_active is True


def test_undo_of_an_addition_takes_it_off_the_list(by_ben, soap):
    undo(event=event("product.added"), by=by_ben)
    soap.refresh_from_db()
    assert soap.is_active is False


def test_twice_is_once(by_ben, soap):
    for verb in (retire_product, retire_product, offer_product, offer_product):
        verb(product=soap, by=by_ben)
    kinds = Event.objects.order_by("at", "pk").values_list("kind", flat=True)
    assert list(kinds) == ["product.added", "product.retired", "product.offered"]


def test_a_name_that_changes_is_found_by_its_new_one(by_ben, soap):
    change_product(product=soap, by=by_ben, name=" Rose  soap ")
    soap.refresh_from_db()
    assert (soap.name, soap.name_key) == ("Rose soap", "rose soap")


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_list_costs_the_same_however_long(asks, company, rows):
    for n in range(rows):
        product(company, f"P{n}", f"Product {n}", "1.00")
    assert asks("/products/") == (1, [])
