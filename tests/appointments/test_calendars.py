"""Other calendars of a distributor: added, read by the worker, kept free, never lost because somebody was silent."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.html import escape

from appointments.actions import add_calendar, book, remove_calendar
from appointments.actions.reading import read_due_calendars
from appointments.errors import AppointmentError, JustTaken
from appointments.facts import free_times
from appointments.grid import Slab
from appointments.models import OutsideCalendar, OutsideTime
from appointments.shown import days_of
from kit import clock
from kit.undo import undo
from tests.appointments.conftest import SLOT
from tests.appointments.test_fetching import say, serving
from tests.appointments.test_outside import file_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
DENTIST = "UID:d\nDTSTART:20260303T090000Z\nDTEND:20260303T100000Z\nSUMMARY:Dentist"


@pytest.fixture
def elsewhere(settings):
    """A server with a calendar; its list is what it answers with, by its own rules."""
    settings.CALENDARS_INSIDE = True
    state = {"body": file_of(DENTIST), "status": 200, "etag": '"1"'}

    def answer(handler):
        if state["etag"] and handler.headers["If-None-Match"] == state["etag"]:
            return say(handler, 304)
        etag = {"ETag": state["etag"]} if state["etag"] else {}
        return say(handler, state["status"], state["body"], **etag)

    with serving(answer) as (url, asked):
        state.update(url=url, asked=asked)
        yield state


@pytest.fixture
def calendar(ben, by_ben, elsewhere):
    add_calendar(owner=ben, by=by_ben, url=elsewhere["url"], name="Family")
    return OutsideCalendar.objects.get()


def read_after(**time) -> int:
    with clock.travel(clock.now() + timedelta(**time)):
        return read_due_calendars()


def titles() -> list[str]:
    return list(OutsideTime.objects.order_by("starts_at").values_list("title", flat=True))


def test_it_is_read_and_keeps_its_times_free(ben, rosa, by_ben, talk, calendar):
    assert SLOT in free_times(ben, talk, SLOT.date(), SLOT.date())
    assert read_due_calendars() == 1
    assert titles() == ["Dentist"]
    calendar.refresh_from_db()
    assert (calendar.read_at, calendar.failed, calendar.etag) == (clock.now(), "", '"1"')
    assert calendar.due_at == clock.now() + timedelta(minutes=15)
    assert SLOT not in free_times(ben, talk, SLOT.date(), SLOT.date())
    for anyway in (False, True):
        with pytest.raises(JustTaken) as refused:
            book(owner=ben, by=by_ben, kind=talk, starts_at=SLOT, people=[rosa], anyway=anyway)
        assert len(refused.value.alternatives) == 3


def test_it_is_no_meeting_and_counts_for_no_limit(ben, rosa, by_ben, talk, calendar):
    from appointments.actions import change_availability

    change_availability(owner=ben, by=by_ben, most_a_day=1)
    read_due_calendars()
    book(owner=ben, by=by_ben, kind=talk, starts_at=SLOT + timedelta(hours=2), people=[rosa])


def test_each_is_read_once_however_many_workers_look(calendar, elsewhere):
    stale = OutsideCalendar.objects.select_related("owner").get()
    from appointments.actions.reading import read_calendar

    assert [read_calendar(stale), read_calendar(stale), read_due_calendars()] == [True, False, 0]
    assert len(elsewhere["asked"]) == 1


def test_a_worker_that_dies_leaves_it_due_again(calendar, monkeypatch):
    monkeypatch.setattr("appointments.actions.reading.fetch", lambda *_a, **_k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        read_due_calendars()
    monkeypatch.undo()
    assert read_after(minutes=4) == 0
    assert read_after(minutes=6) == 1


def test_what_is_as_it_was_is_not_sent_again_and_twice_a_day_it_is(calendar, elsewhere):
    read_due_calendars()
    assert read_after(minutes=16) == 1
    assert titles() == ["Dentist"]
    known = [one.headers["If-None-Match"] for one in elsewhere["asked"]]
    read_after(hours=13)
    assert [*known, elsewhere["asked"][-1].headers["If-None-Match"]] == [None, '"1"', None]


def test_what_is_new_replaces_and_what_is_gone_goes(calendar, elsewhere):
    read_due_calendars()
    elsewhere.update(body=file_of(DENTIST.replace("Dentist", "Hairdresser")), etag='"2"')
    read_after(minutes=16)
    assert titles() == ["Hairdresser"]
    elsewhere.update(body=file_of(), etag='"3"')
    read_after(minutes=32)
    assert titles() == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"status": 404}, "gone"),
        ({"status": 500}, "answer"),
        ({"body": b"<html>Sign in</html>"}, "no_calendar"),
        ({"body": b""}, "no_calendar"),
        ({"body": b"x" * 9 * 1024 * 1024}, "too_large"),
    ],
)
def test_no_error_and_no_absence_deletes(calendar, elsewhere, change, code):
    read_due_calendars()
    elsewhere.update(change, etag="")
    read_after(minutes=16)
    calendar.refresh_from_db()
    assert (titles(), calendar.failed, calendar.failures) == (["Dentist"], code, 1)
    assert calendar.read_at == clock.now()


def test_who_fails_is_asked_ever_less_often_and_at_once_well_again(calendar, elsewhere):
    elsewhere.update(status=500, etag="")
    pauses, now = [], clock.now()
    for _try in range(7):
        with clock.travel(now):
            assert read_due_calendars() == 1
        calendar.refresh_from_db()
        pauses.append((calendar.due_at - now) // timedelta(minutes=1))
        now = calendar.due_at
    assert pauses == [15, 30, 60, 120, 240, 360, 360]
    elsewhere.update(status=200)
    with clock.travel(now):
        read_due_calendars()
    calendar.refresh_from_db()
    assert (calendar.failed, calendar.failures, titles()) == ("", 0, ["Dentist"])


def test_our_own_appointments_that_come_back_are_not_busy_twice(ben, rosa, by_ben, talk, calendar, elsewhere):
    mine = book(owner=ben, by=by_ben, kind=talk, starts_at=SLOT + timedelta(hours=3), people=[rosa])
    ours = DENTIST.replace("UID:d", f"UID:{mine.uid}").replace("T09", "T12").replace("T10", "T13")
    elsewhere.update(body=file_of(DENTIST, ours))
    read_due_calendars()
    assert titles() == ["Dentist"]


def test_a_rule_without_end_is_kept_as_far_as_anybody_can_book(calendar, elsewhere):
    weekly = "UID:w\nDTSTART;TZID=Europe/Berlin:20200106T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY"
    elsewhere.update(body=file_of(weekly))
    read_due_calendars()
    last = OutsideTime.objects.latest("starts_at").starts_at
    assert clock.now() + timedelta(days=200) < last < clock.now() + timedelta(days=213)
    assert OutsideTime.objects.get(starts_at=datetime(2026, 3, 30, 7, tzinfo=UTC)).uid == "w"


def test_removed_and_taken_back(ben, by_ben, calendar, elsewhere):
    read_due_calendars()
    event = remove_calendar(calendar=calendar, by=by_ben)
    assert titles() == []
    undo(event=event, by=by_ben)
    assert [one.name for one in OutsideCalendar.objects.all()] == ["Family"]
    read_due_calendars()
    assert titles() == ["Dentist"]


def test_removed_while_it_is_read(calendar, monkeypatch):
    from appointments.actions import reading

    real = reading.fetch

    def slowly(*words, **more):
        fetched = real(*words, **more)
        OutsideCalendar.objects.all().delete()
        return fetched

    monkeypatch.setattr(reading, "fetch", slowly)
    assert read_due_calendars() == 1
    assert titles() == []


@pytest.mark.parametrize(
    ("url", "code"),
    [("c.example", "address"), ("file:///etc/passwd", "address"), ("https://a:b@c.example/", "secret")],
)
def test_an_address_that_is_none(ben, by_ben, url, code):
    with pytest.raises(AppointmentError) as refused:
        add_calendar(owner=ben, by=by_ben, url=url)
    assert (refused.value.field, refused.value.code) == ("url", code)


def test_the_same_twice_and_more_than_ten(ben, by_ben):
    for number in range(10):
        add_calendar(owner=ben, by=by_ben, url=f"https://c.example/{number}")
    for url in ("https://c.example/3", "https://c.example/11"):
        with pytest.raises(AppointmentError):
            add_calendar(owner=ben, by=by_ben, url=url)


def test_nothing_inside_is_read_unless_the_operator_lets(calendar, settings):
    settings.CALENDARS_INSIDE = False
    read_due_calendars()
    calendar.refresh_from_db()
    assert (calendar.failed, titles()) == ("inside", [])


def test_the_calendar_shows_it_grey_and_takes_a_long_one_day_by_day(as_ben, ben, calendar, elsewhere):
    trip = "UID:t\nDTSTART;VALUE=DATE:20260305\nDTEND;VALUE=DATE:20260307\nSUMMARY:Trip"
    elsewhere.update(body=file_of(DENTIST, trip))
    read_due_calendars()
    shown = days_of(ben, SLOT.date() - timedelta(days=1), 7)
    assert shown.elsewhere() == [
        (2, Slab(40, 44), "Dentist"),
        (4, Slab(32, 80), "Trip"),
        (5, Slab(32, 80), "Trip"),
    ]
    page = as_ben.get("/calendar/?day=2026-03-03").content.decode()
    assert page.count('class="closed elsewhere"') == 4  # three of the week, one of the day by itself


def test_the_page_shows_when_it_was_read_and_what_failed(as_ben, ben, calendar, elsewhere, cleo):
    page = "/settings/calendars/"
    assert "Not read yet; it will be in a moment." in as_ben.get(page).content.decode()
    read_due_calendars()
    assert "Read last: " in as_ben.get(page).content.decode()
    elsewhere.update(status=404, etag="")
    read_after(minutes=16)
    shown = as_ben.get(page).content.decode()
    assert escape("There is no calendar at this address any more.") in shown
    assert "still holds" in shown
    wrong = as_ben.post(f"{page}add/", {"url": "file:///etc/passwd"})
    assert (wrong.status_code, "This is no address of a calendar on the web." in wrong.content.decode()) == (
        422,
        True,
    )
    as_ben.post(f"{page}{calendar.pk}/remove/")
    assert not OutsideCalendar.objects.exists()
