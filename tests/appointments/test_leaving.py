"""When to leave, and when to be reminded of it."""

from datetime import UTC, datetime, timedelta

import pytest

from appointments.leaving import leave_by, remind_at

TEN = datetime(2026, 3, 3, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_there_early_by_so_many_minutes():
    assert leave_by("visit", TEN, 20, 5) == TEN - 25 * MINUTE
    assert leave_by("elsewhere", TEN, 20, 0) == TEN - 20 * MINUTE


@pytest.mark.parametrize("place", ["phone", "video", "here"])
def test_who_stays_has_no_way(place):
    assert leave_by(place, TEN, 20, 5) is None


def test_without_a_way_there_is_nothing_to_say():
    assert leave_by("visit", TEN, 0, 5) is None


def test_reminded_the_hour_before_and_always_before_leaving():
    assert remind_at(TEN, None) == TEN - 60 * MINUTE
    assert remind_at(TEN, TEN - 25 * MINUTE) == TEN - 60 * MINUTE
    assert remind_at(TEN, TEN - 90 * MINUTE) == TEN - 105 * MINUTE
