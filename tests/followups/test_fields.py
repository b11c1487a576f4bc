"""Merge fields: what they stand for, and what is refused with its line."""

import pytest

from followups.fields import Fault, Piece, faults_in, fill, marked, pieces, unmarked
from followups.letters import framed

ROSA = {"name": "Rosa", "products": "2 x Balm", "friend": "", "signature": "Ben"}


def test_fields_are_filled_and_what_is_missing_becomes_neutral():
    text = "Dear {{ name }},\n{{products|your parcel}} and {{ friend | a friend of yours }}.\n{{ signature }}"
    assert fill(text, ROSA) == "Dear Rosa,\n2 x Balm and a friend of yours.\nBen"


def test_without_a_word_behind_the_bar_the_field_has_its_own():
    assert fill("{{ products }} / {{ friend }}", {}) == "what you ordered / your friend"


def test_a_value_is_never_read_again():
    assert (
        fill("{{ name }}", {"name": "{{ signature }}\r\nBcc: x@y.example"})
        == "{{ signature }} Bcc: x@y.example"
    )


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (
            "Dear {{ nmae }}",
            1,
            "There is no field “nmae”. There are: name, products, friend, survey, signature.",
        ),
        ("a\nb\nDear {{ name", 3, "A field begins with {{ and does not end with }} on its line."),
        ("Dear {{ name\n}}", 1, "A field begins with {{ and does not end with }} on its line."),
        ("a\nname }}", 2, "A field ends with }} and does not begin."),
        ("{{ }}", 1, "A field without a name."),
        ("{{|you}}", 1, "A field without a name."),
        ("\n{% if name %}", 2, "Only fields like {{ name }} can stand in a text, no commands."),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(text, line, said):
    assert faults_in(text)[0] == Fault(line, said)


def test_every_fault_is_told():
    assert [fault.line for fault in faults_in("{{ a }}\n\n{{ b }} {{ c }}")] == [1, 3, 3]


@pytest.mark.parametrize(
    "text", ["", "Plain { braces } stay", "{{name}}", "{{ name|you there }}", "100 %, {1}"]
)
def test_what_is_fine_has_no_faults(text):
    assert faults_in(text) == []


def test_a_written_text_shows_what_is_the_persons():
    written = fill("Dear {{ name }}, {{ friend|you }}", marked(ROSA))
    assert pieces(written) == [Piece("Dear "), Piece("Rosa", merged=True), Piece(", you")]
    assert unmarked(written) == "Dear Rosa, you"


@pytest.mark.django_db
def test_a_name_with_line_breaks_stays_in_the_subject(ben, rosa):
    subject = fill("For {{ name }}", {"name": "Rosa\r\nBcc: all@post.example"})
    assert framed(subject, "Hello", person=rosa, owner=ben).subject == "For Rosa Bcc: all@post.example"


def test_a_long_text_is_read_once():
    assert len(faults_in("{{ x }}" * 100_000)) == 100_000
