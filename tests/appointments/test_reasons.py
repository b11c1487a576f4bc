"""A distributor is told why a time of their own calendar does not fit; a visitor is not."""

from datetime import date, datetime, time, timedelta

import pytest

from appointments.actions import book, change_availability, move, protect_time
from appointments.errors import JustTaken, NoSlot
from appointments.models import MeetingKind, OutsideCalendar, OutsideTime
from kit import clock
from team.actions import take_days_off

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
ROSA = "Rosa Lind"


@pytest.fixture
def visit(ben):
    """An hour at their place, half an hour away, with a quarter of an hour after it."""
    return MeetingKind.objects.create(
        owner=ben, name="Visit", slug="visit", minutes=60, minutes_after=15, travel_minutes=30, place="visit"
    )


@pytest.fixture
def meeting(ben, by_ben, rosa, talk, slot):
    """Rosa from 10:00 to 11:00, booked some time ago."""
    with clock.travel(clock.now() - HOUR):
        return book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])


def why(ben, by_ben, rosa, kind, at) -> str:
    with pytest.raises(NoSlot) as refused:
        book(owner=ben, by=by_ben, kind=kind, starts_at=at, people=[rosa])
    return refused.value.why


def test_another_meeting_is_named(ben, by_ben, rosa, talk, meeting, slot):
    said = why(ben, by_ben, rosa, talk, slot + 30 * MINUTE)
    assert said == f"{ROSA} is from 10:00 to 11:00."


def test_the_way_is_named(ben, by_ben, rosa, visit, meeting, slot):
    said = why(ben, by_ben, rosa, visit, slot + 80 * MINUTE)
    assert said == f"{ROSA} is from 10:00 to 11:00: the way takes 30 minutes, and there would be 20 minutes."


def test_the_pause_is_named(ben, by_ben, rosa, talk, meeting, slot):
    said = why(ben, by_ben, rosa, talk, slot + 70 * MINUTE)
    assert said == f"{ROSA} is from 10:00 to 11:00: you want 15 minutes between the two, not 10 minutes."


def test_another_calendar_is_named(ben, by_ben, rosa, talk, slot):
    calendar = OutsideCalendar.objects.create(owner=ben, name="Choir", url="https://c.example/1", due_at=slot)
    OutsideTime.objects.create(calendar=calendar, uid="1", starts_at=slot, ends_at=slot + HOUR, title="Choir")
    assert why(ben, by_ben, rosa, talk, slot) == "Choir is from 10:00 to 11:00."


def test_a_moved_one_is_not_in_its_own_way(by_ben, meeting, ben, rosa, talk, slot):
    other = book(owner=ben, by=by_ben, kind=talk, starts_at=slot + 3 * HOUR, people=[rosa])
    with pytest.raises(JustTaken) as refused:
        move(appointment=other, by=by_ben, starts_at=slot + 30 * MINUTE)
    assert refused.value.why == f"{ROSA} is from 10:00 to 11:00."


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 3, 3, 21), "It has to begin and end in your hours: 9:00–12:00, 13:00–18:00."),
        (datetime(2026, 3, 3, 11, 30), "From 12:00 to 13:00 is protected: Sport."),
        (datetime(2026, 3, 4, 10), "Wed 4 Mar is a day off."),
        (datetime(2026, 3, 7, 10), "You have no hours on that day."),
        (datetime(2026, 3, 2, 11), "You want 2 hours before a meeting, the way included."),
        (datetime(2026, 6, 2, 11), "You let meetings be booked 9 weeks ahead at most."),
        (datetime(2026, 3, 2, 9), "That time is over."),
    ],
)
def test_what_closes_a_time_is_named(ben, by_ben, rosa, talk, slot, at, said):
    protect_time(owner=ben, by=by_ben, weekday=1, starts=time(12), ends=time(13), title="Sport")
    take_days_off(distributor=ben, by=by_ben, first=date(2026, 3, 4))
    assert why(ben, by_ben, rosa, talk, at.replace(tzinfo=ben.zoneinfo)) == said


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ({"most_a_day": 1}, "That day has 1 of the 1 meetings that you want at most."),
        ({"most_a_week": 1}, "That week has 1 of the 1 meetings that you want at most."),
        ({"minutes_a_day": 90}, "It would be more time of meetings than you want."),
        (
            {"most_in_a_row": 1, "pause_minutes": 60},
            "After 1 meeting in a row you want a pause of 1 hour.",
        ),
    ],
)
def test_what_is_full_is_named(ben, by_ben, rosa, talk, meeting, slot, limit, said):
    change_availability(owner=ben, by=by_ben, **limit)
    assert why(ben, by_ben, rosa, talk, slot + 90 * MINUTE) == said


def test_the_pages_say_it_and_offer_times(as_ben, rosa, talk, meeting, slot, later, ben, by_ben):
    body = {"kind": talk.pk, "person": rosa.pk, "at": (slot + 30 * MINUTE).isoformat()}
    page = as_ben.post("/appointments/new/", body)
    assert (page.status_code, len(page.context["near"])) == (409, 3)
    assert "does not fit" in page.text
    assert f"{ROSA} is from 10:00 to 11:00." in page.text
    other = book(owner=ben, by=by_ben, kind=talk, starts_at=later, people=[rosa])
    for address in ("move", "place"):
        page = as_ben.post(f"/appointments/{other.pk}/{address}/", {"at": body["at"]})
        assert (page.status_code, len(page.context["near"]) >= 2) == (409, True)
        assert f"{ROSA} is from 10:00 to 11:00." in page.text


def test_a_visitor_is_not_told_who_is_met(client, ben, rosa, talk, meeting, slot):
    asked = {"kind": talk.slug, "at": slot.isoformat(), "name": "Nils", "contact": "nils@example.org"}
    page = client.post(f"/b/{ben.handle}/", asked)
    assert page.status_code == 409
    assert "Rosa" not in page.text
