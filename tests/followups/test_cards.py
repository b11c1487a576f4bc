"""A card to post: the words as large as they fit, whatever their script."""

import re
import zlib

import pytest

from followups.cards import TooLong, card_of

WORDS = "Dear Rosa,\n\nthank you for your first order.\n\nBen"


def card(text=WORDS, **values) -> bytes:
    return card_of(
        **{"text": text, "name": "Rosa Lind", "address": "Weg 1\nBerlin", "language": "en"} | values
    )


def contents(pdf: bytes) -> list[bytes]:
    """The drawing of each page."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    drawn = []
    for stream in streams:
        try:
            drawn.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return [page for page in drawn if b" Tf" in page]


def sizes(pdf: bytes) -> set[float]:
    return {float(size) for size in re.findall(rb"/F\d+ ([\d.]+) Tf", contents(pdf)[0])}


def test_a_card_has_the_words_in_front_and_the_address_behind():
    pdf = card()
    assert pdf.startswith(b"%PDF-")
    assert len(contents(pdf)) == 2


def test_few_words_are_large_and_many_are_small():
    short, long = card(), card("I thought of you when the marigolds came up again. " * 20)
    assert max(sizes(short)) == 15
    assert 6 <= max(sizes(long)) < 12


def test_more_than_a_card_holds_is_refused():
    with pytest.raises(TooLong):
        card("word " * 900)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "شكرا لك"),
        ("vi", "Cảm ơn Nguyễn Thị Mai"),
        ("el", "Ευχαριστώ"),
        ("ru", "Спасибо"),
        ("xx", "Thanks"),
    ],
)
def test_letters_of_other_scripts_are_there(language, text, caplog):
    assert len(contents(card(text, language=language))) == 2
    assert [record.message for record in caplog.records if "glyph" in record.message.lower()] == []
