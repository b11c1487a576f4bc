from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from kit import writing

LISBON = ZoneInfo("Europe/Lisbon")
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "€1,312.40"), ("de", "1.312,40\xa0€"), ("pt-pt", "1\xa0312,40\xa0€"), ("xx", "€1,312.40")],
)
def test_money_is_written_as_the_language_does(language, text):
    assert writing.write_money(Decimal("1312.4"), "EUR", language) == text


def test_money_of_a_currency_without_cents_and_of_none():
    assert writing.write_money(Decimal("1500"), "JPY", "en") == "¥1,500"
    assert writing.write_money(Decimal("12.5"), "", "en") == "12.5"


@pytest.mark.parametrize(
    ("day", "language", "text"),
    [
        (TODAY, "en", "Tue 24 Nov"),
        (date(2025, 12, 2), "en", "2 Dec 2025"),
        (TODAY, "en-us", "Tue, Nov 24"),
        (TODAY, "de", "Di., 24. Nov."),
        (date(2025, 12, 2), "de", "2. Dez. 2025"),
    ],
)
def test_a_day_says_the_weekday_this_year_and_else_the_year(day, language, text):
    assert writing.write_day(day, today=TODAY, language=language) == text


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 11, 24, 10, 30, tzinfo=UTC), "today, 10:30"),
        (datetime(2026, 11, 23, 23, 59, tzinfo=UTC), "yesterday, 23:59"),
        (datetime(2026, 11, 25, 0, 5, tzinfo=UTC), "tomorrow, 0:05"),
        (datetime(2026, 11, 27, 9, 0, tzinfo=UTC), "Fri 27 Nov, 9:00"),
        (datetime(2026, 7, 1, 9, 0, tzinfo=UTC), "Wed 1 Jul, 10:00"),
    ],
)
def test_a_moment_near_today_is_said_by_name(moment, text):
    assert writing.write_moment(moment, now=NOW, zone=LISBON, language="en") == text


def test_which_day_it_is_depends_on_the_zone():
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    said = writing.write_moment(late, now=NOW, zone=ZoneInfo("Asia/Tokyo"), language="en")
    assert said == "tomorrow, 8:30"
