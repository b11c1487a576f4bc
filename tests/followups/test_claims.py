"""What nobody may promise: income and health."""

import string
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followups.actions.claims import ensure_claim_phrases
from followups.claim_defaults import HEALTH, INCOME, PHRASES
from followups.claims import Found, claims_in, is_phrase, tidied, without_names
from followups.models import ClaimPhrase

ALL = [
    SimpleNamespace(words=words, kind=kind, language=language)
    for (language, kind), phrases in PHRASES.items()
    for words in phrases
]
WORDS = st.text(string.ascii_lowercase + "äé", min_size=3, max_size=8)
NAMES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)

PROMISES = {
    "You can earn an unlimited income.": [("unlimited income", INCOME)],
    "Replace a FULL TIME income, and quit your job.": [("FULL TIME income", INCOME), ("quit your job", INCOME)],
    "This is true financial\nfreedom.": [("financial freedom", INCOME)],
    "It cures eczema.": [("cures", HEALTH), ("eczema", HEALTH)],
    "Helps with weight‑loss and is pain free.": [("weight-loss", HEALTH), ("pain free", HEALTH)],
    "Mit passivem Einkommen finanziell frei.": [("passivem Einkommen", INCOME), ("finanziell frei", INCOME)],
    "Der Balsam heilt Neurodermitis.": [("heilt", HEALTH), ("Neurodermitis", HEALTH)],
    "La liberté financière, à l’abri du besoin.": [
        ("liberté financière", INCOME), ("à l'abri du besoin", INCOME),
    ],
    "Soulage la douleur.": [("Soulage la douleur", HEALTH)],
    "Tu propio jefe, con ingresos pasivos.": [("Tu propio jefe", INCOME), ("ingresos pasivos", INCOME)],
    "Quema grasa y alivia el dolor.": [("Quema grasa", HEALTH), ("alivia el dolor", HEALTH)],
}  # fmt: skip
HONEST = [
    "Thank you for your order. It means a lot to me that you gave it a try.",
    "Did everything arrive as it should: 2 × Hand balm?",
    "It is good for dry hands; a little is enough.",
    "I earn a part of what I sell, and most of us earn little.",
    "Ich hoffe, du bist gesund und der Balsam tut dir gut.",
    "Merci pour ta commande. Dis-moi si tout va bien.",
    "Gracias por tu pedido. ¿Va todo bien?",
]


@pytest.mark.parametrize(("text", "found"), PROMISES.items())
def test_promises_are_found_in_four_languages(text, found):
    assert [(claim.words, claim.kind) for claim in claims_in(text, ALL)] == found


@pytest.mark.parametrize("text", HONEST)
def test_honest_words_pass(text):
    assert claims_in(text, ALL) == []


def test_the_line_is_told():
    text = "Dear Rosa,\n\nthis cures\nand you get rich."
    assert claims_in(text, ALL) == [Found("cures", HEALTH, 3), Found("get rich", INCOME, 4)]


def test_every_phrase_of_the_house_can_be_found_and_stands_once():
    for phrase in ALL:
        assert is_phrase(phrase.words), phrase.words
        assert tidied(phrase.words) == phrase.words
        text = phrase.words.replace("*", "en")
        assert [claim.words for claim in claims_in(text, [phrase])] == [text]
    assert len({(phrase.language, phrase.words) for phrase in ALL}) == len(ALL)


@pytest.mark.parametrize("words", ["", "*", "ab", "a *", "* income", "in*come", "12 3"])
def test_what_is_no_phrase_finds_nothing(words):
    assert not is_phrase(words)
    assert claims_in("an income of 12 3", [SimpleNamespace(words=words, kind=INCOME)]) == []


@given(name=NAMES, before=NAMES, after=NAMES, line=st.booleans())
def test_names_never_count(name, before, after, line):
    """A product may be called anything: its name alone is no promise, also where a line ends in it."""
    phrases = [SimpleNamespace(words=name, kind=HEALTH)]
    written = name.replace(" ", "\n") if line else name
    text = f"{before} 1 · {written.upper()} · 1 {after}"
    assert claims_in(text, phrases, [name]) == [
        Found(claim.words, claim.kind, claim.line)
        for claim in claims_in(text, phrases)
        if claim.words.lower() != name
    ]


@given(text=st.text(max_size=200), names=st.lists(st.text(max_size=10), max_size=4))
def test_any_text_and_any_names_are_read(text, names):
    assert without_names(text, names).count("\n") >= without_names("", names).count("\n")
    for claim in claims_in(text, ALL, names):
        assert 1 <= claim.line <= text.count("\n") + 1


@given(names=st.lists(NAMES, min_size=1, max_size=3), parts=st.lists(NAMES, min_size=1, max_size=3))
def test_without_names_keeps_the_lines(names, parts):
    text = "\n".join(part for pair in zip(parts, names, strict=False) for part in pair)
    assert without_names(text, names).count("\n") == text.count("\n")


@pytest.mark.django_db
def test_the_list_begins_with_the_house_and_keeps_what_operators_changed():
    assert ClaimPhrase.objects.count() == len(ALL)
    ClaimPhrase.objects.filter(words="cancer", language="en").update(is_active=False)
    ClaimPhrase.objects.create(language="en", kind=INCOME, words="sea view")
    ensure_claim_phrases()
    assert ClaimPhrase.objects.count() == len(ALL) + 1
    assert not ClaimPhrase.objects.get(words="cancer", language="en").is_active


@pytest.mark.django_db
def test_operators_add_phrases_and_switch_off_those_of_the_house(client, staff):
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    add, ours = "/admin/followups/claimphrase/add/", ClaimPhrase.objects.get(words="cancer", language="en")
    typed = {"language": "en", "kind": "income", "words": " Sea  View "}
    assert client.post(add, {**typed, "words": "*"}).status_code == 200
    assert client.post(add, typed).status_code == 302
    assert ClaimPhrase.objects.filter(words="sea view").exists()
    one = f"/admin/followups/claimphrase/{ours.pk}/change/"
    assert client.post(one, {"words": "other"}).status_code == 302
    ours.refresh_from_db()
    assert (ours.words, ours.is_active) == ("cancer", False)
    assert client.post(f"/admin/followups/claimphrase/{ours.pk}/delete/", {"post": "yes"}).status_code == 403
