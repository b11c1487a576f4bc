"""The distributor books, moves, cancels and notes what became of it, on the pages."""

from datetime import timedelta

import pytest

from appointments.actions import book
from appointments.models import Appointment
from kit import clock
from kit.events import last_event_of
from kit.undo import undo
from tests.queries.counting import count_queries

pytestmark = pytest.mark.django_db
NEW = "/appointments/new/"
HOUR = timedelta(hours=1)


@pytest.fixture
def meeting(ben, by_ben, rosa, talk, slot):
    return book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])


@pytest.fixture
def body(rosa, talk, slot):
    return {"kind": talk.pk, "person": rosa.pk, "at": slot.isoformat(), "note": "Bring the balm"}


def test_free_times_of_a_week_are_offered(as_ben, rosa, talk, slot):
    page = as_ben.get(f"{NEW}?person={rosa.pk}")
    assert page.context["people"] == [rosa]
    assert slot in page.context["days"].days[1].times


def test_a_free_time_is_booked_and_taken_back(as_ben, body, slot, by_ben):
    page = as_ben.post(NEW, body)
    made = Appointment.objects.get()
    assert (page.status_code, page.url) == (302, f"/appointments/{made.pk}/")
    assert (made.starts_at, made.note, made.state) == (slot, "Bring the balm", "booked")
    undo(event=last_event_of(made, "appointment.booked"), by=by_ben)
    assert Appointment.objects.get().state == "cancelled"


def test_a_time_just_taken_names_three_and_keeps_what_was_typed(as_ben, meeting, body):
    page = as_ben.post(NEW, body)
    assert (page.status_code, len(page.context["near"])) == (409, 3)
    assert page.context["form"]["note"].value() == "Bring the balm"
    assert Appointment.objects.count() == 1


def test_another_time_needs_a_yes_outside_of_the_hours(as_ben, body):
    body = {**body, "at": "", "day": "2026-03-03", "clock": "21:00"}
    page = as_ben.post(NEW, body)
    assert (page.status_code, page.context["refusal"].why, len(page.context["near"])) == (
        422, "It has to begin and end in your hours: 9:00–18:00.", 3,
    )  # fmt: skip
    assert as_ben.post(NEW, {**body, "anyway": "on"}).status_code == 302
    assert Appointment.objects.get().starts_at.isoformat() == "2026-03-03T20:00:00+00:00"


@pytest.mark.parametrize("wrong", ["never", "2026-03-03T10:00", "9" * 50])
def test_a_time_that_is_none_is_said(as_ben, body, wrong):
    assert as_ben.post(NEW, {**body, "at": wrong}).status_code == 422


def test_people_and_kinds_of_others_are_not_known(as_cleo, body):
    page = as_cleo.post(NEW, body)
    assert (page.status_code, set(page.context["form"].errors)) == (422, {"kind", "person"})


def test_without_kinds_the_usual_ones_are_given_on_the_way(as_ben, rosa, ben):
    here = f"{NEW}?person={rosa.pk}"
    assert as_ben.get(here).context["kinds"] == []
    page = as_ben.post("/settings/appointments/kinds/usual/", {"next": here})
    assert (page.url, ben.meeting_kinds.count()) == (here, 5)


def test_somebody_is_found_by_name(as_ben, rosa, talk):
    assert as_ben.get(f"{NEW}?q=ros").context["found"] == [rosa]
    assert as_ben.get(f"{NEW}?person=x&person={talk.pk}&from=never").status_code == 200


def test_each_verb_of_the_page(as_ben, meeting, slot):
    page = f"/appointments/{meeting.pk}/"
    assert as_ben.get(page).status_code == 200
    with clock.travel(slot):
        for verb, state in (("confirm", "confirmed"), ("arrive", "arrived"), ("finish", "finished")):
            as_ben.post(f"{page}{verb}/")
            assert Appointment.objects.get().state == state
        assert as_ben.post(f"{page}cancel/").status_code == 422


def test_nobody_is_missed_before_it_begins(as_ben, meeting):
    page = as_ben.post(f"/appointments/{meeting.pk}/miss/")
    said = "It has not begun yet: it begins tomorrow, 10:00."
    assert (page.status_code, page.context["refusal"].message) == (422, said)
    assert Appointment.objects.get().state == "booked"


@pytest.mark.parametrize("verb", ["arrive", "finish", "miss"])
def test_long_before_its_time_the_page_offers_none_of_what_becomes_of_it(as_ben, meeting, verb):
    assert f"/{verb}/" not in as_ben.get(f"/appointments/{meeting.pk}/").text


def test_it_is_cancelled_with_a_word(as_ben, meeting):
    as_ben.post(f"/appointments/{meeting.pk}/cancel/", {"reason": "I am ill"})
    row = Appointment.objects.get()
    assert (row.state, row.reason, row.closed_by) == ("cancelled", "I am ill", "us")


def test_who_did_not_come_is_noted(as_ben, meeting, slot):
    page = f"/appointments/{meeting.pk}/miss/"
    assert as_ben.post(page).status_code == 422
    with clock.travel(slot + HOUR):
        as_ben.post(page, {"side": "us", "reason": "Traffic"})
    row = Appointment.objects.get()
    assert (row.state, row.closed_by, row.reason) == ("missed", "us", "Traffic")


def test_it_is_moved_by_a_free_time_or_refused_kindly(as_ben, ben, by_ben, rosa, talk, meeting, later):
    page = f"/appointments/{meeting.pk}/move/"
    assert as_ben.get(page).status_code == 200
    assert as_ben.post(page).status_code == 422
    other = book(owner=ben, by=by_ben, kind=talk, starts_at=later, people=[rosa])
    taken = as_ben.post(page, {"at": other.starts_at.isoformat()})
    assert (taken.status_code, len(taken.context["near"])) == (409, 3)
    free = other.starts_at + 2 * HOUR
    assert as_ben.post(page, {"at": free.isoformat()}).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.moved_by_us) == (free, 1)


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_page_asks_the_same_for_any_number_of_guests(as_ben, ben, by_ben, talk, slot, rows):
    talk.seats = 30
    people = [ben.customers.create(name=f"Person {number}") for number in range(rows)]
    made = book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=people)
    as_ben.get(f"/appointments/{made.pk}/")
    counted = count_queries(as_ben, f"/appointments/{made.pk}/")
    assert (counted.status, counted.count) == (200, 8), counted


def test_zones_are_said_as_places(as_ben, meeting, rosa):
    type(rosa).objects.update(zone="America/New_York")
    for page, said in (
        (f"{NEW}?person={rosa.pk}", ["Times in Berlin.", "(time of New York)"]),
        (f"/appointments/{meeting.pk}/move/", ["Times in Berlin."]),
        (f"/appointments/{meeting.pk}/", ["(time of Berlin)", "(time of New York)"]),
    ):
        text = as_ben.get(page).text
        assert ([one in text for one in said], "America/" in text) == ([True] * len(said), False)
