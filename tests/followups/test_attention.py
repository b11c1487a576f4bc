"""Whose turn it is: never two touches a day, never more than agreed a week, nothing in grief."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followups.attention import Allowance, Turn, day_for, turn, weight
from followups.kinds import Kind

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia")
MONDAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FAR = date(2030, 1, 1)
RHYTHMS = [Kind.CHECK_IN, Kind.TIPS, Kind.REORDER, Kind.REACH_OUT, Kind.BIRTHDAY, Kind.WIN_BACK, Kind.OTHER]
UTC_ZONE = ZoneInfo("UTC")

zones = st.sampled_from(ZONES).map(ZoneInfo)
kinds = st.sampled_from(RHYTHMS)
days = st.dates(date(2026, 2, 1), date(2026, 12, 1))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1)).map(lambda it: it.replace(tzinfo=UTC))
ends = st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1))
allowances = st.builds(
    Allowance,
    a_week=st.integers(1, 7),
    grieving_until=ends,
    resting_until=ends,
    complaint_open=st.just(False),
)
taken = st.dictionaries(st.dates(date(2026, 2, 1), date(2026, 3, 20)), st.just(1), max_size=12)


def most_in_seven_days(touched) -> int:
    return max(sum(one <= other < one + timedelta(days=7) for other in touched) for one in touched)


@given(st.lists(st.tuples(st.dates(MONDAY, date(2026, 4, 15)), kinds), min_size=1, max_size=20), allowances)
def test_planned_one_by_one_there_is_one_a_day_and_so_many_a_week(wanted, allowance):
    placed = Counter()
    for day, kind in wanted:
        if found := day_for(day, kind, placed, allowance, FAR):
            assert found >= day
            placed[found] += 1
    assert max(placed.values()) == 1
    assert most_in_seven_days(placed) <= allowance.a_week
    for end in (allowance.grieving_until, allowance.resting_until):
        assert end is None or min(placed) > end


@given(days, days, kinds, taken, allowances)
def test_a_later_wish_is_never_met_earlier_and_a_day_that_was_found_is_kept(
    one, other, kind, taken, allowance
):
    one, other = sorted((one, other))
    first, second = (day_for(day, kind, taken, allowance, FAR) for day in (one, other))
    assert one <= first <= second
    assert day_for(first, kind, taken, allowance, FAR) == first


@given(days, kinds, taken, allowances, st.integers(0, 30))
def test_what_has_no_room_in_time_has_no_day(day, kind, taken, allowance, more):
    found, latest = day_for(day, kind, taken, allowance, FAR), day + timedelta(days=more)
    assert day_for(day, kind, taken, allowance, latest) == (found if found <= latest else None)


@given(moments, zones, kinds, st.lists(st.integers(0, 7 * 24 * 60), max_size=8), allowances)
def test_a_letter_waits_for_a_day_of_the_persons_own_with_room(now, zone, kind, minutes, allowance):
    recent = [now - timedelta(minutes=ago) for ago in minutes]
    found = turn(now, kind, "service", recent, allowance, zone)
    assert found.at >= now
    assert (found.at == now) == (found.code == "")
    touched = Counter(moment.astimezone(zone).date() for moment in recent)
    on = found.at.astimezone(zone).date()
    assert touched[on] == 0
    assert sum(touched[on - timedelta(days=n)] for n in range(7)) < allowance.a_week
    # Asked again then, it goes: nothing is put off for ever.
    assert turn(found.at, kind, "service", recent, allowance, zone) == Turn(found.at)


@given(moments, moments, zones, kinds, allowances)
def test_who_waits_longer_does_not_come_earlier(one, other, zone, kind, allowance):
    one, other = sorted((one, other))
    recent = [one - timedelta(hours=3)]
    first, second = (turn(moment, kind, "service", recent, allowance, zone).at for moment in (one, other))
    assert first <= second or first.astimezone(zone).date() == second.astimezone(zone).date()


@pytest.mark.parametrize("kind", [Kind.THANK, Kind.ANSWER, Kind.NOTES, Kind.REMINDER, Kind.COMPLAINT])
def test_what_answers_them_is_never_held_up(kind):
    none = Allowance(a_week=0, grieving_until=FAR, resting_until=FAR, complaint_open=True)
    assert turn(NOON, kind, "service", [NOON, NOON], none, UTC_ZONE) == Turn(NOON)
    assert day_for(MONDAY, kind, {MONDAY: 3}, none, MONDAY) == MONDAY
    assert day_for(MONDAY, kind, {}, none, MONDAY - timedelta(days=1)) is None


@pytest.mark.parametrize(
    "allowance, recent, code, day",
    [
        (Allowance(), [], "", 2),
        (Allowance(), [NOON - timedelta(hours=2)], "one_a_day", 3),
        (Allowance(), [NOON - timedelta(hours=13)], "", 2),
        (Allowance(), [NOON - timedelta(days=1), NOON - timedelta(days=3)], "enough_this_week", 6),
        (Allowance(a_week=1), [NOON - timedelta(days=6)], "enough_this_week", 3),
        (Allowance(grieving_until=date(2026, 3, 9)), [], "grieving", 10),
        (Allowance(resting_until=MONDAY), [], "resting", 3),
        (Allowance(complaint_open=True), [], "complaint", 3),
        (Allowance(a_week=0), [], "no_touches", None),
    ],
)
def test_what_waits_says_for_what_and_until_when(allowance, recent, code, day):
    at = day and datetime(2026, 3, day, 12, tzinfo=UTC)
    assert turn(NOON, Kind.CHECK_IN, "service", recent, allowance, UTC_ZONE) == Turn(at, code)


def test_thanks_that_offer_something_are_no_thanks():
    grieving = Allowance(grieving_until=MONDAY)
    assert turn(NOON, Kind.THANK, "marketing", [], grieving, UTC_ZONE).code == "grieving"


def test_it_goes_at_the_same_time_on_the_wall_over_a_change_of_clocks():
    berlin = ZoneInfo("Europe/Berlin")
    now = datetime(2026, 3, 28, 9, tzinfo=UTC)  # 10:00; the clocks change in the night
    later = turn(now, Kind.TIPS, "service", [now], Allowance(), berlin).at
    assert later.astimezone(berlin).isoformat() == "2026-03-29T10:00:00+02:00"


def test_of_two_on_one_day_the_weightier_stays():
    assert weight(Kind.BIRTHDAY) > weight(Kind.CHECK_IN) > weight(Kind.TIPS) > weight(Kind.REACH_OUT)
    assert weight(Kind.REACH_OUT, priority=0) > weight(Kind.BIRTHDAY, priority=1)
