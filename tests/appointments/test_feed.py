"""The secret feed of a distributor: what it shows, to whom, how often it is told anew."""

from datetime import timedelta

import icalendar
import pytest
from django.test import Client
from django.urls import reverse

from appointments.actions import book, cancel, confirm, move, open_feed, renew_feed, show_titles
from appointments.actions.letters import guest_token, link_for
from appointments.links import feed_token
from appointments.models import Feed
from customers.models import Customer
from followups.tokens import token_for
from kit import clock
from kit.events import last_event_of
from kit.undo import undo
from team.models import Distributor
from tests.appointments.conftest import SLOT
from tests.queries.counting import count_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def feed(ben, by_ben):
    return open_feed(owner=ben, by=by_ben)


@pytest.fixture
def meeting(ben, rosa, by_ben, talk):
    return book(owner=ben, by=by_ben, kind=talk, starts_at=SLOT, people=[rosa])


def address(feed, token=None) -> str:
    return f"/calendar/feed/{token or feed_token(feed)}.ics"


def shown(feed) -> list[icalendar.Event]:
    answer = Client().get(address(feed))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert answer.cookies == {}
    return icalendar.Calendar.from_ical(answer.content).walk("VEVENT")


def test_it_says_only_busy_until_its_owner_says_otherwise(feed, meeting, by_ben):
    (busy,) = shown(feed)
    assert {str(name): str(busy[name]) for name in ("UID", "SUMMARY", "CLASS", "STATUS")} == {
        "UID": f"{meeting.pk}@kept", "SUMMARY": "Busy", "CLASS": "PRIVATE", "STATUS": "CONFIRMED",
    }  # fmt: skip
    assert (busy["DTSTART"].dt, busy["DTEND"].dt) == (SLOT, SLOT + timedelta(hours=1))
    assert {"DESCRIPTION", "LOCATION", "URL", "ATTENDEE", "ORGANIZER"} & set(busy) == set()
    assert "Rosa" not in Client().get(address(feed)).content.decode()
    event = show_titles(feed=feed, by=by_ben, on=True)
    (told,) = shown(feed)
    assert (str(told["SUMMARY"]), str(told["LOCATION"])) == ("First talk: Rosa Lind", "by phone")
    assert str(told["URL"]).endswith(f"/appointments/{meeting.pk}/")
    assert "ATTENDEE" not in told
    undo(event=event, by=by_ben)
    assert str(shown(feed)[0]["SUMMARY"]) == "Busy"


def test_it_warns_the_day_and_the_hour_before_and_when_to_leave(ben, rosa, feed, by_ben, talk):
    talk.place, talk.travel_minutes, talk.address = "visit", 30, "Main St 1"
    talk.save()
    show_titles(feed=feed, by=by_ben, on=True)
    book(owner=ben, by=by_ben, kind=talk, starts_at=SLOT, people=[rosa])
    (told,) = shown(feed)
    assert [(alarm["TRIGGER"].dt, str(alarm["DESCRIPTION"])) for alarm in told.walk("VALARM")] == [
        (timedelta(days=-1), "Tomorrow"),
        (timedelta(hours=-1), "In an hour"),
        (timedelta(minutes=-35), "Leave by 09:25"),
    ]
    assert str(told["LOCATION"]) == "Main St 1"


def test_what_moves_stays_one_entry_and_what_is_cancelled_vanishes(feed, meeting, by_ben, later):
    move(appointment=meeting, by=by_ben, starts_at=later)
    (moved,) = shown(feed)
    assert (str(moved["UID"]), moved["SEQUENCE"], moved["DTSTART"].dt) == (f"{meeting.pk}@kept", 1, later)
    cancel(appointment=meeting, by=by_ben)
    assert shown(feed) == []


def test_what_was_asked_for_is_tentative_and_what_is_long_over_is_gone(ben, rosa, feed, by_ben, talk):
    held = clock.now() + timedelta(minutes=15)
    asked = book(owner=ben, by=by_ben, kind=talk, starts_at=SLOT, people=[rosa], held_until=held)
    assert [str(one["STATUS"]) for one in shown(feed)] == ["TENTATIVE"]
    confirm(appointment=asked, by=by_ben)
    assert [str(one["STATUS"]) for one in shown(feed)] == ["CONFIRMED"]
    with clock.travel(SLOT + timedelta(days=29)):
        assert len(shown(feed)) == 1
    with clock.travel(SLOT + timedelta(days=31)):
        assert shown(feed) == []


def test_what_did_not_change_is_not_told_again(feed, meeting, by_ben, rosa):
    first = Client().get(address(feed))
    known = {"If-None-Match": first["ETag"]}
    since = {"If-Modified-Since": first["Last-Modified"]}
    for headers in (known, since):
        again = Client().get(address(feed), headers=headers)
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    head = Client().head(address(feed))
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])
    with clock.travel(clock.now() + timedelta(minutes=1)):
        confirm(appointment=meeting, by=by_ben)
    for headers in (known, since):
        assert Client().get(address(feed), headers=headers).status_code == 200


