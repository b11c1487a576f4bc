"""Today's dark card: the next appointment, when to leave for it, and what is good to know."""

from datetime import timedelta

import pytest

from appointments.actions import book, change_availability, finish, run_late
from customers.models import Note, Want
from followups.models import Message
from kit import clock
from mlmcrm.next_meeting import next_meeting_of
from tests.queries.counting import count_queries

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def meeting(ben, rosa, by_ben, monday):
    """A visit in two hours, half an hour of way."""
    kind = ben.meeting_kinds.create(
        name="Visit", slug="visit", minutes=60, place="visit", travel_minutes=30, minutes_after=0
    )
    rosa.address = "Rose Lane 4\n10115 Berlin"
    rosa.save()
    change_availability(owner=ben, by=by_ben, early_minutes=5)
    return book(owner=ben, by=by_ben, kind=kind, starts_at=monday + 2 * HOUR, people=[rosa], anyway=True)


def test_when_to_leave_and_where_to(ben, meeting, monday):
    card = next_meeting_of(ben)
    assert (card.row, card.who.name, card.minutes) == (meeting, "Rosa Lind", 120)
    assert (card.leave_by, card.must_leave) == (monday + 85 * MINUTE, True)
    assert (card.where, card.link) == (
        "Rose Lane 4, 10115 Berlin",
        "https://www.openstreetmap.org/search?query=Rose%20Lane%204%2C%2010115%20Berlin",
    )


def test_what_is_good_to_know(as_ben, ben, rosa, meeting):
    Want.objects.create(owner=ben, customer=rosa, text="Something for dry hands")
    Note.objects.create(owner=ben, customer=rosa, text="Sami starts school")
    page = as_ben.get("/today/").content.decode()
    for said in (
        "Leave by 11:55.",
        "Something for dry hands",
        "Sami starts school",
        "Start meeting",
        "in 120 min",
    ):
        assert said in page


def test_who_has_not_left_in_time_reads_when_it_was(as_ben, meeting, monday):
    with clock.travel(monday + 86 * MINUTE):
        page = as_ben.get("/today/").content.decode()
    assert ("You should have left at 11:55." in page, "Leave by" in page) == (True, False)


def test_one_tap_tells_that_one_is_late(as_ben, meeting):
    answer = as_ben.post(f"/appointments/{meeting.pk}/late/", {"minutes": "10", "next": "/today/"})
    assert (answer.status_code, answer.url) == (302, "/today/")
    assert Message.objects.get(rule__key="meeting_late").context["minutes"] == "10"
    assert "They know that you run 10 minutes late." in as_ben.get("/today/").content.decode()


def test_what_they_said_stands_there(as_ben, meeting, by_ben):
    run_late(appointment=meeting, by=by_ben, minutes=15, side="them")
    assert "They run 15 minutes late." in as_ben.get("/today/").content.decode()


@pytest.mark.parametrize("place", ["video", "phone", "here", "elsewhere"])
def test_other_places_lead_elsewhere(ben, rosa, meeting, place):
    rosa.phones.create(owner=ben, number="+493023125001")
    links = {
        "video": "https://talk.example/1", "phone": "tel:+493023125001", "here": "",
        "elsewhere": "https://www.openstreetmap.org/search?query=https%3A//talk.example/1",
    }  # fmt: skip
    type(meeting).objects.update(place=place, address="https://talk.example/1")
    assert next_meeting_of(ben).link == links[place]


def test_a_link_that_is_none_is_not_offered(ben, meeting):
    type(meeting).objects.update(place="video", address="javascript:alert(1)")
    assert next_meeting_of(ben).link == ""


def test_those_of_the_same_day_follow_and_what_is_over_is_not_told(ben, rosa, by_ben, meeting, cleo):
    later = book(
        owner=ben, by=by_ben, kind=meeting.kind, starts_at=meeting.starts_at + 4 * HOUR, people=[rosa], anyway=True
    )  # fmt: skip
    assert next_meeting_of(ben).later == [later]
    with clock.travel(meeting.ends_at):
        finish(appointment=meeting, by=by_ben)
    assert (next_meeting_of(ben).row, next_meeting_of(cleo)) == (later, None)
    with clock.travel(later.ends_at):
        assert next_meeting_of(ben) is None


@pytest.mark.parametrize("rows", [1, 3])
def test_the_card_asks_the_same_for_any_number(as_ben, ben, rosa, by_ben, meeting, rows):
    for number in range(1, rows):
        at = meeting.starts_at + 3 * number * HOUR
        book(owner=ben, by=by_ben, kind=meeting.kind, starts_at=at, people=[rosa], anyway=True)
    as_ben.get("/today/")
    counted = count_queries(as_ben, "/today/")
    assert (counted.status, counted.count) == (200, 16), counted
