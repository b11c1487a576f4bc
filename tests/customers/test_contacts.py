"""One way to write an e-mail address, a phone number, a birthday, a line."""

import pytest

from customers.birthdays import Birthday, read_birthday
from customers.contacts import email_key, read_phone, show_phone
from customers.tidying import tidy_line, tidy_text


@pytest.mark.parametrize(
    "typed, number",
    [
        ("030 123456", "+4930123456"),
        ("+49 (0)30 123456", "+4930123456"),
        ("0049 30/123 456", "+4930123456"),
        ("+351 912 345 678", "+351912345678"),
        ("٠٣٠ ١٢٣٤٥٦", "+4930123456"),
        ("+1 (650) 253-0000 ext. 12", "+16502530000"),
    ],
)
def test_phones_are_kept_in_one_form(typed, number):
    assert read_phone(typed, "DE") == number


@pytest.mark.parametrize("typed", ["", "call me", "0800 FLOWERS", "12", "++", "1" * 30, "x" * 100])
def test_what_is_no_phone(typed):
    with pytest.raises(ValueError):
        read_phone(typed, "DE")


def test_a_number_without_a_country_needs_a_region():
    with pytest.raises(ValueError):
        read_phone("030 123456", "")


def test_phones_are_shown_as_the_region_reads_them():
    assert (show_phone("+4930123456", "DE"), show_phone("+4930123456", "PT"), show_phone("none")) == (
        "030 123456", "+49 30 123456", "none",
    )  # fmt: skip


def test_emails_are_compared_without_case():
    assert email_key("  Rosa@Post.Example ") == email_key("rosa@post.example")


@pytest.mark.parametrize("written", ["1980-03-09", "--03-09", "--02-29", "2000-02-29"])
def test_birthdays_are_read_and_written_alike(written):
    assert str(read_birthday(written)) == written


@pytest.mark.parametrize(
    "written", ["", "9 March", "2025-02-29", "--02-30", "1980-13-01", "0001-01-01", "80-1-1"]
)
def test_no_such_birthday(written):
    with pytest.raises(ValueError):
        read_birthday(written)


def test_a_birthday_knows_its_parts():
    assert read_birthday("--03-09") == Birthday(None, 3, 9)


@pytest.mark.parametrize(
    "typed, line",
    [
        ("  Rosa \t Lind\n", "Rosa Lind"),
        ("Rosa\x00Lind", "RosaLind"),
        ("Zoe\u0308", "Zoë"),
        ("\u200b \u2060", ""),
        ("\u202easoR", "\u202easoR"),
        ("👩\u200d🌾", "👩\u200d🌾"),
    ],
)
def test_a_line(typed, line):
    assert tidy_line(typed) == line


def test_a_text_keeps_its_lines():
    assert tidy_text("\r\n One\r\nTwo\rThree\x00 \n") == "One\nTwo\nThree"
