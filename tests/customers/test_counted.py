"""What the ledger counts of people: the rung on which each stands now, and contacts by hand by the month."""

from datetime import UTC, datetime

import pytest

from customers.actions import (
    climb_by_hand,
    delete_person,
    log_touch,
    move_by_hand,
    restore_person,
    restore_touch,
    revoke_touch,
)
from customers.counted import NAMES, count_people
from customers.ladder import Rung
from customers.models import Customer, Touch
from kit import clock
from kit.models import Event
from kit.undo import undo
from team.counting import Tally
from tests.queries.counting import count_of
from tests.team.counting import counted, standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
RUNGS = tuple(NAMES.values())


def contacts(person, month=202603):
    return counted(person, ["touches"], month).get("touches", 0)


def test_a_contact_counts_until_it_is_taken_back(ben, rosa, by_ben):
    touch = log_touch(person=rosa, by=by_ben, kind="call")
    assert contacts(ben) == 1
    revoke_touch(touch=touch, by=by_ben)
    assert contacts(ben) == 0
    restore_touch(touch=touch, by=by_ben)
    assert contacts(ben) == 1


@pytest.mark.parametrize(
    ("kind", "direction", "number"),
    [("message", "out", 1), ("visit", "out", 1), ("call", "in", 1), ("message", "in", 0)],
)
def test_what_people_write_by_themselves_is_no_contact_by_hand(ben, rosa, by_ben, kind, direction, number):
    log_touch(person=rosa, by=by_ben, kind=kind, direction=direction)
    assert contacts(ben) == number


def test_the_month_is_the_companys(ben, rosa, by_ben):
    ben.zone = "America/New_York"
    ben.save()
    for minute in (29, 30):  # the last of February in Berlin begins and ends an hour before it does here
        log_touch(person=rosa, by=by_ben, kind="call", at=datetime(2026, 2, 28, 23, minute, tzinfo=UTC))
    log_touch(person=rosa, by=by_ben, kind="call", at=datetime(2026, 2, 28, 22, 59, tzinfo=UTC))
    assert (contacts(ben, 202602), contacts(ben, 202603)) == (1, 2)


def test_a_contact_with_somebody_deleted_since_was_one(ben, rosa, by_ben):
    log_touch(person=rosa, by=by_ben, kind="call")
    delete_person(person=rosa, by=by_ben)
    assert contacts(ben) == 1


def test_everybody_is_counted_on_their_rung(ben, rosa):
    for rung in Rung:
        Customer.objects.create(owner=ben, name=rung.name, rung=rung)
    assert standing(ben, RUNGS) == {name: 1 + (name == "suspects") for name in RUNGS}


def test_a_climb_and_its_undo(ben, rosa, by_ben):
    climb_by_hand(person=rosa, by=by_ben, rung=Rung.MEMBER, reason="She signed up")
    assert standing(ben, RUNGS) == {"enrolled": 1}
    move_by_hand(person=rosa, by=by_ben, rung=Rung.ADVOCATE, reason="She brought a friend")
    assert standing(ben, RUNGS) == {"advocates": 1}
    undo(event=Event.objects.filter(kind="ladder.climbed").latest("id"), by=by_ben)
    assert standing(ben, RUNGS) == {"enrolled": 1}


def test_whoever_is_deleted_stands_nowhere(ben, rosa, by_ben):
    delete_person(person=rosa, by=by_ben)
    assert standing(ben, RUNGS) == {}
    restore_person(person=rosa, by=by_ben)
    assert standing(ben, RUNGS) == {"suspects": 1}


@pytest.mark.parametrize("number", [1, 3, 30])
def test_any_number_is_counted_in_two_queries(team_of, company, number):
    team = team_of(number)
    for one in team:
        person = Customer.objects.create(owner=one, name="Ada")
        Touch.objects.create(owner=one, customer=person, kind="call", at=clock.now())
    tally = Tally()
    asked = count_of(lambda: count_people(company, [one.pk for one in team], tally))
    assert (asked.count, len(tally.months)) == (2, 2 * number)
