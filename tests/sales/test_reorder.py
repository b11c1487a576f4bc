"""How long an order lasts, and when a day of sale counts as placed."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.reorder import LONGEST, lasts, placed_at

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("portions", "days"),
    [
        ([], None),
        ([("tea", 3, None)], None),
        ([("balm", 1, 42)], 42),
        ([("balm", 2, 42)], 84),
        ([("balm", 1, 42), ("balm", 2, 42)], 126),
        ([("balm", 2, 42), ("soap", 1, 20)], 20),
        ([("balm", 1, 42), ("tea", 3, None)], 42),
        ([("balm", 9999, 32767)], LONGEST),
    ],
)
def test_the_product_used_up_first_decides(portions, days):
    assert lasts(portions) == days


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 9999), st.none() | st.integers(1, 32767))))
def test_it_is_between_a_day_and_three_years(portions):
    days = lasts(portions)
    assert days is None or 1 <= days <= LONGEST


@pytest.mark.parametrize(
    ("day", "now", "moment"),
    [
        (date(2026, 3, 2), datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 2, 9, tzinfo=UTC)),
        (date(2026, 3, 2), datetime(2026, 3, 1, 23, 5, tzinfo=UTC), datetime(2026, 3, 1, 23, 5, tzinfo=UTC)),
        (date(2026, 3, 1), datetime(2026, 3, 1, 23, 5, tzinfo=UTC), datetime(2026, 3, 1, 11, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 4, 1, 9, tzinfo=UTC), datetime(2026, 3, 29, 10, tzinfo=UTC)),
    ],
)
def test_today_is_now_and_another_day_is_its_noon(day, now, moment):
    assert placed_at(day, now=now, zone=BERLIN) == moment
