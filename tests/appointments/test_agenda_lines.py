"""The agenda of a kind of appointment as somebody types it, and as it is written back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appointments.agenda_lines import Wrong, read, write


def item(title: str, minutes: int = 5, hint: str = "") -> dict:
    return {"title": title, "minutes": minutes, "hint": hint}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("10 min Hand balm | show the box", item("Hand balm", 10, "show the box")),
        ("10min. Hand balm", item("Hand balm", 10)),
        ("10 Hand balm", item("Hand balm", 10)),
        ("Hand balm|", item("Hand balm")),
        ("  5 minutes   What is next  ", item("What is next", 5)),
        ("3 minutes of silence", item("of silence", 3)),
        ("مرحبا | 5", item("مرحبا", 5, "5")),
    ],
)
def test_a_line(line, expected):
    assert read(line) == [expected]


def test_empty_lines_are_left_out():
    assert read("\n\n 5 min One\n\r\n 6 min Two \n") == [item("One", 5), item("Two", 6)]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("One\n0 min Two", Wrong(2, "minutes")),
        ("1800 min Long", Wrong(1, "minutes")),
        ("999999999 min Long", Wrong(1, "minutes")),
        ("| a hint alone", Wrong(1, "title")),
        ("x" * 201, Wrong(1, "title")),
        ("One | " + "x" * 301, Wrong(1, "hint")),
        ("One\n" * 31, Wrong(31, "many")),
    ],
)
def test_a_line_that_is_none(text, wrong):
    assert read(text) == wrong


@given(st.text(max_size=300))
def test_whatever_is_typed_is_read_or_refused_and_stays_what_it_is(text):
    items = read(text)
    if not isinstance(items, Wrong):
        assert read(write(items)) == items
