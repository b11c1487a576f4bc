"""What cells mean, and in which words they are refused."""

from datetime import date
from decimal import Decimal

import pytest

from mlmcrm.importing import values
from mlmcrm.importing.values import BadValue, Birthday

TODAY = date(2026, 3, 2)
EARLIEST = date(1970, 1, 1)
MOST = Decimal("999999999.99")


def said(function, *args, **options):
    with pytest.raises(BadValue) as bad:
        function(*args, **options)
    return str(bad.value)


def test_names_stay_as_people_write_them():
    assert values.name("  Anna-Luísa  van\u00a0der Berg ") == "Anna-Luísa van der Berg"
    assert values.name("e\u0301") == "é"
    assert [values.name("王"), values.name("❤"), values.name("A\x07b")] == ["王", "❤", "Ab"]
    assert said(values.name, " \u200b ") == "A name, please."
    assert said(values.name, "x" * 201) == f"“{'x' * 39}…” is longer than 200 characters."


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1980-05-31", Birthday(1980, 5, 31)),
        ("--05-31", Birthday(None, 5, 31)),
        ("--02-29", Birthday(None, 2, 29)),
        ("2024-02-29", Birthday(2024, 2, 29)),
        ("2026-03-02", Birthday(2026, 3, 2)),
    ],
)
def test_birthdays(text, value):
    assert values.birthday(text, today=TODAY) == value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("--02-30", "There is no day “--02-30”."),
        ("1980-02-30", "There is no day “1980-02-30”."),
        ("2023-02-29", "There is no day “2023-02-29”."),
        ("0000-01-01", "There is no day “0000-01-01”."),
        ("2026-03-03", "The birthday “2026-03-03” is in the future."),
        ("1890-01-01", "The birthday “1890-01-01” is more than 130 years ago."),
        ("31.5.1980", "“31.5.1980” is not a birthday. Write 1980-05-31, or --05-31 without the year."),
    ],
)
def test_birthdays_refused(text, words):
    assert said(values.birthday, text, today=TODAY) == words


def test_days():
    assert values.day("2026-03-02", earliest=EARLIEST, today=TODAY) == TODAY
    assert values.day("2026-03-02 23:59", earliest=EARLIEST, today=TODAY) == TODAY
    assert (
        said(values.day, "2026-03-03", earliest=EARLIEST, today=TODAY)
        == "The date “2026-03-03” is in the future."
    )
    assert (
        said(values.day, "1969-12-31", earliest=EARLIEST, today=TODAY)
        == "The date “1969-12-31” is too long ago."
    )
    assert said(values.day, "2026-02-30", earliest=EARLIEST, today=TODAY) == "There is no day “2026-02-30”."
    assert (
        said(values.day, "2/3/26", earliest=EARLIEST, today=TODAY)
        == "“2/3/26” is not a date. Write it as 2026-01-31."
    )


def test_phones_are_made_international():
    assert values.phones("0171 1234567|+1 202 555 0100 | 0171/1234567", region="DE") == [
        "+491711234567",
        "+12025550100",
    ]
    assert values.phones("٠١٧١١٢٣٤٥٦٧", region="DE") == ["+491711234567"]


@pytest.mark.parametrize("text", ["abc", "1-800-FLOWERS", "12", "*100#", "1" * 40, "+999 1", "-"])
def test_phones_refused(text):
    assert (
        said(values.phones, text, region="DE")
        == f"“{text[:39] + '…' if len(text) > 40 else text}” is not a phone number."
    )


def test_emails():
    assert values.emails("Ada@Post.example | ada@post.EXAMPLE|b@x.example") == [
        "Ada@Post.example",
        "b@x.example",
    ]
    assert said(values.emails, "ada@") == "“ada@” is not an e-mail address."


@pytest.mark.parametrize(
    ("text", "value"), [("de", "de"), ("PT_br", "pt-BR"), ("zh-hans", "zh-Hans"), ("EN-gb", "en-GB")]
)
def test_languages(text, value):
    assert values.language(text) == value


@pytest.mark.parametrize("text", ["deutsch", "x", "de-XX-YY-ZZ", "12"])
def test_languages_refused(text):
    assert said(values.language, text) == f"“{text}” is not a language. Write de, en or pt-BR."


def test_time_zones():
    assert values.time_zone("europe/berlin") == "Europe/Berlin"
    assert values.time_zone("America/New York") == "America/New_York"
    assert said(values.time_zone, "CEST+7") == "“CEST+7” is not a time zone. Write Europe/Berlin."


def test_tags():
    assert values.words("garden| Tea ,tea;, x y", at_most=60) == ["garden", "Tea", "x y"]


@pytest.mark.parametrize(("text", "value"), [("1", 1), ("9999", 9999), ("2.0", 2), ("3,00", 3), (" 7 ", 7)])
def test_pieces(text, value):
    assert values.pieces(text, at_most=9_999) == value


@pytest.mark.parametrize(
    "text", ["0", "-1", "10000", "1000000000000", "1e3", "1,000", "2.5", "two", "9" * 30]
)
def test_pieces_refused(text):
    assert (
        said(values.pieces, text, at_most=9_999)
        == f"“{text}” pieces: a whole number from 1 to 9,999, please."
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0.00"),
        ("-0.00", "0.00"),
        ("12,5", "12.50"),
        ("12.50", "12.50"),
        ("1234.500", "1234.50"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("1'234.50", "1234.50"),
        ("1,234,567", "1234567.00"),
        ("999999999.99", "999999999.99"),
    ],
)
def test_money(text, value):
    assert values.money(text, at_most=MOST) == Decimal(value)


def test_prices_of_a_piece_may_have_four_places():
    assert values.money("0.1255", at_most=MOST, places=4) == Decimal("0.1255")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1,234", "“1,234” can be read in two ways. Write 1234.00 or 1.23."),
        ("1.234", "“1.234” can be read in two ways. Write 1234.00 or 1.23."),
        ("-3", "“-3”: an amount cannot be negative."),
        ("1000000000", "“1000000000” is too large an amount."),
        ("0.125", "“0.125” is not an amount. Write it as 1234.50."),
        ("1e5", "“1e5” is not an amount. Write it as 1234.50."),
        ("NaN", "“NaN” is not an amount. Write it as 1234.50."),
        ("$5", "“$5” is not an amount. Write it as 1234.50."),
        ("1.2.3", "“1.2.3” is not an amount. Write it as 1234.50."),
    ],
)
def test_money_refused(text, words):
    assert said(values.money, text, at_most=MOST) == words


def test_small_words():
    assert values.warmth(" Cold") == "cold"
    assert values.currency("eur") == "EUR"
    assert [values.purpose(text) for text in ("Customer", "own use", "OWN_USE", "stock")] == [
        "customer",
        "own_use",
        "own_use",
        "stock",
    ]
    assert said(values.warmth, "hot") == "“hot” should be warm or cold."
    assert said(values.currency, "€") == "“€” is not a currency. Write EUR or USD."
    assert said(values.purpose, "gift") == "“gift” should be customer, own use or stock."
