"""When a distributor can be reached."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from team.office_hours import (
    USUAL_HOURS,
    Stretch,
    is_open,
    next_opening,
    next_working_morning,
    overlapping,
)

BERLIN = ZoneInfo("Europe/Berlin")
HOURS = (Stretch(0, time(9), time(12)), Stretch(0, time(14), time(18)), Stretch(3, time(16), time(20)))


def berlin(day, hour, minute=0):
    """An instant of the week of Monday 5 January 2026."""
    return datetime(2026, 1, 4 + day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (berlin(1, 9), True),
        (berlin(1, 11, 59), True),
        (berlin(1, 12), False),
        (berlin(1, 8, 59), False),
        (berlin(2, 10), False),
        (berlin(4, 19), True),
    ],
)
def test_is_open(moment, expected):
    assert is_open(moment, BERLIN, HOURS) is expected


def test_a_day_off_is_closed():
    assert not is_open(berlin(1, 10), BERLIN, HOURS, {date(2026, 1, 5)})


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (berlin(1, 7), berlin(1, 9)),
        (berlin(1, 10), berlin(1, 10)),
        (berlin(1, 12), berlin(1, 14)),
        (berlin(1, 18), berlin(4, 16)),
        (berlin(4, 20), berlin(8, 9)),
    ],
)
def test_next_opening(moment, expected):
    assert next_opening(moment, BERLIN, HOURS) == expected


def test_next_opening_passes_over_days_off():
    assert next_opening(berlin(4, 20), BERLIN, HOURS, {date(2026, 1, 12)}) == berlin(11, 16)


def test_who_is_never_open_has_no_next_opening():
    assert next_opening(berlin(1, 9), BERLIN, ()) is None


@pytest.mark.parametrize(
    ("moment", "expected"),
    [(berlin(1, 7), berlin(4, 16)), (berlin(3, 12), berlin(4, 16)), (berlin(4, 17), berlin(8, 9))],
)
def test_next_working_morning(moment, expected):
    assert next_working_morning(moment, BERLIN, HOURS) == expected


def test_next_working_morning_without_hours_is_the_usual_one():
    friday = berlin(5, 15)
    assert next_working_morning(friday, BERLIN, ()) == berlin(8, 9)


def test_next_working_morning_of_somebody_who_is_off_for_good():
    off = {date(2026, 1, 5) + timedelta(days=day) for day in range(500)}
    assert next_working_morning(berlin(1, 9), BERLIN, HOURS, off) == berlin(2, 9)


def test_opening_in_the_skipped_hour_opens_with_the_change():
    nights = (Stretch(6, time(2, 30), time(5)),)
    saturday = datetime(2026, 3, 28, 20, tzinfo=BERLIN)
    assert next_opening(saturday, BERLIN, nights) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_a_stretch_that_the_clocks_skip_whole_is_left_out():
    nights = (Stretch(6, time(2, 15), time(2, 45)),)
    saturday = datetime(2026, 3, 28, 20, tzinfo=BERLIN)
    assert next_opening(saturday, BERLIN, nights) == datetime(2026, 4, 5, 0, 15, tzinfo=UTC)


def test_overlapping():
    assert overlapping(HOURS) is None
    assert overlapping([*HOURS, Stretch(3, time(19), time(21))]) == 3
    assert overlapping([*HOURS, Stretch(3, time(20), time(21))]) is None


hours = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 22), st.integers(1, 5)).map(
        lambda parts: Stretch(parts[0], time(parts[1]), time(min(parts[1] + parts[2], 23), 30))
    ),
    min_size=1,
    max_size=6,
)
moments = st.integers(0, 500 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
zones = st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"])


@settings(max_examples=300, deadline=None)
@given(zones, hours, moments)
def test_next_opening_is_the_first_open_minute(zone, stretches, moment):
    zone = ZoneInfo(zone)
    opening = next_opening(moment, zone, stretches)
    assert opening >= moment
    assert is_open(opening, zone, stretches)
    for minutes in range(0, int((opening - moment).total_seconds() // 60), 15):
        assert not is_open(moment + timedelta(minutes=minutes), zone, stretches)


@settings(max_examples=200, deadline=None)
@given(zones, moments)
def test_next_working_morning_is_open_and_on_a_later_day(zone, moment):
    zone = ZoneInfo(zone)
    morning = next_working_morning(moment, zone, USUAL_HOURS)
    assert is_open(morning, zone, USUAL_HOURS)
    assert morning.astimezone(zone).date() > moment.astimezone(zone).date()
    assert morning.astimezone(zone).time() == time(9)
