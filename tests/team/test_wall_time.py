"""Which instant a time on the wall means."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from team.wall_time import clock_change, first_instant_at, instant_at

NEW_YORK = ZoneInfo("America/New_York")
SPRING, AUTUMN = date(2026, 3, 8), date(2026, 11, 1)


@pytest.mark.parametrize(
    ("day", "wall", "expected"),
    [
        (date(2026, 7, 1), time(9), datetime(2026, 7, 1, 13, tzinfo=UTC)),
        # 01:30 comes twice: the second one is meant, as PostgreSQL has it.
        (AUTUMN, time(1, 30), datetime(2026, 11, 1, 6, 30, tzinfo=UTC)),
        # 02:30 never comes: half an hour after the change, not half an hour before it.
        (SPRING, time(2, 30), datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),
    ],
)
def test_instant_of_a_wall_time(day, wall, expected):
    assert instant_at(day, wall, NEW_YORK) == expected


@pytest.mark.parametrize(
    ("day", "wall", "expected"),
    [
        (date(2026, 7, 1), time(9), datetime(2026, 7, 1, 13, tzinfo=UTC)),
        (AUTUMN, time(1, 30), datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        (SPRING, time(2, 30), datetime(2026, 3, 8, 7, 0, tzinfo=UTC)),
    ],
)
def test_first_instant_of_a_wall_time(day, wall, expected):
    assert first_instant_at(day, wall, NEW_YORK) == expected


def test_the_change_of_the_clocks_is_found_to_the_second():
    start = datetime(2026, 3, 8, 3, 17, 11, 5, tzinfo=UTC)
    assert clock_change(start, start + timedelta(days=1), NEW_YORK) == datetime(2026, 3, 8, 7, tzinfo=UTC)


def test_no_change_on_an_ordinary_day():
    start = datetime(2026, 7, 1, tzinfo=UTC)
    assert clock_change(start, start + timedelta(days=1), NEW_YORK) is None


def test_vancouver_keeps_summer_time_from_november_2026():
    """The zone data is the pinned package's: British Columbia no longer turns its clocks back."""
    winter = datetime(2026, 12, 1, 12, tzinfo=UTC).astimezone(ZoneInfo("America/Vancouver"))
    assert winter.utcoffset() == timedelta(hours=-7)
