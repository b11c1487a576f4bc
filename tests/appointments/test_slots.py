"""Free slots follow from the facts, in every zone and over every change of the clocks."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appointments.slots import Bounds, Busy, Length, Opening, free_slots, nearest, open_stretches, why_not
from team.office_hours import Stretch

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTES = timedelta(minutes=1)
AN_HOUR, UNBOUND = Length(HOUR), Bounds()
WEEKDAYS = [Stretch(weekday, time(9), time(12)) for weekday in range(5)]


def opening(**values) -> Opening:
    return Opening(**({"zone": BERLIN, "hours": WEEKDAYS, "step": 30 * MINUTES} | values))


def at(hour, minute=0, day=MONDAY) -> datetime:
    return datetime.combine(day, time(hour, minute), BERLIN).astimezone(UTC)


def meeting(start: datetime, length: Length = AN_HOUR) -> Busy:
    return Busy(start - length.before, start + length.meeting + length.after, start, start + length.meeting)


def walls(slots) -> list[str]:
    return [slot.astimezone(BERLIN).strftime("%H:%M") for slot in slots]


def on_monday(busy=(), bounds=UNBOUND, length=AN_HOUR, now=NOW, **values) -> list[str]:
    return walls(free_slots(opening(**values), bounds, length, busy, MONDAY, MONDAY, now))


def test_a_free_day_offers_its_raster():
    assert on_monday() == ["09:00", "09:30", "10:00", "10:30", "11:00"]


def test_what_is_taken_with_its_way_and_pause_is_not_offered():
    length = Length(HOUR, before=15 * MINUTES, after=15 * MINUTES)
    assert on_monday([meeting(at(10), length)], length=length) == []
    assert on_monday([meeting(at(9), length)], length=length) == ["10:30", "11:00"]
    assert on_monday([meeting(at(9))]) == ["10:00", "10:30", "11:00"], "one may end as the next begins"


def test_days_off_days_of_their_own_and_protected_times():
    assert on_monday(days_off={MONDAY}) == []
    assert on_monday(on_days={MONDAY: [(time(14), time(15))]}) == ["14:00"]
    assert on_monday(on_days={MONDAY: []}) == []
    assert on_monday(protected=[Stretch(0, time(9, 30), time(11))]) == ["11:00"]


def test_hours_that_overlap_are_one():
    hours = [Stretch(0, time(9), time(11)), Stretch(0, time(10), time(12))]
    assert on_monday(hours=hours) == ["09:00", "09:30", "10:00", "10:30", "11:00"]


def test_notice_and_how_far_ahead():
    assert on_monday(now=at(8, 10), notice=timedelta(hours=2)) == ["10:30", "11:00"]
    assert on_monday(furthest=timedelta(hours=21)) == ["09:00", "09:30", "10:00"]


def test_the_way_there_can_still_be_made():
    there = Length(HOUR, before=45 * MINUTES)
    assert on_monday(now=at(9), notice=timedelta(0), length=there) == ["10:00", "10:30", "11:00"]
    assert on_monday(now=at(9), notice=2 * HOUR, length=there) == ["11:00"]
    at_once = opening(notice=timedelta(0))
    assert why_not(at_once, UNBOUND, there, [], at(9, 30), at(9)) == "too_soon"
    assert why_not(at_once, UNBOUND, there, [], at(9, 45), at(9)) == ""


@pytest.mark.parametrize(
    ("bounds", "left"),
    [
        (Bounds(most_a_day=1), []),
        (Bounds(most_a_day=2), ["10:00", "10:30", "11:00"]),
        (Bounds(time_a_day=HOUR), []),
        (Bounds(most_a_week=1), []),
        (Bounds(time_a_week=2 * HOUR), ["10:00", "10:30", "11:00"]),
        (Bounds(most_in_a_row=1), ["10:30", "11:00"]),
        (Bounds(most_in_a_row=1, pause=HOUR), ["11:00"]),
    ],
)
def test_bounds(bounds, left):
    assert on_monday([meeting(at(9))], bounds) == left


def test_what_is_busy_elsewhere_counts_for_no_bound():
    elsewhere = Busy(at(9), at(10))
    assert on_monday([elsewhere], Bounds(most_a_day=1)) == ["10:00", "10:30", "11:00"]


def test_a_row_is_counted_in_both_directions():
    row = [meeting(at(8)), meeting(at(10))]
    assert on_monday(row, Bounds(most_in_a_row=2)) == ["11:00"], "9:00 would be the third"
    assert on_monday(row, Bounds(most_in_a_row=3)) == ["09:00", "11:00"]


@pytest.mark.parametrize(
    ("start", "code"),
    [
        (at(9), ""),
        (at(9, 7), ""),
        (at(11, 1), "closed"),
        (at(8), "closed"),
        (NOW - MINUTES, "past"),
        (NOW + HOUR, "too_soon"),
        (NOW + timedelta(days=99), "too_far"),
    ],
)
def test_why_a_time_is_not_to_be_had(start, code):
    assert why_not(opening(), Bounds(), Length(HOUR), [], start, NOW) == code


def test_why_in_the_order_of_what_can_be_changed_least():
    busy = [meeting(at(9))]
    assert why_not(opening(), Bounds(most_a_day=1), Length(HOUR), busy, at(9, 30), NOW) == "taken"
    assert why_not(opening(), Bounds(most_a_day=1), Length(HOUR), busy, at(10), NOW) == "day_full"
    assert why_not(opening(), Bounds(most_a_week=1), Length(HOUR), busy, at(10), NOW) == "week_full"
    assert why_not(opening(), Bounds(most_in_a_row=1), Length(HOUR), busy, at(10), NOW) == "needs_pause"


def test_the_nearest_in_the_order_of_time():
    slots = [at(9), at(10), at(11), at(15)]
    assert nearest(slots, at(10, 15)) == [at(9), at(10), at(11)]
    assert nearest([], at(10)) == []


def test_the_hour_that_does_not_exist_offers_nothing_twice():
    sunday = date(2026, 3, 29)
    night = opening(hours=[Stretch(6, time(1), time(4))], furthest=timedelta(days=99))
    slots = free_slots(night, Bounds(), Length(HOUR), [], sunday, sunday, NOW)
    assert walls(slots) == ["01:00", "01:30", "03:00"]
    assert [later - sooner for sooner, later in pairwise(slots)] == [30 * MINUTES, 30 * MINUTES]


def test_the_hour_that_comes_twice_is_open_twice():
    sunday = date(2026, 10, 25)
    night = opening(hours=[Stretch(6, time(1), time(4))], furthest=timedelta(days=300))
    slots = free_slots(night, Bounds(), Length(HOUR), [], sunday, sunday, NOW)
    assert walls(slots) == ["01:00", "01:30", "02:00", "02:30", "02:00", "02:30", "03:00"]


def test_a_stretch_that_the_clocks_skip_is_none():
    skipped = opening(hours=[Stretch(6, time(2), time(2, 45))])
    assert open_stretches(skipped, date(2026, 3, 29)) == []


zones = st.sampled_from(
    [
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Africa/Casablanca",
    ]
).map(ZoneInfo)
minutes = st.integers(0, 24 * 60 - 1).map(lambda n: time(n // 60, n % 60))


@st.composite
def stretches(draw):
    one, other = sorted(draw(st.tuples(minutes, minutes).filter(lambda pair: pair[0] != pair[1])))
    return Stretch(draw(st.integers(0, 6)), one, other)


@st.composite
def meetings(draw, around: date):
    start = datetime.combine(around, time(), UTC) + draw(st.integers(-2 * 24 * 60, 9 * 24 * 60)) * MINUTES
    return meeting(start, draw(lengths))


lengths = st.builds(
    Length,
    meeting=st.integers(5, 180).map(lambda n: n * MINUTES),
    before=st.integers(0, 60).map(lambda n: n * MINUTES),
    after=st.integers(0, 60).map(lambda n: n * MINUTES),
)
some = st.none() | st.integers(1, 4)
bounds_of_any_kind = st.builds(
    Bounds,
    most_a_day=some,
    time_a_day=some.map(lambda n: n and n * HOUR),
    most_a_week=some,
    time_a_week=some.map(lambda n: n and n * 2 * HOUR),
    most_in_a_row=some,
    pause=st.integers(0, 90).map(lambda n: n * MINUTES),
)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@st.composite
def calendars(draw):
    first = draw(days)
    opened = Opening(
        zone=draw(zones),
        hours=draw(st.lists(stretches(), max_size=6)),
        days_off=draw(st.sets(st.integers(0, 6).map(lambda n: first + timedelta(days=n)), max_size=2)),
        protected=draw(st.lists(stretches(), max_size=2)),
        step=draw(st.sampled_from([15, 20, 30, 60])) * MINUTES,
        notice=timedelta(0),
        furthest=timedelta(days=9),
    )
    busy = draw(st.lists(meetings(first), max_size=6))
    now = datetime.combine(first, time(), UTC) + draw(st.integers(-24 * 60, 24 * 60)) * MINUTES
    return opened, draw(bounds_of_any_kind), draw(lengths), busy, first, now


@settings(max_examples=300, deadline=None)
@given(calendars())
def test_whatever_is_offered_is_open_free_and_within_bounds(calendar):
    opened, bounds, length, busy, first, now = calendar
    slots = free_slots(opened, bounds, length, busy, first, first + timedelta(days=6), now)
    assert slots == sorted(set(slots))
    for slot in slots[:60]:
        assert why_not(opened, bounds, length, busy, slot, now) == ""
        start, end = slot - length.before, slot + length.meeting + length.after
        assert start >= now
        assert not any(one.blocked_from < end and start < one.blocked_until for one in busy)
        day = slot.astimezone(opened.zone).date()
        same_day = [one for one in busy if one.starts_at.astimezone(opened.zone).date() == day]
        assert bounds.most_a_day is None or len(same_day) < bounds.most_a_day
        taken = sum((one.ends_at - one.starts_at for one in same_day), timedelta(0))
        assert bounds.time_a_day is None or taken + length.meeting <= bounds.time_a_day
        assert day not in opened.days_off


@settings(max_examples=100, deadline=None)
@given(calendars())
def test_who_books_what_is_offered_never_meets_somebody_else(calendar):
    opened, bounds, length, busy, first, now = calendar
    booked = []
    for _ in range(4):
        slots = free_slots(opened, bounds, length, [*busy, *booked], first, first + timedelta(days=6), now)
        if not slots:
            break
        booked.append(meeting(slots[len(slots) // 2], length))
    ranges = sorted((one.blocked_from, one.blocked_until) for one in booked)
    assert all(sooner[1] <= later[0] for sooner, later in pairwise(ranges))


def test_the_nearest_are_apart_where_they_can_be():
    quarters = [at(9) + n * timedelta(minutes=15) for n in range(9)]
    assert nearest(quarters, at(9), apart=timedelta(minutes=30)) == [at(9), at(9, 30), at(10)]
    assert nearest(quarters[:2], at(9), apart=timedelta(minutes=30)) == quarters[:2]
