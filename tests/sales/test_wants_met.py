"""What answers a want: read by one question, the same as the whole catalogue would tell."""

from datetime import timedelta

import pytest

from customers.actions import note_want
from customers.models import Want
from sales.actions import place_order, void_order
from sales.models import Synonym
from sales.wants_met import Shelves, answered_by, taught_in, tongues_of, with_synonyms
from tests.sales.conftest import product


@pytest.fixture
def wares(company, ben, balm, tea, bens_soap, cleos_soap):
    gift = product(company, "GB", "Gift box, small", "39")
    product(company, "OLD", "Hand cream", "9", is_active=False)
    return {row.pk: row for row in (balm, tea, bens_soap, gift)}


def wants_of(ben):
    rows = with_synonyms(Want.objects.visible_to(ben).unmet(), ben).select_related("customer", "owner")
    return list(rows.order_by("said_at"))


def found(ben):
    wants = wants_of(ben)
    answers = answered_by(ben, wants, taught_in(wants))
    return {want.text: [(met.name, met.sentence) for met in answers[want.pk]] for want in wants}


def test_each_want_names_what_answers_it_and_the_sentence(ben, by_ben, rosa, wares):
    note_want(customer=rosa, by=by_ben, text="She is well. Her hands are dry, nothing greasy.")
    note_want(customer=rosa, by=by_ben, text="Gifts for four colleagues")
    note_want(customer=rosa, by=by_ben, text="A red bicycle")
    assert found(ben) == {
        "She is well. Her hands are dry, nothing greasy.": [
            ("Hand balm", "Her hands are dry, nothing greasy.")
        ],
        "Gifts for four colleagues": [("Gift box, small", "Gifts for four colleagues")],
        "A red bicycle": [],
    }


def test_what_was_taught_finds_more(ben, by_ben, rosa, company, wares, cleo):
    note_want(customer=rosa, by=by_ben, text="Something for Christmas")
    assert found(ben) == {"Something for Christmas": []}
    Synonym.objects.create(company=company, owner=cleo, said="christmas", meant="tea")
    assert found(ben) == {"Something for Christmas": []}
    Synonym.objects.create(company=company, said="christmas", meant="gift")
    Synonym.objects.create(company=company, owner=ben, said="christmas", meant="soap")
    assert dict(found(ben)["Something for Christmas"]).keys() == {"Gift box, small", "Ben's soap"}


def test_the_share_of_those_who_came_back_counts_orders_that_stand(ben, by_ben, rosa, wares, balm):
    note_want(customer=rosa, by=by_ben, text="Dry hands")
    wants = wants_of(ben)

    def told():
        return str(answered_by(ben, wants, [])[wants[0].pk][0])

    assert told() == "nobody has bought it yet"
    orders = [
        place_order(
            owner=ben, by=by_ben, lines=[(balm, 1, None)], person=rosa, request_key=f"{n}",
            ordered_on=ben.today() - timedelta(days=n),
        )
        for n in range(2)
    ]  # fmt: skip
    assert told() == "1 of 1 buyer reordered"
    void_order(order=orders[0], by=by_ben, reason="No")
    assert told() == "0 of 1 buyer reordered"


def test_one_question_finds_what_the_whole_catalogue_would(
    ben, by_ben, rosa, company, django_assert_num_queries
):
    rosa.language = "de"
    rosa.save()
    names = (
        "Handbalsam Ringelblume", "Cremes für die Hände", "Crème de jour", "Happy sky tea", "Skies of tea",
        "Abendtee", "Tee am Abend", "Öl für Kräuter", "Kräuteröl", "Seife, klein", "Große Seife", "Dye kit",
    )  # fmt: skip
    wares = {product(company, f"P{n}", name, "1").pk: name for n, name in enumerate(names)}
    texts = (
        "Trockene Hände", "Tee für den Abend ohne Kräuter", "happiness and skies", "eine kleine Seife; Öle", "creme", "dyeing",
    )  # fmt: skip
    for text in texts:
        note_want(customer=rosa, by=by_ben, text=text)
    wants = wants_of(ben)
    with django_assert_num_queries(1):
        answers = answered_by(ben, wants, [], most=50)
    whole = Shelves(wares, [])
    assert [[met.name for met in answers[want.pk]] for want in wants] == [
        [fit.ware.name for fit in whole.fits(want.text, tongues_of(want))] for want in wants
    ]
    assert all(answers.values())


def test_without_wants_nothing_is_asked(ben, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert answered_by(ben, [], []) == {}
