"""Offers, wants with their matches, and taught words by the API."""

import pytest

from customers.actions import note_want
from sales.actions.offer_letters import ensure_letters
from sales.models import Offer, Product
from tests.sales.offers import wanting

OFFERS = "/api/v1/offers/"
BALM = {
    "title": "Balm", "products": ["B"], "price": {"amount": "9.90", "currency": "EUR"}, "starts_on": "2026-03-02",
    "ends_on": "2026-03-20", "rungs": [], "held_back": 0, "else_task": True,
}  # fmt: skip


@pytest.fixture
def balm(company):
    return Product.objects.create(company=company, code="B", name="Hand balm", price=12, currency="EUR")


def test_an_offer_from_its_draft_to_its_end(phone, ben, by_ben, balm, monday):
    ensure_letters()
    ben.postal_address = "1 Meadow Lane"
    ben.save()
    person = wanting(ben, by_ben, "Ada", "Dry hands")
    made = phone.post(OFFERS, BALM)
    assert made.status_code == 201, made.content
    here = made["Location"]
    said = made.json()
    assert (said["state"], said["price"], said["told"]) == ("draft", BALM["price"], 0)
    reach = phone.get(f"{here}reach/").json()
    assert reach["counts"] == {"told": 1, "held_back": 0, "left_out": 0}
    assert reach["told"] == [
        {
            "person": str(person.pk), "person_name": "Ada", "product": str(balm.pk), "sentence": "Dry hands",
            "way": "letter", "code": "", "day": "2026-03-02",
        }
    ]  # fmt: skip
    changed = phone.patch(here, {"rungs": ["suspect", "customer"]})
    assert (changed.status_code, changed.json()["rungs"]) == (200, ["suspect", "customer"])
    live = phone.post(f"{here}go-live/", {}).json()
    assert (live["state"], live["told"], live["held_back_people"]) == ("live", 1, 0)
    assert phone.patch(here, {"title": "Other"}).status_code == 409
    assert phone.get(f"{here}result/").json()["told"]["people"] == 1
    assert phone.post(f"{here}end/", {}).json()["state"] == "ended"
    assert [one["title"] for one in phone.get(f"{OFFERS}?state=ended").json()["results"]] == ["Balm"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends_on": "2026-03-01"}, "ends_on"),
        ({"products": []}, "products"),
        ({"products": ["B"] * 5000}, "products"),
        ({"products": ["NONE"]}, "products"),
        ({"price": {"amount": "-1.00", "currency": "EUR"}}, "price"),
        ({"price": {"amount": "1.00", "currency": "USD"}}, "price"),
        ({"held_back": 91}, "held_back"),
        ({"rungs": ["king"]}, "rungs"),
        ({"title": ""}, "title"),
    ],
)
def test_what_cannot_be_names_its_field(phone, balm, monday, wrong, field):
    answer = phone.post(OFFERS, BALM | wrong)
    assert answer.status_code == 400, answer.content
    assert {name.split(".")[0] for name in answer.json()["fields"]} == {field}
    assert not Offer.objects.exists()


def test_a_want_tells_what_answers_it(phone, rosa, by_ben, balm):
    note_want(customer=rosa, by=by_ben, text="Her hands are dry.")
    (want,) = phone.get("/api/v1/wants/").json()["results"]
    assert want["matches"] == [
        {
            "product": str(balm.pk),
            "name": "Hand balm",
            "sentence": "Her hands are dry.",
            "buyers": 0,
            "reordered": 0,
        }
    ]


def test_words_are_taught_and_forgotten(phone, ben):
    taught = phone.post("/api/v1/synonyms/", {"said": "Present", "meant": "Gift"})
    assert (taught.status_code, taught.json()["said"]) == (201, "present")
    assert phone.post("/api/v1/synonyms/", {"said": "present", "meant": "gift"}).status_code == 200
    assert phone.delete(taught["Location"]).status_code == 204
    assert phone.get("/api/v1/synonyms/").json()["results"] == []
