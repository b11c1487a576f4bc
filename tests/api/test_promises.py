"""Promises, wants and knowledge cards by the API."""

from decimal import Decimal

import pytest

from followups.models import Promise
from sales.models import Product

PROMISES, WANTS, CARDS = "/api/v1/promises/", "/api/v1/wants/", "/api/v1/cards/"
pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def promised(phone, rosa):
    body = {"person": str(rosa.pk), "text": "A red tin", "due_on": "2026-03-05", "told_on": "2026-03-06"}
    return phone.post(PROMISES, body)


def fields(answer) -> set[str]:
    assert answer.status_code == 400, answer.content
    return set(answer.json()["fields"])


def test_a_promise_is_given_once_and_undone(phone, rosa, promised):
    assert promised.status_code == 201, promised.content
    facts = promised.json()
    row = Promise.objects.get()
    assert {name: facts[name] for name in ("id", "person", "person_name", "text", "due_on", "told_on", "state")} == {
        "id": str(row.pk), "person": str(rosa.pk), "person_name": "Rosa Lind", "text": "A red tin",
        "due_on": "2026-03-05", "told_on": "2026-03-06", "state": "open",
    }  # fmt: skip
    body = {"person": str(rosa.pk), "text": "A red tin", "due_on": "2026-03-05"}
    assert phone.post(PROMISES, body).status_code == 200
    assert phone.post(f"/api/v1/events/{promised['Kept-Undo']}/undo/").status_code == 200
    assert phone.get(PROMISES).json()["results"] == []
    (gone,) = phone.get(PROMISES, {"updated_since": "2026-01-01T00:00:00Z"}).json()["results"]
    assert gone["revoked_at"] == "2026-03-02T09:30:00Z"


def test_it_ends_early_broken_or_released(phone, promised):
    address = f"{PROMISES}{promised.json()['id']}/"
    assert fields(phone.post(f"{address}break/")) == {"reason"}
    kept = phone.post(f"{address}keep/")
    assert (kept.status_code, kept.json()["state"]) == (200, "early")
    late = phone.post(f"{address}break/", {"reason": "Sold out"})
    assert (late.status_code, late.json()["code"]) == (409, "closed")
    phone.post(f"/api/v1/events/{kept['Kept-Undo']}/undo/")
    assert phone.post(f"{address}release/").json()["state"] == "released"


def test_what_cannot_be_is_named(phone, rosa, promised, cleo):
    base = {"person": str(rosa.pk), "text": "A tin", "due_on": "2026-03-05"}
    assert fields(phone.post(PROMISES, {**base, "due_on": "2026-03-01"})) == {"due_on"}
    assert fields(phone.post(PROMISES, {**base, "told_on": "2026-03-04"})) == {"told_on"}
    address = f"{PROMISES}{promised.json()['id']}/"
    etag = phone.get(address)["ETag"]
    assert phone.patch(address, {"text": "Two tins"}, headers={"If-Match": etag}).json()["version"] == 2
    assert phone.patch(address, {"text": "Three"}, headers={"If-Match": etag}).status_code == 412


def test_what_is_due_is_found(phone, rosa, promised):
    phone.post(PROMISES, {"person": str(rosa.pk), "text": "Today", "due_on": "2026-03-02"})
    found = [one["text"] for one in phone.get(PROMISES, {"due": "now"}).json()["results"]]
    assert found == ["Today"]
    texts = [one["text"] for one in phone.get(PROMISES, {"state": "open"}).json()["results"]]
    assert texts == ["Today", "A red tin"]


def test_the_coach_proposes_and_chooses_where_no_day_is_said(phone, rosa):
    proposed = phone.get(f"{PROMISES}propose/", {"text": "send the leaflet"})
    assert proposed.json() == {
        "kind": "send", "due_on": "2026-03-05", "told_on": "2026-03-06", "days": 4, "known": 0, "basis": "usual",
    }  # fmt: skip
    assert phone.get(f"{PROMISES}propose/", {"kind": "answer"}).json()["told_on"] == "2026-03-04"
    assert fields(phone.get(f"{PROMISES}propose/", {"kind": "nothing"})) == {"kind"}
    assert fields(phone.get(f"{PROMISES}propose/", {"word": "send"})) == {"word"}
    made = phone.post(PROMISES, {"person": str(rosa.pk), "text": "send the leaflet"}).json()
    assert (made["kind"], made["due_on"], made["told_on"], made["given_on"]) == (
        "send", "2026-03-05", "2026-03-06", "2026-03-02",
    )  # fmt: skip


