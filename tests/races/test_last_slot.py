"""Two hundred ask for the last free time at the same moment, by every door: one has it, no error is shown.

First with the guard off, to see that there is a race at all.
"""

import http.client
import json
from collections import Counter
from datetime import time, timedelta
from importlib import import_module
from threading import Barrier, Thread
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client

from appointments.actions import book
from appointments.actions.seats import take_seat
from appointments.models import Appointment, Availability, Guest, MeetingKind
from customers.models import Customer
from kit.events import Actor, Door
from team.actions import sign_in_device
from team.wall_time import first_instant_at
from tests.appointments.test_booking import rush
from tests.appointments.test_groups import rush as rush_for_seats

EVERYBODY = 200
PATIENCE = 120  # seconds
FORM = "application/x-www-form-urlencoded"
NO_OVERLAP = import_module("appointments.migrations.0002_no_overlap")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kind(ben):
    """An hour, at the beginning of each hour."""
    Availability.objects.create(owner=ben, step_minutes=60)
    return MeetingKind.objects.create(
        owner=ben, name="Talk", slug="talk", minutes=60, minutes_after=0, place="phone"
    )


@pytest.fixture
def last(ben, kind):
    """The last free hour of a day on which everything else is taken."""
    day = ben.today() + timedelta(days=3)
    ben.hours_on_days.create(day=day, opens="10:00", closes="11:00")
    for more in range(1, 4):
        ben.hours_on_days.create(day=day + timedelta(days=more), opens="10:00", closes="12:00")
    return first_instant_at(day, time(10), ben.zoneinfo)


@pytest.fixture
def group(ben, by_ben, last):
    """A tasting with one seat left."""
    kind = MeetingKind.objects.create(owner=ben, name="Tasting", slug="tasting", minutes=60, seats=2)
    made = book(owner=ben, by=by_ben, kind=kind, starts_at=last + timedelta(days=10), anyway=True)
    take_seat(appointment=made, person=people(ben, 1)[0], by=by_ben)
    return made


@pytest.fixture
def unconstrained():
    """PostgreSQL without the constraint that refuses an overlap."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(NO_OVERLAP.DROP)
    yield
    if connection.vendor == "postgresql":
        Appointment.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(NO_OVERLAP.ADD)


def people(owner, count) -> list[Customer]:
    return [Customer.objects.create(owner=owner, name=f"Person {number}") for number in range(count)]


def test_with_the_guard_off_several_have_the_same_time(ben, by_ben, kind, last, unconstrained):
    told = rush(ben, by_ben, kind, last, people(ben, 4), guarded=False)
    assert told == ["booked"] * 4
    assert Appointment.objects.filter(starts_at=last).count() == 4


def test_with_the_guard_off_seats_are_oversold(by_ben, ben, group):
    told = rush_for_seats(group, by_ben, people(ben, 4), _guarded=False)
    assert told == ["seated"] * 4
    assert Guest.objects.filter(appointment=group).count() == 5


def test_the_last_time_is_had_once_whoever_asks_by_whatever_door(site, ben, kind, last):
    doors = {
        "page": [public(kind.slug, last, number) for number in range(EVERYBODY // 2)],
        "signed in": [signed_in(ben, kind, last, person) for person in people(ben, EVERYBODY // 4)],
        "api": [by_api(ben, kind, last, person) for person in people(ben, EVERYBODY // 4)],
    }
    got = at_once(site, doors)
    won = {"page 302", "signed in 302", "api 201"}
    counted = Counter(f"{door} {status}" for door, status, _ in got)
    assert sum(counted[one] for one in won) == 1, counted
    assert {one for one in counted if one not in won} <= {"page 409", "signed in 409", "api 409"}, counted
    assert {alternatives(door, body) for door, status, body in got if status == 409} == {3}
    assert [one.starts_at for one in Appointment.objects.holding()] == [last]


def test_the_last_seat_is_had_once(site, ben, group):
    before = Customer.objects.count()
    got = at_once(site, {"page": [public("tasting", group.starts_at, n) for n in range(EVERYBODY // 4)]})
    counted = Counter(status for _, status, _ in got)
    assert counted == {302: 1, 409: EVERYBODY // 4 - 1}
    assert (group.guests.count(), Customer.objects.count()) == (2, before + 1)


def public(slug, at, number) -> tuple:
    said = {
        "kind": slug, "at": at.isoformat(), "name": f"Visitor {number}", "contact": f"v{number}@post.example",
    }  # fmt: skip
    return "/b/ben/", urlencode(said), {"Content-Type": FORM}


def signed_in(owner, kind, at, person) -> tuple:
    client = Client()
    client.force_login(owner)  # a session of their own each, as from so many windows
    token = "k" * 32
    cookies = f"kept_session={client.cookies['kept_session'].value}; kept_csrf={token}"
    said = {"kind": str(kind.pk), "person": str(person.pk), "at": at.isoformat()}
    return (
        "/appointments/new/",
        urlencode(said),
        {"Content-Type": FORM, "Cookie": cookies, "X-CSRFToken": token},
    )


def by_api(owner, kind, at, person) -> tuple:
    _, token = sign_in_device(distributor=owner, by=Actor(owner, Door.WEB), name="Phone")
    said = {"kind": str(kind.pk), "people": [str(person.pk)], "starts_at": at.isoformat()}
    head = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    return "/api/v1/appointments/", json.dumps(said), head


def at_once(port: int, doors: dict) -> list[tuple[str, int, str]]:
    """Send everything at the same moment; return door, status and body of each answer."""
    calls = [(door, *call) for door, calls in doors.items() for call in calls]
    start, got = Barrier(len(calls)), []

    def send(door, path, body, head):
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        start.wait(timeout=PATIENCE)
        line.request("POST", path, body, head)
        answer = line.getresponse()
        got.append((door, answer.status, answer.read().decode()))
        line.close()

    threads = [Thread(target=send, args=call) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=PATIENCE)
    assert len(got) == len(calls), "somebody got no answer"
    return got


def alternatives(door: str, body: str) -> int:
    """How many other times an answer names."""
    if door == "api":
        return len(json.loads(body)["alternatives"])
    part = body[body.index("These times are near") :]
    return part[: part.index("</div>") if door == "page" else part.index("</fieldset>")].count('name="at"')
