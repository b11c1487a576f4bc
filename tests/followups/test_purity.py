"""A thank-you only thanks."""

import pytest

from followups.actions import approve_message, owe_for_order
from followups.errors import NotPure
from followups.models import Message, Rule
from followups.models.rule import Anchor
from followups.purity import impurities, thresholds
from tests.followups.test_owing import purchase

IMPURE = {
    "Thank you. There is a special offer on soap this week.": ["special offer"],
    "Thank you. Use this voucher, 20% off.": ["voucher", "20% off"],
    "Do you know anyone who might like it? Tell your friends.": ["know anyone who", "Tell your friends"],
    "I would love a referral.": ["referral"],
    "Order now, while stocks last.": ["Order now", "while stocks last"],
    "Your next order is cheaper.": ["Your next order"],
    "Join my team and earn.": ["Join my team"],
    "Danke. Im Angebot ist gerade Seife, mit Rabatt.": ["Angebot", "Rabatt"],
    "Merci. Voici un bon d’achat.": ["bon d'achat"],
    "Gracias. Esta oferta es para ti.": ["oferta"],
}
PURE = [
    "Thank you for your order today. It was good to see you.",
    "I hope it does what it says. Refer to the leaflet for the dose.",
    "It took a great deal of care, and I am glad that you trust me.",
    "Thank you, Rosa. Nobody offers me better company.",
    "Danke, dass du wieder bestellt hast.",
]


@pytest.mark.parametrize(("text", "found"), IMPURE.items())
def test_offers_and_requests_are_found(text, found):
    assert impurities(text) == found


@pytest.mark.parametrize("text", PURE)
def test_thanks_pass(text):
    assert impurities(text) == []


def test_a_name_that_holds_such_a_word_is_no_offer():
    assert impurities("Thank you for 2 × Special Offer Soap.", ["Special Offer Soap"]) == []
    assert impurities("Thank you for 2 × Special Offer Soap.") == ["Special Offer"]


@pytest.mark.django_db
def test_an_impure_draft_is_refused_with_its_words(rosa, by_ben, monday):
    owe_for_order(person=rosa, by=by_ben, purchase=purchase(is_first=False))
    draft = Message.objects.get(state="draft")
    with pytest.raises(NotPure) as refusal:
        approve_message(message=draft, by=by_ben, text="Thank you. I have a discount for your friends.")
    assert refusal.value.message == "A thank-you only thanks. Please leave out: “discount”."
    assert refusal.value.field == "text"
    draft.refresh_from_db()
    assert draft.state == "draft"


@pytest.mark.django_db
def test_every_letter_of_the_house_is_pure(rosa, by_ben, monday):
    from followups.letters import words_of

    for rule in Rule.objects.filter(owner=None).exclude(letter=""):
        message = Message(customer=rosa, owner=rosa.owner, rule=rule, context={"products": "2 × Hand balm"})
        words = words_of(message)
        assert impurities(f"{words.subject}\n{words.text}") == []
        if rule.anchor == Anchor.MEETING:
            continue  # what an appointment asks for never comes without its values
        message.context = {}
        assert "  " not in words_of(message).text


PUSHING = {
    "You are only 12 points short of the next level.": ["only 12 points short"],
    "Order a little more to qualify for free shipping.": ["Order a little more to qualify"],
    "Could you place a larger order this month?": ["larger order"],
    "Please help me reach my target.": ["help me reach"],
    "Place an order under your sister's name.": ["Place an order under"],
    "You could hit the next tier.": ["hit the next tier"],
    "Dir fehlen nur noch 20 Punkte.": ["fehlen nur noch 20 Punkte"],
    "Magst du deine Bestellung aufrunden?": ["Bestellung aufrunden"],
    "Il te manque 15 € pour le cadeau.": ["Il te manque 15 €"],
    "Solo te faltan 30 puntos.": ["te faltan 30 puntos"],
}
NOT_PUSHING = [
    "Thank you for your order of 3 soaps. It reached me on Monday.",
    "Ten more minutes in the sun, and the balm is soft.",
    "You could reach me on Thursday, to order or just to talk.",
    "Danke für deine größere Geduld bei der Bestellung.",
    "It costs 12 euros.",
]


@pytest.mark.parametrize(("text", "found"), PUSHING.items())
def test_a_push_for_a_larger_order_is_found(text, found):
    assert thresholds(text) == found


@pytest.mark.parametrize("text", [*NOT_PUSHING, *PURE])
def test_other_words_are_no_push(text):
    assert thresholds(text) == []


def test_a_name_is_no_push():
    assert thresholds("Here is your Larger Order Box.", ["Larger Order Box"]) == []
