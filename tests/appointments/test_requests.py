"""Who asks for a time is on the distributor's list until they have an answer, and no longer."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.urls import reverse

from appointments.actions import book, cancel, confirm, sweep_requests
from appointments.models import Appointment, Availability, Guest
from followups.models import Task
from followups.tokens import token_for
from kit import clock
from kit.events import Actor, Door, last_event_of
from kit.undo import undo

pytestmark = pytest.mark.django_db

PAGE = "/b/ben/"
NOBODY = Actor(None, Door.TASK)


def answers(slot, contact="ruta@post.example", **more) -> dict:
    return {"kind": "first-talk", "at": slot.isoformat(), "name": "Ruta", "contact": contact, **more}


def to_do() -> list[tuple[str, str]]:
    asked = Task.objects.filter(state="open").exclude(rule__key="meeting_cancelled")
    return [(one.rule.key, one.context.get("wished")) for one in asked]


@pytest.mark.parametrize("end", [confirm, cancel])
def test_a_request_that_waits_for_the_distributor_is_on_the_list_until_it_is_answered(
    client, as_ben, ben, by_ben, talk, slot, end
):
    client.post(PAGE, answers(slot, "+370 612 34567"))
    made = Appointment.objects.get()
    assert to_do() == [("meeting_wish", "Tue 3 Mar, 10:00")]
    page = as_ben.get(reverse("today")).content.decode()
    assert "Asked for Tue 3 Mar, 10:00." in page
    assert f'href="{made.get_absolute_url()}"' in page
    end(appointment=made, by=by_ben, side="us")
    assert to_do() == []
    undo(event=last_event_of(made), by=by_ben)
    assert to_do() == [("meeting_wish", "Tue 3 Mar, 10:00")]


def test_a_request_that_ran_out_is_off_the_list(client, ben, talk, slot):
    client.post(PAGE, answers(slot, "+370 612 34567"))
    with clock.travel(clock.now() + timedelta(days=2)):
        sweep_requests(by=NOBODY)
    assert to_do() == []


def test_what_they_confirm_themselves_leaves_nothing_to_answer(client, ben, talk, slot):
    client.post(PAGE, answers(slot))
    assert to_do() == []
    token = token_for("appointment", Guest.objects.get().token)
    client.post(reverse("appointment-guest-confirm", args=[token]))
    assert (Appointment.objects.get().state, to_do()) == ("confirmed", [])


def test_who_waits_on_a_list_leaves_nothing_to_answer(client, ben, rosa, by_ben, talk, slot):
    Availability.objects.create(owner=ben, most_a_day=1)
    book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])
    wait = {**answers(slot, "030 7654321"), "day": "2026-03-03"}
    response = client.post(reverse("booking-page-wait", args=["ben"]), wait)
    assert (response.status_code, to_do()) == (302, [])
    assert "Tue 3 Mar" in client.get(response.url).content.decode()


def test_other_times_are_thinned_and_never_the_one_they_have(as_ben, ben, rosa, by_ben, talk, slot):
    made = book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])
    days = as_ben.get(reverse("appointment-move", args=[made.pk])).context["days"]
    times = [at for day in days.days for at in day.times]
    assert slot not in times
    assert min(later - at for at, later in pairwise(times)) >= timedelta(hours=1)


def test_a_guest_is_asked_once_more_before_it_is_cancelled(client, ben, rosa, by_ben, talk, slot):
    made = book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])
    path = reverse("appointment-guest-cancel", args=[token_for("appointment", made.guests.get().token)])
    page = client.get(path).content.decode()
    assert "Do you cancel it?" in page
    assert page.count(f'action="{path}"') == 1
    assert Appointment.objects.get().state == "booked"
    assert client.post(path).status_code == 302
    assert Appointment.objects.get().state == "cancelled"
