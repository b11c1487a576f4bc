"""The pages of offers: from a want to a draft, who gets it and why, live, and what it did."""

import re
from datetime import timedelta

import pytest

from customers.models import Customer
from followups.models import Message
from kit import clock
from sales.actions import go_live, place_order
from sales.actions.offer_letters import ensure_letters
from sales.models import Offer, OfferReach, Synonym
from sales.offer_figures import result
from sales.offers_shown import result_of
from sales.templatetags.sales_offers import counted, said
from tests.sales.conftest import product
from tests.sales.offers import offer_of, wanting


@pytest.fixture(autouse=True)
def letters(rules):
    ensure_letters()


def text_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def filled(ben, balm, **fields):
    day = ben.today()
    usual = {
        "title": "Balm", "products": [balm.pk], "starts_on": day, "ends_on": day + timedelta(days=9),
        "held_back": "0", "else_task": "on", "price": "9.90",
    }  # fmt: skip
    return usual | fields


def test_from_what_people_want_to_a_live_offer(monday, as_ben, ben, by_ben, balm):
    wanting(ben, by_ben, "Ada", "She sleeps badly. Dry hands, poor thing.")
    ben.postal_address = "1 Meadow Lane"
    ben.save()
    page = as_ben.get("/offers/")
    assert "Hand balm 1 person" in text_of(page)
    assert f'value="{balm.pk}"' in as_ben.get(f"/offers/add/?product={balm.pk}").content.decode()
    made = as_ben.post("/offers/add/", filled(ben, balm))
    offer = Offer.objects.get()
    assert made["Location"] == f"/offers/{offer.pk}/"
    draft = text_of(as_ben.get(made["Location"]))
    for words in (
        "Tell 1 person",
        "Ada",
        "Dry hands, poor thing.",
        "How the letter reads",
        "Hand balm, for €9.90",
    ):
        assert words in draft
    assert as_ben.post(f"/offers/{offer.pk}/live/", {"version": "1"}).status_code == 302
    live = text_of(as_ben.get(f"/offers/{offer.pk}/"))
    for words in ("Live", "Ada", "Letter : planned", "Too few to compare", "0 of 1"):
        assert words in live
    as_ben.post(f"/offers/{offer.pk}/end/")
    assert Message.objects.get().state == "cancelled"
    assert "Ended" in text_of(as_ben.get("/offers/"))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ends_on": "2026-03-01"}, "It would end before it begins."),
        ({"products": []}, "Choose what you offer."),
        ({"price": "-1"}, "From 0 to"),
        ({"held_back": "91"}, "From 0 to 90"),
        ({"products": ["0190c0de-0000-7000-8000-000000000000"]}, "Select a valid choice"),
        ({"title": ""}, "required"),
        ({"starts_on": "yesterday"}, "valid date"),
    ],
)
def test_a_form_says_what_is_wrong(monday, as_ben, ben, balm, wrong, words):
    answer = as_ben.post("/offers/add/", filled(ben, balm, **wrong))
    assert (answer.status_code, Offer.objects.count()) == (422, 0)
    assert words in text_of(answer)


def test_of_a_large_catalogue_the_codes_name_the_others(monday, as_ben, ben, by_ben, company):
    wares = [product(company, f"P{n}", f"Thing {n:03}", "1") for n in range(70)]
    wanting(ben, by_ben, "Ada", "Something 068 like that")
    assert "More, by their codes" in text_of(as_ben.get("/offers/add/"))
    bad = as_ben.post("/offers/add/", filled(ben, wares[0], codes="p68, nix"))
    assert "No product has the code “nix”." in text_of(bad)
    as_ben.post("/offers/add/", filled(ben, wares[0], codes="p68, P69"))
    assert sorted(row.code for row in Offer.objects.get().products.all()) == ["P0", "P68", "P69"]
    many = as_ben.post("/offers/add/", filled(ben, wares[0], codes=", ".join(f"P{n}" for n in range(1, 40))))
    assert "At most 30 products" in text_of(many)


def test_what_it_did_is_told_with_its_numbers(monday, ben, by_ben, balm):
    for number in range(30):
        wanting(ben, by_ben, f"Person {number:02}")
    offer = offer_of(ben, by_ben, balm, held_back=50)
    go_live(offer=offer, by=by_ben)
    buyers = Customer.objects.filter(offers__held_back=False).order_by("pk")[:3]
    with clock.travel(monday + timedelta(days=1)):
        for person in buyers:
            place_order(
                owner=ben, by=by_ben, lines=[(balm, 1, None)], person=person, request_key=str(person.pk)
            )
    told = OfferReach.objects.filter(held_back=False).count()
    found = result_of(offer)
    assert (found.told.count, found.told.of, found.held.count, found.held.of) == (3, told, 0, 30 - told)


def test_the_difference_has_an_interval_and_few_have_none():
    assert said(result(1, 9, 0, 40)) == "Too few to compare: from 10 people on each side on."
    assert counted(result(1, 9, 0, 40).told) == "1 of 9"
    assert counted(result(0, 0, 0, 0).told) == "nobody"
    found = result(56, 70, 48, 80)  # Newcombe 1998, method 10: 0.0524 to 0.3339
    assert (round(found.low, 4), round(found.high, 4)) == (0.0524, 0.3339)
    assert said(found) == "Of a hundred, 20 more bought than would have anyway (5 to 33)."
    assert said(result(5, 40, 4, 40)).startswith("No difference that could not be chance")
    assert said(result(0, 90, 30, 90)).startswith("Of a hundred, fewer bought")


def test_words_are_taught_and_forgotten(as_ben, ben, company):
    Synonym.objects.create(company=company, said="gift", meant="box")
    assert as_ben.post("/products/words/", {"said": " Present ", "meant": "Gift"}).status_code == 302
    taught = Synonym.objects.get(owner=ben)
    assert (taught.said, taught.meant) == ("present", "gift")
    assert as_ben.post("/products/words/", {"said": "…", "meant": "Gift"}).status_code == 422
    assert as_ben.post("/products/words/", {"said": "gift", "meant": "Gift"}).status_code == 422
    assert "present" in text_of(as_ben.get("/products/words/"))
    as_ben.post(f"/products/words/{taught.pk}/forget/")
    assert not Synonym.objects.filter(owner=ben).exists()


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize(
    ("path", "figure"), [("/offers/", 5), ("/offers/{draft}/", 13), ("/offers/{live}/", 6)]
)
def test_the_pages_ask_the_same_for_any_number(monday, asks, ben, by_ben, balm, rows, path, figure):
    for number in range(rows):
        wanting(ben, by_ben, f"Person {number:02}", "Dry hands, and some tea")
        draft = offer_of(ben, by_ben, balm)
    live = offer_of(ben, by_ben, balm)
    go_live(offer=live, by=by_ben)
    assert asks(path.format(draft=draft.pk, live=live.pk))[1] == []
    assert asks(path.format(draft=draft.pk, live=live.pk))[0] == figure
