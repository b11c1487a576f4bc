"""People are held in the order of their ids, as the sender holds them: nobody waits for each other."""

import time
from datetime import date, timedelta
from threading import Event as Flag
from threading import Thread

import pytest
from django.db import connection, transaction

from appointments import actions
from appointments.actions import book
from appointments.actions.seats import take_seat
from appointments.models import Appointment, MeetingKind
from customers.models import Customer
from followups.delivery.people import hold
from kit import clock

HOUR = timedelta(hours=1)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="rows are held on PostgreSQL alone"),
]


def person(owner, name: str) -> Customer:
    made = Customer.objects.create(owner=owner, name=name)
    made.emails.create(owner=owner, address=f"{name}@post.example", key=f"{name}@post.example".lower())
    made.consents.create(owner=owner, channel="email", purpose="service")
    return made


@pytest.fixture
def two(ben):
    """Two people, the one with the lower id first."""
    return sorted([person(ben, "Ada"), person(ben, "Bo")], key=lambda one: one.pk)


@pytest.fixture
def group(ben, by_ben, slot, two):
    """A group whose later guest is the one with the lower id."""
    kind = MeetingKind.objects.create(
        owner=ben, name="Tasting", slug="tasting", minutes=60, place="here", seats=6
    )
    made = book(owner=ben, by=by_ben, kind=kind, starts_at=slot)
    for one in reversed(two):
        take_seat(appointment=made, person=one, by=by_ben)
    return made


def problems_of(verb, people) -> list:
    """What goes wrong while a worker holds the first of these people, then all."""
    holds, problems = Flag(), []

    def run(work):
        try:
            work()
        except Exception as problem:  # whichever of the two the database gives up
            problems.append(problem)
        finally:
            holds.set()
            connection.close()

    def worker():
        with transaction.atomic():
            hold([people[0].pk])
            holds.set()
            time.sleep(0.7)
            hold([one.pk for one in people])

    def web():
        holds.wait()
        verb()

    threads = [Thread(target=run, args=[work]) for work in (worker, web)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    return problems


def test_a_group_is_cancelled_while_letters_go(by_ben, group, two):
    assert problems_of(lambda: actions.cancel(appointment=group, by=by_ben), two) == []
    assert Appointment.objects.get().state == "cancelled"


def test_we_run_late_for_a_group_while_letters_go(by_ben, group, two):
    def verb():
        with clock.travel(group.starts_at - HOUR):
            actions.run_late(appointment=group, by=by_ben, minutes=10)

    assert problems_of(verb, two) == []
    assert Appointment.objects.get().late_minutes == 10


def test_an_emergency_while_letters_go(ben, by_ben, talk, slot, two):
    book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[two[1]])
    book(owner=ben, by=by_ben, kind=talk, starts_at=slot + 2 * HOUR, people=[two[0]])
    verb = lambda: actions.cancel_day(owner=ben, by=by_ben, day=date(2026, 3, 3))  # noqa: E731
    assert problems_of(verb, two) == []
    assert {row.state for row in Appointment.objects.all()} == {"cancelled"}
