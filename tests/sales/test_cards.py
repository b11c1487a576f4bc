"""Knowledge cards: found by words without accents, with what the viewer's own orders tell, each change undone."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from customers.models import Customer
from kit.ids import uuid7
from kit.models import Event
from kit.telling import tell
from kit.undo import undo
from sales import actions
from sales.errors import CardChanged, CardRefused, SalesError
from sales.knowledge import Popularity, cards_for, popularity_of
from sales.models import KnowledgeCard, Product

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def balm(company):
    return Product.objects.create(
        company=company, code="BALM", name="Hand balm", price=Decimal("12.50"), currency="EUR"
    )


@pytest.fixture
def tea(company):
    return Product.objects.create(
        company=company, code="TEA", name="Lime blossom tea", price=Decimal("9"), currency="EUR"
    )


def add(owner, by, title, text="Said.", **values):
    return actions.add_card(owner=owner, by=by, title=title, text=text, **values)


def found(viewer, typed="", products=()):
    return [card.row.title for card in cards_for(viewer, typed, products)]


def take_back(by):
    return undo(event=Event.objects.latest("id"), by=by)


def test_every_word_is_looked_for_without_case_and_accents(ben, by_ben, balm, tea):
    add(
        ben, by_ben, "Where the crème comes from", "Pressed in Łódź since 1921.", kind="history", product=balm
    )
    add(ben, by_ben, "How to brew", "Five minutes, covered.", kind="use", product=tea)
    add(ben, by_ben, "Delivery", "Within four working days.")
    assert found(ben, "CREME lodz") == ["Where the crème comes from"]
    assert found(ben, "balm") == ["Where the crème comes from"]
    assert found(ben, "balm brew") == []
    assert found(ben, "") == ["Where the crème comes from", "How to brew", "Delivery"]


def test_cards_of_the_products_at_hand_come_first_or_alone(ben, by_ben, balm, tea):
    add(ben, by_ben, "Keeps for a year", product=balm)
    add(ben, by_ben, "Keeps for two years", product=tea)
    add(ben, by_ben, "What keeps us going")
    assert found(ben, "", [tea.pk]) == ["Keeps for two years", "What keeps us going"]
    assert found(ben, "keeps", [tea.pk])[0] == "Keeps for two years"
    assert len(found(ben, "keeps", [tea.pk])) == 3


def test_the_companys_cards_are_everybodys_and_ones_own_nobody_elses(company, ben, ana, cleo, by_ben):
    KnowledgeCard.objects.create(
        company=company, title="The company's", text="x", search_key="the company's\nx"
    )
    mine = add(ben, by_ben, "Mine")
    assert found(ben) == ["Mine", "The company's"]
    assert found(ana) == found(cleo) == ["The company's"]
    actions.retire_card(card=mine, by=by_ben)
    assert found(ben) == ["The company's"]


def test_popularity_is_of_ones_own_orders(ben, cleo, by_ben, by_cleo, rosa, balm, tea):
    paul = Customer.objects.create(owner=ben, name="Paul")
    stranger = Customer.objects.create(owner=cleo, name="Stranger")
    for person, owner, by, day in (
        (rosa, ben, by_ben, 1), (rosa, ben, by_ben, 2), (paul, ben, by_ben, 1), (stranger, cleo, by_cleo, 1),
    ):  # fmt: skip
        actions.place_order(
            owner=owner, by=by, person=person, lines=[(balm, 2, None)], ordered_on=date(2026, 2, day)
        )
    void = actions.place_order(owner=ben, by=by_ben, person=paul, lines=[(balm, 1, None)])
    actions.void_order(order=void, by=by_ben, reason="Mistake")
    assert popularity_of(ben, [balm.pk, tea.pk]) == {balm.pk: Popularity(3, 2, 1), tea.pk: Popularity()}
    assert str(Popularity(3, 2, 1)) == "ordered 3 times by 2 people, 1 reordered"
    assert str(Popularity(1, 1, 0)) == "ordered once by 1 person"
    assert str(Popularity()) == "not ordered yet"


@pytest.mark.parametrize("many", [1, 3, 30])
def test_finding_asks_two_questions(ben, by_ben, balm, many):
    for number in range(many):
        add(ben, by_ben, f"Card {number}", product=balm)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert len(cards_for(ben, "card", [balm.pk])) == many
    assert len(asked) == 2


def test_a_question_of_a_meeting_becomes_one_card(ben, by_ben):
    meeting = uuid7()
    one = add(ben, by_ben, "Does it keep?", kind="question", origin_id=meeting)
    again = add(ben, by_ben, "Does it keep?", kind="question", origin_id=meeting)
    assert (again.pk, again.event, KnowledgeCard.objects.count()) == (one.pk, None, 1)


def test_changes_are_told_and_taken_back(ben, by_ben, balm):
    card = add(ben, by_ben, "How to use it")
    actions.change_card(card=card, by=by_ben, text="At night.", product=balm, version=1)
    assert (card.text, card.product_id, card.version) == ("At night.", balm.pk, 2)
    told = tell(card.event, {str(card.pk): card.title})
    assert [(one.label, one.after) for one in told.details] == [("Text or answer", "At night.")]
    with pytest.raises(CardChanged):
        actions.change_card(card=card, by=by_ben, text="In the morning.", version=1)
    assert take_back(by_ben) == "The card is as before."
    row = KnowledgeCard.objects.get()
    assert (row.text, row.product_id) == ("Said.", None)
    actions.retire_card(card=card, by=by_ben)
    assert actions.retire_card(card=card, by=by_ben).event is None
    assert take_back(by_ben) == "The card is in use again."
    assert found(ben) == ["How to use it"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"text": "\n"}, "text"),
        ({"title": "x" * 301}, "title"),
        ({"kind": "no"}, "kind"),
    ],
)
def test_what_no_card_can_hold_is_refused(ben, by_ben, values, field):
    with pytest.raises(CardRefused) as refusal:
        actions.add_card(owner=ben, by=by_ben, **{"title": "T", "text": "x", **values})
    assert refusal.value.field == field


def test_nobody_elses_product_and_nobody_elses_card(ben, cleo, by_ben, by_cleo, company):
    hers = actions.add_product(owner=cleo, by=by_cleo, code="C", name="Candle", price=Decimal(5))
    with pytest.raises(CardRefused):
        add(ben, by_ben, "T", product=hers)
    card = add(ben, by_ben, "T")
    with pytest.raises(SalesError):
        undo(event=card.event, by=by_cleo)
