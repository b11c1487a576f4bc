"""A recurrence is the anchor plus n steps: days of a month come back, 29 February has a rule."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from followups.recurrence import occurrence_day, occurrences

DAYS = some.dates(date(2000, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("anchor", "unit", "every", "n", "day"),
    [
        (date(2026, 1, 31), "month", 1, 1, date(2026, 2, 28)),
        (date(2026, 1, 31), "month", 1, 2, date(2026, 3, 31)),
        (date(2028, 1, 31), "month", 1, 1, date(2028, 2, 29)),
        (date(2026, 10, 31), "month", 6, 1, date(2027, 4, 30)),
        (date(2024, 2, 29), "year", 1, 1, date(2025, 2, 28)),
        (date(2024, 2, 29), "year", 1, 4, date(2028, 2, 29)),
        (date(2026, 3, 28), "day", 60, 2, date(2026, 7, 26)),
        (date(2026, 3, 28), "week", 2, 3, date(2026, 5, 9)),
    ],
)
def test_the_anchor_plus_n_steps(anchor, unit, every, n, day):
    assert occurrence_day(anchor, 0, every, unit, n) == day


def test_the_offset_comes_before_the_steps():
    assert occurrence_day(date(2026, 1, 30), 1, 1, "month", 1) == date(2026, 2, 28)


@given(DAYS, some.integers(0, 400), some.sampled_from(["month", "year"]), some.integers(1, 12))
def test_the_day_of_the_month_stays_or_is_the_last_of_a_shorter_one(anchor, offset, unit, every):
    first = anchor + timedelta(days=offset)
    for n in range(6):
        day = occurrence_day(anchor, offset, every, unit, n)
        assert day.day == first.day or (day.day < first.day and (day + timedelta(days=1)).day == 1)


@given(
    DAYS, some.integers(-30, 90), some.integers(1, 40), some.sampled_from(["day", "week", "month", "year"])
)
def test_a_window_holds_what_counting_from_the_anchor_gives(anchor, offset, every, unit):
    first, last = anchor + timedelta(days=20), anchor + timedelta(days=1200)
    days = [occurrence_day(anchor, offset, every, unit, n) for n in range(1300)] if unit == "day" else [
        occurrence_day(anchor, offset, every, unit, n) for n in range(180) if n * every < 1300
    ]  # fmt: skip
    counted = [(n, day) for n, day in enumerate(days) if first <= day <= last]
    assert list(occurrences(anchor, offset, every, unit, first=first, last=last)) == counted


def test_without_a_step_there_is_one():
    window = {"first": date(2026, 1, 1), "last": date(2030, 1, 1)}
    assert list(occurrences(date(2026, 1, 1), 14, 0, "day", **window)) == [(0, date(2026, 1, 15))]


def test_at_most_so_often():
    window = {"first": date(2026, 1, 1), "last": date(2030, 1, 1)}
    found = list(occurrences(date(2026, 1, 1), 7, 7, "day", times=3, **window))
    assert found == [(0, date(2026, 1, 8)), (1, date(2026, 1, 15)), (2, date(2026, 1, 22))]


@pytest.mark.parametrize("offset", [1_000_000_000, 10_000_000, -10_000_000])
def test_days_that_no_calendar_has_are_nobodys(offset):
    window = {"first": date(2026, 1, 1), "last": date(2030, 1, 1)}
    assert list(occurrences(date(2026, 1, 1), offset, 0, "day", **window)) == []
