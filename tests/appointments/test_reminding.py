"""Distributors are reminded of their own appointments, once, with when to leave."""

from datetime import timedelta

import pytest
from django.core import mail

from appointments.actions import book, cancel, change_availability, move, remind_owners, run_late
from kit import clock
from kit.events import Actor, Door

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def visit(ben, rosa, by_ben, slot):
    """Tuesday at ten, half an hour away; five minutes early."""
    kind = ben.meeting_kinds.create(
        name="Visit", slug="visit", minutes=60, place="visit", travel_minutes=30, minutes_after=0,
        address="Rose Lane 4",
    )  # fmt: skip
    return book(owner=ben, by=by_ben, kind=kind, starts_at=slot, people=[rosa], anyway=True)


def reminded_at(moment) -> int:
    with clock.travel(moment):
        return remind_owners(by=Actor(None, Door.TASK))


def test_an_hour_before_and_once(visit, slot):
    assert reminded_at(slot - 61 * MINUTE) == 0
    assert reminded_at(slot - 60 * MINUTE) == 1
    assert reminded_at(slot - 59 * MINUTE) == 0
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["ben@kept.example"], "Leave by 9:25: Rosa Lind")
    assert "Rose Lane 4" in letter.body
    assert f"/appointments/{visit.pk}/" in letter.body


def test_where_the_way_is_long_it_comes_before_leaving(visit, slot):
    type(visit).objects.update(travel_minutes=90)
    assert reminded_at(slot - 111 * MINUTE) == 0
    assert reminded_at(slot - 110 * MINUTE) == 1


def test_a_call_has_no_way(ben, rosa, by_ben, talk, slot):
    book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])
    reminded_at(slot - 60 * MINUTE)
    assert mail.outbox[0].subject == "At 10:00: Rosa Lind"


def test_a_moved_one_is_reminded_of_at_its_new_time(visit, by_ben, slot):
    assert reminded_at(slot - 60 * MINUTE) == 1
    with clock.travel(slot - 50 * MINUTE):
        move(appointment=visit, by=by_ben, starts_at=slot + 180 * MINUTE, anyway=True)
    assert reminded_at(slot) == 0
    assert reminded_at(slot + 120 * MINUTE) == 1


def test_a_cancelled_one_is_not(visit, by_ben, slot):
    cancel(appointment=visit, by=by_ben)
    assert reminded_at(slot - 60 * MINUTE) == 0


def test_who_booked_it_just_now_knows(ben, rosa, by_ben, talk, slot, monday):
    with clock.travel(slot - 30 * MINUTE):
        book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa], anyway=True)
    assert reminded_at(slot - 29 * MINUTE) == 0


def test_after_a_silence_it_still_comes_while_one_can_leave(visit, slot):
    assert reminded_at(slot - 40 * MINUTE) == 1


def test_too_late_it_does_not_come_at_all(visit, slot):
    assert reminded_at(slot - 30 * MINUTE) == 0
    assert mail.outbox == []


def test_who_wants_none_gets_none(visit, ben, by_ben, slot):
    change_availability(owner=ben, by=by_ben, remind_me=False)
    assert reminded_at(slot - 60 * MINUTE) == 0


def test_what_they_said_is_in_it(visit, by_ben, slot):
    with clock.travel(slot - 120 * MINUTE):
        run_late(appointment=visit, by=by_ben, minutes=15, side="them")
    reminded_at(slot - 60 * MINUTE)
    assert "They said that they are 15 minutes late." in mail.outbox[-1].body


def test_a_letter_that_did_not_go_is_tried_again(visit, slot, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert reminded_at(slot - 60 * MINUTE) == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert reminded_at(slot - 58 * MINUTE) == 1
