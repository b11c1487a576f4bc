"""The cards of the demo world promise nothing, and are found."""

import pytest

from followups.claim_defaults import PHRASES
from followups.claims import claims_in
from mlmcrm.demo.cards import CARDS, write_cards
from mlmcrm.demo.wares import WARES
from sales.knowledge import cards_for
from sales.models import Product


class Phrase:
    def __init__(self, words, kind):
        self.words, self.kind = words, kind


def test_no_card_promises_income_or_health():
    phrases = [Phrase(words, kind) for (_, kind), those in PHRASES.items() for words in those]
    assert claims_in("I earn money. It cures.", phrases), "the list finds nothing at all"
    assert {card[2]: found for card in CARDS if (found := claims_in(f"{card[2]}\n{card[3]}", phrases))} == {}


def test_every_card_is_about_a_ware_or_about_all():
    assert {card[0] for card in CARDS} - {ware.code for ware in WARES} == {""}


@pytest.mark.django_db
def test_they_are_found(company, ben):
    products = {
        ware.code: Product.objects.create(
            company=company, code=ware.code, name=ware.name, price=ware.price, currency="EUR"
        )
        for ware in WARES
    }
    assert len(write_cards(company, products)) == len(CARDS)
    assert [card.row.title for card in cards_for(ben, "caffeine")] == ["Is there caffeine in it?"]
    assert [card.product.code for card in cards_for(ben, "lavender loads")] == ["WASH"]
