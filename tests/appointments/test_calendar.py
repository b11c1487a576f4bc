"""What the calendar shows: where things stand, how full days are, what was asked for."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from appointments.actions import book, cancel, change_availability, finish
from appointments.grid import Slab, gaps, hours_shown, slab_of
from appointments.shown import days_of
from kit import clock
from tests.appointments.meetings import booked
from tests.queries.counting import count_queries

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = date(2026, 3, 3)


def at(hour: int, minute: int = 0, day: int = 3) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (at(9), at(10), Slab(40, 44)),
        (at(9, 7), at(9, 9), Slab(40, 41)),
        (at(9, 50), at(10, 20), Slab(43, 46)),
        (at(22, 30), at(23, 30), Slab(94, 96)),
        (at(22, 30, 2), at(23, 30, 2), Slab(0, 2)),
        (at(9, day=4), at(10, day=4), None),
        (at(9), at(9), None),
    ],
)
def test_where_a_stretch_stands(start, end, expected):
    assert slab_of(start, end, TUESDAY, BERLIN) == expected


def test_what_a_slab_says_to_the_grid():
    slab = Slab(39, 44)
    assert (slab.hour, slab.minute, slab.hours, slab.quarters, slab.is_short) == (9, 45, 1, 1, False)


def test_a_grid_holds_the_early_and_the_late():
    assert hours_shown([]) == (8, 20)
    assert hours_shown([Slab(25, 30), Slab(80, 89)]) == (6, 23)


def test_what_lies_between_open_hours_is_closed():
    assert gaps([Slab(52, 72), Slab(36, 48)], 8, 20) == [Slab(32, 36), Slab(48, 52), Slab(72, 80)]
    assert gaps([], 8, 20) == [Slab(32, 80)]
    assert gaps([Slab(32, 80)], 8, 20) == []


@pytest.mark.django_db
def test_a_day_counts_against_what_it_holds(ben, by_ben, rosa, talk, slot):
    change_availability(owner=ben, by=by_ben, most_a_day=2)
    made = book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])
    monday, tuesday, *_rest, sunday = days_of(ben, TUESDAY - timedelta(days=1), 7).days
    assert (monday.is_today, monday.taken, tuesday.taken, tuesday.pips) == (True, 0, 1, [True, False])
    assert (tuesday.is_full, sunday.is_off) == (False, True)
    (meeting,) = tuesday.meetings
    assert (meeting.slab, meeting.before, meeting.after) == (Slab(40, 44), None, Slab(44, 45))
    cancel(appointment=made, by=by_ben)
    assert days_of(ben, TUESDAY, 1).days[0].meetings == []


@pytest.mark.django_db
def test_what_was_held_stays_on_the_page(ben, by_ben, rosa, talk, slot):
    made = book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])
    with clock.travel(made.ends_at):
        finish(appointment=made, by=by_ben)
    (meeting,) = days_of(ben, TUESDAY, 1).days[0].meetings
    assert (meeting.is_over, meeting.after) == (True, None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    ["", "?show=day", "?show=month", "?show=x&day=never", "?day=9999-12-31", "?show=month&day=1970-01-01"],
)
def test_pages_of_any_day(as_ben, ben, by_ben, rosa, query):
    booked(ben, by_ben, rosa)
    assert as_ben.get(f"/calendar/{query}").status_code == 200


@pytest.mark.django_db
def test_nobody_sees_anothers(as_cleo, ben, by_ben, rosa):
    booked(ben, by_ben, rosa, days=1)
    assert b"Rosa" not in as_cleo.get("/calendar/?show=month").content


@pytest.mark.django_db
def test_what_was_asked_for_waits_on_top(as_ben, ben, by_ben, rosa, talk, slot):
    held = clock.now() + timedelta(minutes=15)
    made = book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa], held_until=held)
    assert as_ben.get("/calendar/").context["asked"] == [made]


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize(("show", "figure"), [("week", 18), ("day", 18), ("month", 17)])
def test_the_calendar_asks_the_same_for_any_number(as_ben, ben, by_ben, rosa, monday, rows, show, figure):
    first = booked(ben, by_ben, rosa, days=1)
    for number in range(1, rows):
        at = first.starts_at + timedelta(minutes=40 * number)
        book(owner=ben, by=by_ben, kind=first.kind, starts_at=at, people=[rosa], anyway=True)
    path = f"/calendar/?show={show}&day=2026-03-03"
    as_ben.get(path)
    counted = count_queries(as_ben, path)
    assert (counted.status, counted.count) == (200, figure), counted


@pytest.mark.django_db
def test_an_emergency_is_offered_only_where_something_would_be_cancelled(
    as_ben, ben, by_ben, rosa, talk, slot
):
    day = f"/calendar/?show=day&day={TUESDAY}"
    assert "/emergency/" not in as_ben.get(day).text
    made = book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])
    assert "/emergency/" in as_ben.get(day).text
    cancel(appointment=made, by=by_ben)
    assert "/emergency/" not in as_ben.get(day).text


@pytest.mark.django_db
def test_more_than_is_wanted_is_said_so(as_ben, ben, by_ben, rosa, talk, slot, later):
    change_availability(owner=ben, by=by_ben, most_a_day=1)
    for at in (slot, later):
        book(owner=ben, by=by_ben, kind=talk, starts_at=at, people=[rosa], anyway=True)
    page = as_ben.get(f"/calendar/?show=day&day={TUESDAY}").text
    assert "2 appointments, more than the 1 that you want at most." in page