def test_what_is_given_beside_it_is_told_or_noted_when_it_is_kept(phone, rosa):
    body = {
        "person": str(rosa.pk),
        "text": "A tin",
        "due_on": "2026-03-05",
        "kind": "answer",
        "extra": "A card",
    }
    made = phone.post(PROMISES, body).json()
    address = f"{PROMISES}{made['id']}/"
    assert (made["kind"], made["extra"]) == ("answer", "A card")
    assert phone.patch(address, {"extra": "", "kind": "send"}).json()["extra"] == ""
    assert fields(phone.post(f"{address}keep/", {"on": "2026-03-03"})) == {"on"}
    kept = phone.post(f"{address}keep/", {"on": "2026-03-02", "extra": "A tin more"}).json()
    assert (kept["state"], kept["ended_on"], kept["extra"]) == ("early", "2026-03-02", "A tin more")


def test_the_delivery_of_an_order_is_noted_at_the_order(phone, rosa, company):
    Product.objects.create(company=company, code="BALM", name="Hand balm", price=Decimal(12), currency="EUR")
    body = {
        "person": str(rosa.pk),
        "items": [{"product": "BALM", "quantity": 1}],
        "told_delivery_on": "2026-03-06",
    }
    order = phone.post("/api/v1/orders/", body).json()
    (told,) = phone.get(PROMISES).json()["results"]
    assert (told["origin"], told["origin_id"], told["told_on"], told["kind"]) == (
        "order", order["id"], "2026-03-06", "delivery",
    )  # fmt: skip
    refused = phone.post(f"{PROMISES}{told['id']}/keep/")
    assert (refused.status_code, refused.json()["code"]) == (409, "of_an_order")
    phone.post(f"/api/v1/orders/{order['id']}/deliver/", {"on": "2026-03-02"})
    assert phone.get(f"{PROMISES}{told['id']}/").json()["state"] == "early"


def test_wants_stand_with_the_person_until_they_are_met(phone, rosa):
    made = phone.post(WANTS, {"person": str(rosa.pk), "text": "Dry hands"})
    assert made.status_code == 201, made.content
    assert phone.post(WANTS, {"person": str(rosa.pk), "text": "Dry hands"}).status_code == 200
    person = f"/api/v1/people/{rosa.pk}/"
    assert phone.get(person).json()["wants"] == ["Dry hands"]
    met = phone.post(f"{WANTS}{made.json()['id']}/met/")
    assert (met.json()["met_at"], phone.get(person).json()["wants"]) == ("2026-03-02T09:30:00Z", [])
    phone.post(f"/api/v1/events/{met['Kept-Undo']}/undo/")
    phone.post(f"{WANTS}{made.json()['id']}/drop/")
    assert phone.get(WANTS).json()["results"] == []


def test_a_card_says_how_popular_its_product_is(phone, rosa, company):
    balm = Product.objects.create(
        company=company, code="BALM", name="Hand balm", price=Decimal(12), currency="EUR"
    )
    phone.post("/api/v1/orders/", {"person": str(rosa.pk), "items": [{"product": "BALM", "quantity": 1}]})
    made = phone.post(CARDS, {"title": "Crème", "text": "At night.", "kind": "use", "product": str(balm.pk)})
    assert made.status_code == 201, made.content
    (found,) = phone.get(CARDS, {"search": "creme"}).json()["results"]
    assert (found["own"], found["product_name"], found["popularity"]) == (
        True, "Hand balm", {"orders": 1, "people": 1, "again": 0},
    )  # fmt: skip
    phone.post(f"{CARDS}{found['id']}/retire/")
    assert phone.get(CARDS).json()["results"] == []
    assert phone.get(CARDS, {"active": "false"}).json()["results"][0]["id"] == found["id"]
