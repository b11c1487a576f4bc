"""What the lines of notes are: marks as signs and as words, days, whom, answers; nothing is left out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appointments.notepad import Line, lines_of, marked, meant

SUNDAY = date(2026, 11, 22)


def only(text: str, language: str = "en") -> Line:
    (line,) = lines_of(text, SUNDAY, language)
    return line


def test_a_meeting_reads_as_it_was_written():
    text = (
        "Sami likes school, already reads to the cat.\n"
        "\n"
        "~ Four small boxes, one without perfume\n"
        "! Ask whether the box comes with a card, by Thursday\n"
        "+ 2 × Hand balm almond\n"
        "? What does membership cost her per year?"
    )
    assert [(line.mark, line.text, line.due_on, line.position) for line in lines_of(text, SUNDAY, "en")] == [
        ("", "Sami likes school, already reads to the cat.", None, 0),
        ("want", "Four small boxes, one without perfume", None, 2),
        ("promise", "Ask whether the box comes with a card", date(2026, 11, 26), 3),
        ("order", "2 × Hand balm almond", None, 4),
        ("asked", "What does membership cost her per year?", None, 5),
    ]


@pytest.mark.parametrize(
    ("typed", "mark"),
    [
        ("!card", "promise"),
        ("  ! card", "promise"),
        ("!! card", "promise"),
        ("Promise: card", "promise"),
        ("wants: card", "want"),
        ("ORDER : card", "order"),
        ("asked: card", "asked"),
        ("Frage: card", "asked"),
        ("order the card", ""),
        ("card!", ""),
        ("- card", ""),
    ],
)
def test_a_mark_is_a_sign_or_a_word_with_a_colon(typed, mark):
    assert only(typed).mark == mark


@pytest.mark.parametrize("typed", ["", "   ", "!", "+ ", "? !", "promise:"])
def test_a_line_without_words_says_nothing(typed):
    assert lines_of(typed, SUNDAY, "en") == []


@pytest.mark.parametrize(
    ("typed", "text", "due_on"),
    [
        ("Call by 26 Nov about the oil", "Call about the oil", date(2026, 11, 26)),
        ("Call by Nov 26th about the oil", "Call about the oil", date(2026, 11, 26)),
        ("Send it until Friday.", "Send it", date(2026, 11, 27)),
        ("Send it on Sunday", "Send it", date(2026, 11, 29)),
        ("Price list tomorrow", "Price list", date(2026, 11, 23)),
        ("tomorrow", "tomorrow", date(2026, 11, 23)),
        ("Price list in two weeks", "Price list", date(2026, 12, 6)),
        ("Price list within 3 days", "Price list", date(2026, 11, 25)),
        ("The samples next week", "The samples", date(2026, 11, 27)),
        ("Bring 2.5 kg by the 3rd", "Bring 2.5 kg", date(2026, 12, 3)),
        ("Send it by 3 January", "Send it", date(2027, 1, 3)),
        ("Send it 26.11.", "Send it", date(2026, 11, 26)),
        ("Send it by 1/12", "Send it", date(2026, 12, 1)),
        ("Send it by 2026-12-24", "Send it", date(2026, 12, 24)),
        ("Party on 3 May 2027", "Party", date(2027, 5, 3)),
        ("Party on 3 May 2031", "Party on 3 May 2031", None),
        ("Party on 3 May 2030", "Party", date(2030, 5, 3)),
        ("Send it by 2029-02-28", "Send it", date(2029, 2, 28)),
        ("By 29 February 2031", "By 29 February 2031", None),
        ("By Monday or Tuesday", "By Monday or Tuesday", date(2026, 11, 24)),
        ("By 20 Nov", "By 20 Nov", None),
        ("By 31 February", "By 31 February", None),
        ("Bring the May catalogue", "Bring the May catalogue", None),
        ("Bring 2/3 of it", "Bring 2/3 of it", None),
        ("Bring the second box", "Bring the second box", None),
    ],
)
def test_the_day_of_a_promise(typed, text, due_on):
    line = only(f"! {typed}")
    assert (line.text, line.due_on) == (text, due_on)


@pytest.mark.parametrize(
    ("typed", "language", "due_on"),
    [
        ("Bis Donnerstag die Karte", "de", date(2026, 11, 26)),
        ("übermorgen anrufen", "de", date(2026, 11, 24)),
        ("Preisliste bis 3. Dezember", "de", date(2026, 12, 3)),
        ("envoyer avant le 3 décembre", "fr", date(2026, 12, 3)),
        ("enviar até sexta", "pt", date(2026, 11, 27)),
        ("llamar mañana", "es", date(2026, 11, 23)),
        ("by Thursday", "de", date(2026, 11, 26)),
        ("send it by 12/1", "en-us", date(2026, 12, 1)),
        ("by Thursday", "ja", date(2026, 11, 26)),
    ],
)
def test_days_are_read_in_the_language_of_the_writer(typed, language, due_on):
    assert only(f"! {typed}", language).due_on == due_on


def test_a_day_in_what_is_no_promise_is_left_as_it_is():
    assert only("~ Something for Thursday") == Line("want", "Something for Thursday", None, 0)
    assert only("Her birthday is on 3 May") == Line("", "Her birthday is on 3 May", None, 0)


def test_an_answer_stands_with_its_question():
    asked, note = lines_of(
        "? What does it cost?\n= 12 euros a year\n= no fee later\nShe laughed", SUNDAY, "en"
    )
    assert (asked.text, asked.answer) == ("What does it cost?", "12 euros a year\nno fee later")
    assert note.text == "She laughed"


def test_an_answer_to_nothing_is_a_note():
    assert only("= 12 euros") == Line("", "12 euros", None, 0)


def test_a_line_says_whom_of_several_it_is_about():
    assert only("+ 2 hand balm @Inês") == Line("order", "2 hand balm", None, 0, "Inês")
    assert only("! @Leila card by Thursday").whom == "Leila"
    assert only("write to inês@post.example").text == "write to inês@post.example"
    names = [["Leila Haddad", ""], ["Inês Pinto", "Nini"], ["Lena Haddad", ""]]
    assert [meant(whom, names) for whom in ("leila", "nini", "Inês", "le", "haddad", "tom", "")] == [
        0, 1, 1, None, None, None, None,
    ]  # fmt: skip


def test_marked_lines_are_those_that_are_more_than_notes():
    assert [line.text for line in marked(lines_of("a\n! b\n~ c", SUNDAY, "en"))] == ["b", "c"]


@given(st.text(max_size=400), st.sampled_from(["en", "de", "fr", "es", "pt", "en-us", "ar"]))
def test_whatever_is_typed_can_be_read_and_no_line_with_words_is_lost(text, language):
    lines = lines_of(text, SUNDAY, language)
    positions = [line.position for line in lines]
    assert positions == sorted(set(positions))
    assert all(line.text and (line.due_on is None or line.due_on >= SUNDAY) for line in lines)
    plain = [raw for raw in text.split("\n") if raw[:1].isalnum() and ":" not in raw]
    assert len(lines) >= len(plain)


@pytest.mark.parametrize(
    ("typed", "is_gone"),
    [
        ("! call by 20 Nov", True),
        ("! ring on 31.2.", True),
        ("? does it wash, by 30 February", True),
        ("! call by 2026-10-01", True),
        ("! call by 1.11.2025", True),
        ("! call by Thursday", False),
        ("! call by 20 Nov or by Thursday", False),
        ("! call by 20 Nov 2027", False),
        ("! send 31 pieces", False),
        ("! refund 12.50.", False),
        ("~ the tin of 20 Nov", False),
    ],
)
def test_a_day_that_is_past_or_none_is_not_taken_for_another(typed, is_gone):
    line = only(typed)
    assert line.is_gone == is_gone
    if is_gone:
        assert (line.due_on, line.text) == (None, typed[2:])
