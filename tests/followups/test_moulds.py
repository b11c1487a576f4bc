"""A letter filled into a mould is the same, sign by sign, as one that is written in full."""

import pytest
from django.conf import settings
from hypothesis import example, given
from hypothesis import settings as within
from hypothesis import strategies as st

from customers.models import Customer
from followups.letters import LONGEST_TEXT, impure_words, pushing_words, words_of
from followups.models import Message, Rule
from followups.moulds import filled
from team.models import Distributor

HOUSE = sorted(path.stem for path in (settings.BASE_DIR / "templates/letters").glob("*.txt"))
LETTERS = [name for name in HOUSE if name != "foot"]
FIELDS = ("products", "friend", "when", "title", "place", "link", "minutes", "reason")
SIGNS = st.characters(exclude_categories=("Cs",))
VALUES = st.one_of(
    st.sampled_from(
        ["Rosa Lind", "O'Neil & Söhne <x>", '"Ann"', "deals", "100 % {{ name }} %(name)s", "مريم", "", " x "]
    ),
    st.text(SIGNS, max_size=30),
)


def message(
    letter="", subject="", text="", name="Rosa", signature="Ben", kind="thank", language="en", **context
):
    owner = Distributor(name="Ben", signature=signature, language="en")
    person = Customer(owner=owner, name=name, language=language)
    rule = Rule(kind=kind, letter=letter, subject=subject, text=text)
    return Message(owner=owner, customer=person, rule=rule, context=context)


def test_every_letter_of_the_house_is_filled_as_it_is_written():
    for letter in LETTERS:
        for language in ("en", "de", "ar"):
            for context in ({}, dict.fromkeys(FIELDS, "Tom & Co. <b>'x'\"")):
                asked = message(letter, language=language, **context)
                words, _mould = filled(asked)
                assert words == words_of(asked), (letter, language, context)


@within(max_examples=150, deadline=None)
@given(st.sampled_from(LETTERS), VALUES, VALUES, st.dictionaries(st.sampled_from(FIELDS), VALUES))
@example("thank_first", "a\u00a0b", "Ben", {"products": "x"})
@example("thank_first", "a\nb", "Ben\n\nYour neighbour", {"products": "x"})
def test_whatever_the_names_are_the_letter_is_the_same(letter, name, signature, context):
    asked = message(letter, name=name, signature=signature, **context)
    if found := filled(asked):
        assert found[0] == words_of(asked)


@within(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(VALUES, st.sampled_from(["{{ name }}", "{{products|your order}}", "\n\n", "{{ x }}"]))
    ),
    VALUES,
)
@example(["{{ name }}", "\n", " \n"], "Rosa")
@example(["\ue0000\ue001 {{ name }}"], "Rosa")
def test_words_of_ones_own_are_filled_as_they_are_written(parts, name):
    asked = message(subject="To {{ name }}", text=" ".join(parts), name=name, products="2 × Balm")
    if found := filled(asked):
        assert found[0] == words_of(asked)


def test_most_letters_are_filled():
    assert filled(message("thank_first", name="Zoë van der Berg-O'Neil", products="2 × Hand balm (50 ml)"))


@pytest.mark.parametrize(
    "words",
    [
        {"name": "Rosa\nBcc: x"},
        {"name": "Rosa  Lind"},
        {"name": " Rosa"},
        {"name": "Ro\u200dsa"},
        {"signature": "Ben\nYour neighbour"},
        {"products": 5},
        {"text": "\ue0000\ue001", "subject": "Hello"},
        {"name": "R" * 200},
        {"text": "{{ products }}" * 20, "subject": "Hello", "products": "x" * (LONGEST_TEXT // 10)},
    ],
)
def test_what_cannot_simply_be_filled_in_is_written(words):
    assert filled(message(**{"letter": "thank_first", **words})) is None


@pytest.mark.parametrize(
    "text",
    [
        "Thank you, {{ name }}.",
        "Thank you. Tell your friends, {{ name }}.",
        "Help me reach the next level.",
        "Say {{ friend }}.",
        "Our deals for {{ name }}.",
    ],
)
@pytest.mark.parametrize("name", ["Rosa", "Deals", "friends", "A discount"])
def test_a_mould_that_says_it_is_pure_is(text, name):
    asked = message(subject="Thank you", text=text, name=name, friend="our special offer", products="Deals")
    words, mould = filled(asked)
    if mould.is_pure:
        assert impure_words(asked, words) == []
    if mould.never_pushes:
        assert pushing_words(asked, words) == []
    assert mould.is_pure is (text in ("Thank you, {{ name }}.", "Help me reach the next level."))


def test_no_letter_of_the_house_offers_or_pushes_by_its_mould():
    for letter in LETTERS:
        _words, mould = filled(message(letter, products="Balm"))
        assert (mould.is_pure, mould.never_pushes) == (True, True), letter