@pytest.mark.parametrize("change", ["cancel", "titles", "name"])
def test_every_change_is_told_to_who_asks_by_date(feed, meeting, by_ben, rosa, change):
    since = {"If-Modified-Since": Client().get(address(feed))["Last-Modified"]}
    with clock.travel(clock.now() + timedelta(minutes=1)):
        if change == "cancel":
            cancel(appointment=meeting, by=by_ben)
        elif change == "titles":
            show_titles(feed=feed, by=by_ben, on=True)
        else:
            Customer.objects.filter(pk=rosa.pk).update(name="Rosa Lindt", updated_at=clock.now())
    assert Client().get(address(feed), headers=since).status_code == 200


def test_a_new_address_makes_the_former_worthless(feed, meeting, by_ben, ben):
    former = address(feed)
    renew_feed(feed=feed, by=by_ben)
    feed.refresh_from_db()
    assert (Client().get(former).status_code, Client().get(address(feed)).status_code) == (404, 200)
    assert str(feed.token) not in str(last_event_of(feed).__dict__)
    assert feed_token(feed) not in str(last_event_of(feed).__dict__)


def test_a_token_of_another_purpose_opens_nothing(feed, meeting):
    guest = meeting.guests.get()
    tokens = [
        guest_token(guest),
        token_for("appointment", feed.token),
        token_for("notes", feed.token),
        str(feed.token),
    ]
    for token in [*tokens, feed_token(feed)[:-1], feed_token(feed) + "a", "x" * 42]:
        assert Client().get(address(feed, token)).status_code == 404, token
    assert Client().get(reverse("appointment-guest", args=[feed_token(feed)])).status_code == 404


def test_who_is_switched_off_shows_nothing(feed, ben):
    Distributor.objects.filter(pk=ben.pk).update(is_active=False)
    assert Client().get(address(feed)).status_code == 404


def test_when_it_was_read_is_noted_now_and_then(feed):
    for minutes, noted in [(0, 0), (5, 0), (11, 11)]:
        with clock.travel(clock.now() + timedelta(minutes=minutes)):
            Client().get(address(feed))
        feed.refresh_from_db()
        assert feed.read_at == clock.now() + timedelta(minutes=noted)


def test_too_much_is_refused_kindly(feed):
    answers = [Client().get(address(feed)).status_code for _ in range(61)]
    assert answers == [200] * 60 + [429]
    wrong = [Client().get(address(feed, "x")).status_code for _ in range(31)]
    assert wrong == [404] * 30 + [429]


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_it_asks_the_same_however_much_is_on(ben, rosa, feed, by_ben, talk, rows):
    show_titles(feed=feed, by=by_ben, on=True)
    for day in range(rows):
        book(
            owner=ben, by=by_ben, kind=talk, starts_at=SLOT + timedelta(days=day), people=[rosa], anyway=True
        )
    Feed.objects.update(read_at=clock.now())
    counted = count_queries(Client(), address(feed))
    assert (counted.status, counted.count, counted.repeated) == (200, 5, {}), counted


def test_a_guest_puts_it_into_the_own_calendar(meeting):
    link = link_for(meeting.guests.get())
    path = link[link.index("/a/") :]
    page = Client().get(path).content.decode()
    assert f'href="{path}appointment.ics"' in page
    answer = Client().get(f"{path}appointment.ics")
    assert answer["Content-Disposition"] == 'attachment; filename="appointment.ics"'
    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert (str(event["SUMMARY"]), str(event["URL"])) == ("First talk with Ben", link)


def test_the_owner_downloads_one(as_ben, meeting):
    path = f"/appointments/{meeting.pk}/"
    assert f'href="{path}appointment.ics"' in as_ben.get(path).content.decode()
    (event,) = icalendar.Calendar.from_ical(as_ben.get(f"{path}appointment.ics").content).walk("VEVENT")
    assert str(event["SUMMARY"]) == "First talk: Rosa Lind"


def test_the_settings_make_it_show_it_and_renew_it(as_ben, ben):
    page = "/settings/calendars/"
    assert "Make the address" in as_ben.get(page).content.decode()
    as_ben.post(f"{page}feed/")
    feed = Feed.objects.get()
    shows = as_ben.get(page).content.decode()
    assert address(feed) in shows
    assert "Nobody has read it yet." in shows
    as_ben.post(f"{page}feed/titles/", {"titles": "on"})
    assert "It shows names, titles and places." in as_ben.get(page).content.decode()
    as_ben.post(f"{page}feed/anew/")
    assert address(feed) not in as_ben.get(page).content.decode()
