"""When somebody may be written to."""

from datetime import UTC, datetime, time, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from team.quiet_hours import is_quiet, next_allowed

ZONES = files("tzdata").joinpath("zones").read_text().split()
START = datetime(2024, 1, 1, tzinfo=UTC)
FOUR_YEARS = 4 * 365 * 24 * 60
LONGEST_CHANGE = timedelta(hours=3)  # Antarctica/Troll turns its clocks by two hours

moments = st.integers(0, FOUR_YEARS * 60).map(lambda seconds: START + timedelta(seconds=seconds))
walls = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))
NEW_YORK, BERLIN = ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin")


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "moment", "hours", "expected"),
    [
        # Over midnight, before and after it; at the very edges.
        (BERLIN, utc(2026, 1, 5, 21, 30), (21, 8), utc(2026, 1, 6, 7)),
        (BERLIN, utc(2026, 1, 6, 5), (21, 8), utc(2026, 1, 6, 7)),
        (BERLIN, utc(2026, 1, 6, 7), (21, 8), utc(2026, 1, 6, 7)),
        (BERLIN, utc(2026, 1, 5, 20), (21, 8), utc(2026, 1, 6, 7)),
        (BERLIN, utc(2026, 1, 5, 19, 59), (21, 8), utc(2026, 1, 5, 19, 59)),
        # Within a day: a siesta.
        (BERLIN, utc(2026, 1, 5, 12, 30), (13, 15), utc(2026, 1, 5, 14)),
        # The same hour twice means none.
        (BERLIN, utc(2026, 1, 5, 2), (8, 8), utc(2026, 1, 5, 2)),
        # The night on which summer begins is an hour shorter, the other one longer.
        (BERLIN, utc(2026, 3, 28, 22), (21, 8), utc(2026, 3, 29, 6)),
        (BERLIN, utc(2026, 10, 24, 22), (21, 8), utc(2026, 10, 25, 7)),
    ],
)
def test_next_allowed(zone, moment, hours, expected):
    assert next_allowed(moment, zone, time(hours[0]), time(hours[1])) == expected


def test_quiet_hours_that_end_in_the_skipped_hour_end_with_the_change():
    night = utc(2026, 3, 8, 5)
    assert next_allowed(night, NEW_YORK, time(21), time(2, 30)) == utc(2026, 3, 8, 7)


def test_quiet_hours_that_end_in_the_repeated_hour_end_the_first_time():
    night = utc(2026, 11, 1, 4)
    assert next_allowed(night, NEW_YORK, time(21), time(1, 30)) == utc(2026, 11, 1, 5, 30)


def test_quiet_hours_that_the_repeated_hour_takes_up_again():
    """01:10 comes again after 01:50: whoever is quiet until 01:30 is quiet a second time."""
    again = utc(2026, 11, 1, 6, 10)
    assert next_allowed(again, NEW_YORK, time(21), time(1, 30)) == utc(2026, 11, 1, 6, 30)


def test_a_day_that_the_date_line_swallows():
    """Samoa had no 30 December 2011."""
    evening = utc(2011, 12, 30, 8)  # 29 December, 22:00
    allowed = next_allowed(evening, ZoneInfo("Pacific/Apia"), time(21), time(8))
    assert allowed.astimezone(ZoneInfo("Pacific/Apia")).isoformat() == "2011-12-31T08:00:00+14:00"


@pytest.mark.parametrize("zone", ZONES)
def test_never_early_never_inside_in_every_zone(zone):
    """The nights around each change of the clocks, hour by hour, in all zones of the package."""
    zone = ZoneInfo(zone)
    for change in _changes(zone):
        for quiet_from, quiet_until in ((time(21), time(8)), (time(22), time(2, 30)), (time(1, 30), time(3))):
            for hour in range(-12, 6):
                _holds(change + timedelta(hours=hour, minutes=17), zone, quiet_from, quiet_until)


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(ZONES), moments, walls, walls)
def test_never_early_never_inside_never_late(zone, moment, quiet_from, quiet_until):
    zone = ZoneInfo(zone)
    allowed = _holds(moment, zone, quiet_from, quiet_until)
    for minutes in range(0, int((allowed - moment).total_seconds() // 60), 5):
        assert is_quiet(moment + timedelta(minutes=minutes), zone, quiet_from, quiet_until)


def _holds(moment, zone, quiet_from, quiet_until):
    allowed = next_allowed(moment, zone, quiet_from, quiet_until)
    assert allowed >= moment
    assert not is_quiet(allowed, zone, quiet_from, quiet_until)
    assert allowed - moment <= timedelta(days=1) + LONGEST_CHANGE
    return allowed


def _changes(zone):
    """The changes of the clocks of 2026, to the day."""
    days = [utc(2026, 1, 1) + timedelta(days=day) for day in range(366)]
    offsets = [day.astimezone(zone).utcoffset() for day in days]
    return [day for day, one, other in zip(days, offsets, offsets[1:], strict=False) if one != other]
