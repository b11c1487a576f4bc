"""Which times are offered instead of one that came to nothing."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from appointments.offers import share_out, times_like

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def test_one_of_each_day_at_a_like_hour():
    slots = [at(day, hour) for day in (3, 4, 5, 6) for hour in (8, 10, 14)]
    assert times_like(slots, at(2, 13), BERLIN) == [at(3, 14), at(4, 14), at(5, 14)]


def test_with_few_days_the_next_ones_fill_up():
    assert times_like([at(3, 8), at(3, 9), at(3, 10), at(3, 11)], at(2, 11), BERLIN) == [
        at(3, 8), at(3, 9), at(3, 11),
    ]  # fmt: skip
    assert times_like([at(3, 8)], at(2, 11), BERLIN) == [at(3, 8)]
    assert times_like([], at(2, 11), BERLIN) == []


def test_nobody_is_offered_what_another_one_is():
    slots = [at(day, hour) for day in (3, 4, 5) for hour in (9, 10, 11)]
    one, other = share_out([(slots, at(2, 9)), (slots, at(2, 9))], HOUR, BERLIN)
    assert (one, other) == ([at(3, 9), at(4, 9), at(5, 9)], [at(3, 10), at(4, 10), at(5, 10)])


@given(
    st.sets(st.integers(0, 400), max_size=60),
    st.lists(st.integers(0, 96), max_size=6),
    st.integers(1, 8),
)
def test_what_is_offered_is_free_and_apart(quarters, wanted, block):
    quarter = HOUR / 4
    slots = [at(3, 6) + number * quarter for number in quarters]
    asked = [(slots, at(2, 0) + number * quarter) for number in wanted]
    shared = share_out(asked, block * quarter, BERLIN)
    assert len(shared) == len(wanted)
    assert all(set(mine) <= set(slots) and len(mine) <= 3 for mine in shared)
    for number, mine in enumerate(shared):
        for theirs in shared[number + 1 :]:
            assert all(abs(one - other) >= block * quarter for one in mine for other in theirs)
