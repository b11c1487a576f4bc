"""Until when something may be taken back, around weekends and holidays, by place, country and amount."""

from datetime import date
from decimal import Decimal

import pytest

from sales.cooling_off import CoolingOff, cooling_off, has_rule
from team.holidays import DaysOff


def last_day(country, place, agreed_on, amount=None):
    given = cooling_off(country, place, date.fromisoformat(agreed_on), DaysOff(place=country), amount)
    return given and given.last_day.isoformat()


@pytest.mark.parametrize(
    ("agreed_on", "until"),
    [
        ("2026-11-02", "2026-11-05"),  # Monday: Tuesday, Wednesday, Thursday
        ("2026-11-05", "2026-11-09"),  # Thursday: a Saturday is a business day, the Sunday is none
        ("2026-11-07", "2026-11-12"),  # Saturday: Monday, Tuesday, and not Veterans Day
        ("2026-11-24", "2026-11-28"),  # before Thanksgiving
        ("2026-07-01", "2026-07-07"),  # Independence Day on a Saturday, kept on the Friday: neither counts
        ("2026-12-23", "2026-12-28"),  # Christmas Day is out
        ("2026-12-31", "2027-01-05"),  # so are New Year's Day and the Sunday after
        ("2027-12-30", "2028-01-05"),  # New Year's Day observed on the last of December
        ("2027-06-17", "2027-06-23"),  # Juneteenth on a Saturday, kept on the Friday
    ],
)
def test_three_business_days_in_the_united_states(agreed_on, until):
    assert last_day("US", "home", agreed_on, Decimal(25)) == until


@pytest.mark.parametrize(
    ("place", "amount", "until"),
    [
        ("home", "24.99", None),
        ("home", "25", "2026-11-05"),
        ("event", "129.99", None),
        ("event", "130", "2026-11-05"),
        ("business", "500", None),
        ("phone", "500", None),
        ("online", "500", None),
        ("", "500", None),
    ],
)
def test_places_and_amounts_in_the_united_states(place, amount, until):
    assert last_day("US", place, "2026-11-02", Decimal(amount)) == until


def test_an_amount_that_is_not_known_gives_the_time():
    assert last_day("US", "home", "2026-11-02") == "2026-11-05"


@pytest.mark.parametrize(
    ("country", "agreed_on", "until"),
    [
        ("DE", "2026-11-02", "2026-11-16"),
        ("DE", "2026-11-07", "2026-11-23"),  # a Saturday two weeks on: the Monday after
        ("DE", "2026-12-11", "2026-12-28"),  # Christmas Day and the days after it
        ("DE", "2026-12-18", "2027-01-04"),  # New Year's Day, then a weekend
        ("FR", "2026-06-30", "2026-07-15"),  # 14 July
        ("NO", "2026-11-07", "2026-11-21"),
        ("GB", "2026-11-07", "2026-11-21"),
    ],
)
def test_fourteen_days_in_europe(country, agreed_on, until):
    assert last_day(country, "home", agreed_on) == until
    assert last_day(country, "online", agreed_on) == until
    assert last_day(country, "business", agreed_on) is None


def test_a_country_that_nothing_is_known_of_gives_none():
    assert last_day("BR", "home", "2026-11-02") is None
    assert [has_rule(country) for country in ("US", "DE", "GB", "BR", "")] == [True, True, True, False, False]


def test_it_is_over_the_day_after():
    given = CoolingOff(date(2026, 11, 5), "us")
    assert [given.is_over(date(2026, 11, day)) for day in (5, 6)] == [False, True]
