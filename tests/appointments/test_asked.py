"""What was asked for stands above the calendar: how to reach them, what they wrote, and a yes or a no in one tap."""

import re
from datetime import date

import pytest

from appointments.actions import book, cancel
from appointments.actions.asking import Asker, ask_for
from appointments.actions.waiting import offer_freed, wait_for
from appointments.models import Appointment, Availability
from customers.models import Customer
from followups.models import Message
from kit.events import Actor, Door

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
NOBODY = Actor(None, Door.TASK)


def box(as_ben) -> str:
    """The words of the box, without those of the buttons."""
    page = as_ben.get("/calendar/").content.decode()
    said = page.partition('aria-labelledby="ask-h"')[2].partition("</section>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", said).split())


@pytest.fixture
def asked(ben, talk, slot) -> Appointment:
    asker = Asker("Ruta", email="ruta@post.example", phone="+4915112345678", message="Dry hands")
    return ask_for(owner=ben, kind=talk, starts_at=slot, asker=asker, by=NOBODY)


def test_it_says_who_how_to_reach_them_and_until_when(as_ben, asked):
    said = box(as_ben)
    for words in (
        "Ruta",
        "ruta@post.example",
        "01511 2345678",
        "Dry hands",
        "They confirm it by their letter",
    ):
        assert words in said
    assert said.endswith("held until today, 10:45 . Confirm Decline Other time")


def test_declined_the_time_is_free_and_they_are_told(as_ben, asked):
    as_ben.post(f"/appointments/{asked.pk}/cancel/", {"next": "/calendar/"})
    asked.refresh_from_db()
    told = Message.objects.filter(state="planned").values_list("rule__key", flat=True)
    assert (asked.state, list(told)) == ("cancelled", ["meeting_cancelled"])


def test_who_was_offered_a_time_did_not_ask(as_ben, ben, rosa, by_ben, talk, slot):
    Availability.objects.create(owner=ben, most_a_day=1)
    full = book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])
    ada = Customer.objects.create(owner=ben, name="Ada")
    wait_for(owner=ben, kind=talk, day=date(2026, 3, 3), person=ada, by=NOBODY)
    cancel(appointment=full, by=by_ben)
    assert offer_freed(by=NOBODY) == 1
    said = box(as_ben)
    assert ("Ada offered" in said, "Decline" in said, "It came free for them" in said) == (True, False, True)
