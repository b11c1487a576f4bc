"""Slipping and cooling begin on exactly the right day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.models import Customer
from customers.rhythm import Rhythm, rhythm_of

START = date(2026, 1, 1)


def days(*numbers):
    return [START + timedelta(days=number) for number in numbers]


order_days = st.lists(st.integers(0, 2000), min_size=1, max_size=40).map(lambda numbers: days(*numbers))


def test_nothing_ordered_has_no_rhythm():
    assert rhythm_of([], lasts=30, usual=60) is None


@pytest.mark.parametrize(
    "ordered, lasts, interval, expected, slips, cools",
    [
        # One day: the product's figure foretells, the company's judges.
        (days(0), None, None, 60, 180, 180),
        (days(0), 30, None, 30, 180, 180),
        (days(0, 0), 30, None, 30, 180, 180),
        # Two days and more: one's own median, whatever the products say.
        (days(0, 30), None, 30, 60, 75, 120),
        (days(0, 30), 90, 30, 60, 75, 120),
        (days(0, 10, 40), None, 20, 60, 70, 100),
        (days(0, 10, 40, 140), None, 30, 170, 185, 230),
        # Half days are never early: 1.5 x 5 = 7.5 is reached on the eighth day.
        (days(0, 5), None, 5, 10, 13, 20),
        (days(0, 10, 31), None, 16, 47, 55, 78),
        # Seven days at least.
        (days(0, 1), None, 1, 2, 8, 8),
        (days(0, 3), None, 3, 6, 10, 12),
    ],
)
def test_the_days(ordered, lasts, interval, expected, slips, cools):
    rhythm = rhythm_of(ordered, lasts=lasts, usual=60)
    assert rhythm == Rhythm(interval, *days(expected, slips, cools))


@given(order_days, st.none() | st.integers(1, 400), st.integers(1, 400))
def test_the_order_of_days_is_irrelevant_and_thresholds_ascend(ordered, lasts, usual):
    rhythm = rhythm_of(ordered, lasts=lasts, usual=usual)
    assert rhythm == rhythm_of(reversed(ordered), lasts=lasts, usual=usual)
    assert max(ordered) < rhythm.expected_on
    assert max(ordered) + timedelta(days=7) <= rhythm.slips_on <= rhythm.cools_on


def test_a_person_is_one_of_fine_slipping_and_cooling():
    person = Customer(slips_on=date(2026, 3, 10), cools_on=date(2026, 3, 20))
    seen = {
        day: (person.is_slipping(date(2026, 3, day)), person.is_cooling(date(2026, 3, day)))
        for day in (9, 10, 19, 20)
    }
    assert seen == {9: (False, False), 10: (True, False), 19: (True, False), 20: (False, True)}
