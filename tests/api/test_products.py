"""Products by the API: the company's to read, one's own to change."""

from decimal import Decimal

import pytest

from kit.events import last_event_of
from sales.models import Product

PRODUCTS = "/api/v1/products/"
SOAP = {"code": "S-1", "name": "Soap", "price": {"amount": "3.50", "currency": "EUR"}}


def address(product, *words) -> str:
    return "/".join([f"{PRODUCTS}{product.pk}", *words, ""])


def names(answer) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [product["name"] for product in answer.json()["results"]]


def fields(answer) -> set[str]:
    assert answer.status_code == 400, answer.content
    return set(answer.json()["fields"])


@pytest.fixture
def soap(phone):
    return Product.objects.get(pk=phone.post(PRODUCTS, SOAP).json()["id"])


def test_an_own_product_is_added(phone, ben, monday):
    answer = phone.post(PRODUCTS, SOAP | {"pv": "1.25", "lasts_days": 30})
    assert answer.status_code == 201, answer.content
    product = Product.objects.get()
    assert answer.json() == {
        "id": str(product.pk),
        "code": "S-1",
        "name": "Soap",
        "price": {"amount": "3.50", "currency": "EUR"},
        "pv": "1.25",
        "lasts_days": 30,
        "own": True,
        "is_active": True,
        "updated_at": "2026-03-02T09:30:00Z",
    }
    assert (product.owner, phone.get(answer["Location"]).json()) == (ben, answer.json())
    assert answer["Kept-Undo"] == str(last_event_of(product, "product.added").pk)


@pytest.mark.parametrize(
    ("said", "at_fault"),
    [
        ({"code": ""}, "code"),
        ({"code": "x" * 41}, "code"),
        ({"name": 7}, "name"),
        ({"price": "3.50"}, "price"),
        ({"price": 3.5}, "price"),
        ({"price": {"amount": "3.505", "currency": "EUR"}}, "price.amount"),
        ({"price": {"amount": "-3.50", "currency": "EUR"}}, "price"),
        ({"price": {"amount": "99999999999", "currency": "EUR"}}, "price"),
        ({"price": {"amount": "3.50", "currency": "USD"}}, "price"),
        ({"pv": 1.5}, "pv"),
        ({"pv": "-1"}, "pv"),
        ({"lasts_days": 0}, "lasts_days"),
        ({"lasts_days": "30"}, "lasts_days"),
        ({"lasts_days": 10**6}, "lasts_days"),
        ({"is_active": False}, "is_active"),
        ({"currency": "EUR"}, "currency"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(phone, said, at_fault):
    assert fields(phone.post(PRODUCTS, SOAP | said)) == {at_fault}
    assert not Product.objects.exists()


def test_a_code_is_used_once(phone, soap):
    assert fields(phone.post(PRODUCTS, SOAP)) == {"code"}


def test_every_verb(phone, soap):
    changed = phone.patch(address(soap), {"price": {"amount": "4.00", "currency": "EUR"}, "lasts_days": 10})
    assert (changed.json()["price"]["amount"], changed.json()["lasts_days"]) == ("4.00", 10)
    retired = phone.post(address(soap, "retire"))
    assert (retired.json()["is_active"], names(phone.get(PRODUCTS))) == (False, [])
    offered = phone.post(address(soap, "offer"))
    assert (offered.json()["is_active"], names(phone.get(PRODUCTS))) == (True, ["Soap"])
    for answer in (changed, retired, offered):
        assert (answer.status_code, "Kept-Undo" in answer) == (200, True)


def test_a_stale_edit_is_refused(phone, soap):
    match = {"If-Match": phone.get(address(soap))["ETag"]}
    assert phone.patch(address(soap), {"name": "Fine soap"}, headers=match).status_code == 200
    assert phone.patch(address(soap), {"name": "Soap"}, headers=match).status_code == 412
    assert Product.objects.get().name == "Fine soap"


def test_the_list_shows_what_one_sells(phone, stranger, soap, balm, company, ben):
    Product.objects.create(
        company=company, code="OLD", name="Old cream", price=Decimal(1), currency="EUR", is_active=False
    )
    assert names(phone.get(PRODUCTS)) == ["Hand balm", "Soap"]
    assert names(phone.get(f"{PRODUCTS}?search=SOA")) == ["Soap"]
    assert names(phone.get(f"{PRODUCTS}?search=hb-0")) == ["Hand balm"]
    assert names(phone.get(f"{PRODUCTS}?active=false")) == ["Old cream"]
    everything = names(phone.get(f"{PRODUCTS}?updated_since=2020-01-01T00:00:00Z"))
    assert sorted(everything) == ["Hand balm", "Old cream", "Soap"]
    assert names(stranger.get(PRODUCTS)) == ["Hand balm"]


@pytest.mark.parametrize("query", ["active=perhaps", "updated_since=now", "code=7"])
def test_a_filter_that_makes_no_sense_is_named(phone, query):
    assert fields(phone.get(f"{PRODUCTS}?{query}")) == {query.split("=")[0]}


def test_the_company_s_are_to_read_only(phone, stranger, outsider, balm, soap):
    assert phone.get(address(balm)).json()["own"] is False
    for other, product in ((phone, balm), (stranger, soap), (outsider, soap), (outsider, balm)):
        assert other.patch(address(product), {"name": "Mine"}).status_code == 404
        assert other.post(address(product, "retire")).status_code == 404
    assert stranger.get(address(soap)).status_code == 404
    assert outsider.get(PRODUCTS).json()["results"] == []
    refused = outsider.post(PRODUCTS, SOAP)
    assert (refused.status_code, refused.json()["code"]) == (409, "no_company")
