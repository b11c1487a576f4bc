"""When something is due: wall time kept, instants right, quiet hours kept, whatever the clocks do."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followups.planning import (
    Place,
    allowed,
    letter_on,
    offset_of,
    reorder_day,
    soon,
    task_on,
)
from team.quiet_hours import is_quiet

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca")
QUIET = (time(21), time(8))


@dataclass(frozen=True)
class Terms:
    offset_days: int = 0
    cold_offset_days: int | None = None
    delay_seconds: int = 3
    at_time: time = time(10)
    until_time: time | None = None
    keep_hours: int = 7 * 24


zones = st.sampled_from(ZONES).map(ZoneInfo)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)).map(
    lambda value: value.replace(tzinfo=UTC)
)
days = st.dates(date(2026, 1, 1), date(2027, 12, 1))


@given(zones, days, st.times(time(9), time(20)))
def test_a_letter_comes_at_the_time_on_the_wall_on_both_sides_of_a_clock_change(zone, day, at):
    at = at.replace(microsecond=0)
    now = datetime(2025, 12, 1, tzinfo=UTC)
    due = letter_on(Terms(at_time=at), day, now, Place(zone, QUIET))
    local = due.due_at.astimezone(zone)
    assert (local.date(), local.time()) == (day, at)
    assert (due.local_date, due.local_time) == (day, at)


def test_a_check_in_over_the_change_of_clocks_moves_by_an_hour_in_utc_and_not_on_the_wall():
    berlin, now = Place(ZoneInfo("Europe/Berlin")), datetime(2026, 3, 1, tzinfo=UTC)
    before = letter_on(Terms(), date(2026, 3, 28), now, berlin)
    after = letter_on(Terms(), date(2026, 3, 30), now, berlin)
    assert (before.due_at.hour, after.due_at.hour) == (9, 8)
    assert (before.local_time, after.local_time) == (time(10), time(10))


def test_a_time_that_the_clocks_skip_comes_after_the_gap():
    berlin, now = Place(ZoneInfo("Europe/Berlin")), datetime(2026, 3, 1, tzinfo=UTC)
    due = letter_on(Terms(at_time=time(2, 30)), date(2026, 3, 29), now, berlin)
    assert due.due_at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert due.local_time == time(3, 30)


def test_vancouver_keeps_its_summer_time_since_november_2026():
    """By the pinned zone data; an old one on the machine would be an hour off."""
    vancouver, now = Place(ZoneInfo("America/Vancouver")), datetime(2026, 11, 1, tzinfo=UTC)
    due = letter_on(Terms(), date(2026, 12, 1), now, vancouver)
    assert due.due_at == datetime(2026, 12, 1, 17, tzinfo=UTC)


@given(zones, moments, st.times(), st.times())
@settings(max_examples=300)
def test_nothing_is_ever_due_within_quiet_hours_or_early(zone, now, quiet_from, quiet_until):
    place = Place(zone, (quiet_from, quiet_until))
    due = soon(Terms(), now, place)
    assert due.due_at >= now + timedelta(seconds=3)
    assert not is_quiet(due.due_at, zone, quiet_from, quiet_until)
    assert due.expires_at - due.due_at == timedelta(days=7)


@given(zones, moments)
def test_by_day_a_letter_goes_three_seconds_after_its_cause(zone, now):
    place = Place(zone, QUIET)
    if not is_quiet(now, zone, *QUIET) and not is_quiet(now + timedelta(seconds=3), zone, *QUIET):
        assert soon(Terms(), now, place).due_at == now + timedelta(seconds=3)


@given(zones, moments, st.integers(-20, 20))
def test_a_missed_day_is_made_up_for_or_left_out_but_never_late(zone, now, ago):
    day = now.astimezone(zone).date() - timedelta(days=ago)
    due = letter_on(Terms(), day, now, Place(zone, QUIET))
    if due is not None:
        assert now <= due.due_at < due.expires_at


@given(zones, days)
def test_a_task_is_due_from_the_first_minute_of_its_day(zone, day):
    due = task_on(Terms(), day, datetime(2025, 12, 1, tzinfo=UTC), Place(zone))
    assert due.due_at.astimezone(zone).date() == day
    assert (due.due_at - timedelta(seconds=1)).astimezone(zone).date() == day - timedelta(days=1)


def test_a_task_whose_time_is_over_is_not_planned():
    berlin = Place(ZoneInfo("Europe/Berlin"))
    assert task_on(Terms(), date(2026, 3, 1), datetime(2026, 3, 9, tzinfo=UTC), berlin) is None


@pytest.mark.parametrize(
    ("cold", "own", "days"), [(False, 30, 90), (True, 30, 30), (True, None, 90), (False, None, 90)]
)
def test_strangers_have_a_rhythm_of_their_own(cold, own, days):
    assert offset_of(Terms(offset_days=90, cold_offset_days=own), cold) == days


@given(days, st.integers(1, 200), st.integers(0, 30))
def test_the_question_about_the_next_order_comes_between_the_two(ordered_on, interval, before):
    expected = ordered_on + timedelta(days=interval)
    asked = reorder_day(ordered_on, expected, before)
    assert ordered_on <= asked <= expected
    assert (expected - asked).days <= before
    assert (asked - ordered_on) * 2 >= timedelta(days=interval - 1)


def test_without_quiet_hours_anything_goes():
    night = datetime(2026, 3, 2, 1, tzinfo=UTC)
    assert allowed(night, Place(ZoneInfo("Europe/Berlin"))) == night


@pytest.mark.parametrize(("until", "day"), [(None, 2), (time(11), 3), (time(9, 30), 3), (time(12, 30), 2)])
def test_a_letter_that_falls_after_its_time_of_day_goes_the_next_day(until, day):
    asleep_till_noon = Place(ZoneInfo("Europe/Berlin"), (time(21), time(12)))
    terms = Terms(at_time=time(9), until_time=until)
    due = letter_on(terms, date(2026, 3, 2), datetime(2026, 3, 1, tzinfo=UTC), asleep_till_noon)
    assert due.local_date == date(2026, 3, day)
