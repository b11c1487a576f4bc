"""What a page weighs on its first visit, in a real browser with an empty cache."""

import pytest

from benchmarks.weighing import (
    HEAVIER_HTML,
    MOST_BOOKING_BYTES,
    MOST_BYTES,
    MOST_CSS,
    MOST_HTML,
    MOST_REQUESTS,
    MOST_SCRIPT,
    PLACES,
    weigh,
)
from tests.process.conftest import manage

MORE_IN_A_MEETING = 6  # its sheet, and the modules that keep what is typed
KINDS = """
from appointments.actions import ensure_kinds
from kit.events import Actor, Door
from team.models import Distributor
ensure_kinds(owner=Distributor.objects.get(email="yaw@demo.example"), by=Actor(None, Door.COMMAND))
"""

MEETING = """
from datetime import timedelta
from appointments.actions import book, ensure_kinds
from customers.models import Customer
from kit import clock
from kit.events import Actor, Door
from team.models import Distributor
yaw, by = Distributor.objects.get(email="yaw@demo.example"), Actor(None, Door.COMMAND)
kind = ensure_kinds(owner=yaw, by=by)[0]
people = Customer.objects.visible_to(yaw)[:1]
at = (clock.now() + timedelta(days=300)).replace(minute=0, second=0, microsecond=0)
print("MEETING", book(owner=yaw, by=by, kind=kind, starts_at=at, people=people, anyway=True).pk)
"""


@pytest.mark.parametrize("name", PLACES)
def test_a_page_is_light_on_a_first_visit(name, visit, site):
    visitor = visit()
    path = PLACES[name]
    if name != "sign-in":
        visitor.signs_in("yaw")
    if name == "person":
        path = visitor.goes_to("/people/").locator("#rows a.name").first.get_attribute("href")
    weight = weigh(visitor.page.context, site + path)
    assert weight.bytes <= MOST_BYTES, weight
    assert weight.requests <= MOST_REQUESTS, weight
    assert weight.html <= HEAVIER_HTML.get(name, MOST_HTML), weight
    assert weight.css < MOST_CSS, weight
    assert weight.script < MOST_SCRIPT, weight


def test_the_booking_page_is_lighter_still(visit, site, folder):
    made = manage("shell", "-c", KINDS, KEPT_DATA=str(folder))
    assert made.returncode == 0, made.stderr
    weight = weigh(visit().page.context, f"{site}/b/yaw/?zone=Europe/London")
    assert weight.bytes <= MOST_BOOKING_BYTES, weight


def test_the_meeting_room_is_light_too(visit, site, folder):
    made = manage("shell", "-c", MEETING, KEPT_DATA=str(folder))
    assert made.returncode == 0, made.stderr
    pk = made.stdout.split("MEETING ")[1].split()[0]
    visitor = visit()
    visitor.signs_in("yaw")
    weight = weigh(visitor.page.context, f"{site}/appointments/{pk}/meet/")
    assert weight.bytes <= MOST_BYTES, weight
    assert weight.requests <= MOST_REQUESTS + MORE_IN_A_MEETING, weight
    assert weight.html <= MOST_HTML, weight
    assert weight.css < MOST_CSS, weight
    assert weight.script < MOST_SCRIPT, weight
