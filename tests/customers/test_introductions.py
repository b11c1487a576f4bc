"""Who introduced whom: the rows follow `introduced_by` through every door, and nobody comes through themselves."""

from datetime import UTC, date, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from customers import actions
from customers.actions.bulk import NewPerson, PersonChange, add_people, change_people
from customers.actions.introductions import introducers_above
from customers.errors import CircleRefused
from customers.introductions import beginnings, chain_from, closes_circle, friends_of
from customers.models import Customer, LadderStep, Referral
from kit.ids import uuid7
from kit.models import Event
from kit.undo import undo

pytestmark = pytest.mark.usefixtures("monday")


def follows() -> bool:
    """Whether the standing rows say what `introduced_by` says."""
    rows = Referral.objects.standing().values_list("friend", "introducer", "owner")
    people = Customer.objects.exclude(introduced_by=None).values_list("pk", "introduced_by", "owner")
    return sorted(rows) == sorted(people)


def referrals():
    rows = Referral.objects.standing().order_by("friend__name")
    return [(row.introducer.name, row.friend.name) for row in rows.select_related("introducer", "friend")]


@pytest.fixture
def line(ben, by_ben):
    """Ada brought Bo, Bo brought Cy, Cy brought Di."""
    people, last = [], None
    for name in ("Ada", "Bo", "Cy", "Di"):
        last = actions.add_person(owner=ben, by=by_ben, name=name, introduced_by=last)
        people.append(last)
    return people


def test_a_row_stands_as_long_as_somebody_is_said_to_have_made_the_introduction(ben, rosa, by_ben):
    ada = actions.add_person(owner=ben, by=by_ben, name="Ada")
    friend = actions.add_person(
        owner=ben, by=by_ben, name="Friend", introduced_by=rosa, entered_on=date(2026, 2, 3)
    )
    row = Referral.objects.get()
    assert (row.owner, row.introducer, row.friend, row.introduced_on) == (ben, rosa, friend, date(2026, 2, 3))
    actions.change_person(person=friend, by=by_ben, version=None, introduced_by=ada)
    assert referrals() == [("Ada", "Friend")]
    assert follows()
    actions.change_person(person=friend, by=by_ben, version=None, introduced_by=None)
    assert referrals() == []
    assert Referral.objects.count() == 2


def test_undo_brings_back_the_row_with_its_thanks(ben, rosa, by_ben):
    friend = actions.add_person(owner=ben, by=by_ben, name="Friend", introduced_by=rosa)
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    Referral.objects.update(thanked_at=at)
    actions.change_person(person=friend, by=by_ben, version=None, introduced_by=None)
    undo(event=Event.objects.filter(kind="customer.changed").latest("id"), by=by_ben)
    assert list(Referral.objects.values_list("thanked_at", "revoked_at")) == [(at, None)]
    assert follows()


def test_deleting_restoring_and_taking_back_leave_the_rows_as_people_are(ben, rosa, by_ben):
    friend = actions.add_person(owner=ben, by=by_ben, name="Friend", introduced_by=rosa)
    actions.delete_person(person=friend, by=by_ben)
    assert follows()
    actions.restore_person(person=friend, by=by_ben)
    assert (follows(), len(referrals())) == (True, 1)


def test_many_at_once_leave_the_same_rows(ben, rosa, by_ben):
    one, two = uuid7(), uuid7()
    add_people(
        owner=ben,
        by=by_ben,
        people=[
            NewPerson(one, {"name": "Eva", "introduced_by": two}),
            NewPerson(two, {"name": "Fay", "introduced_by": rosa.pk}),
        ],
    )
    assert (referrals(), follows()) == ([("Fay", "Eva"), (rosa.name, "Fay")], True)
    change_people(owner=ben, by=by_ben, changes=[PersonChange(one, {"introduced_by": rosa.pk})])
    assert (referrals(), follows()) == ([(rosa.name, "Eva"), (rosa.name, "Fay")], True)


@pytest.mark.parametrize("last", [1, 2, 3])
def test_nobody_comes_through_themselves_at_any_depth(line, by_ben, last):
    with pytest.raises(CircleRefused) as refusal:
        actions.change_person(person=line[0], by=by_ben, version=None, introduced_by=line[last])
    assert (refusal.value.field, refusal.value.code) == ("introduced_by", "circle")
    assert refusal.value.message == (
        f"{line[last].name} came through them already, so they cannot have introduced them."
    )
    assert follows()


def test_many_at_once_close_no_circle_either(ben, line, by_ben):
    with pytest.raises(CircleRefused):
        change_people(owner=ben, by=by_ben, changes=[PersonChange(line[0].pk, {"introduced_by": line[3].pk})])
    one, two = uuid7(), uuid7()
    with pytest.raises(CircleRefused):
        add_people(
            owner=ben,
            by=by_ben,
            people=[
                NewPerson(one, {"name": "Eva", "introduced_by": two}),
                NewPerson(two, {"name": "Fay", "introduced_by": one}),
            ],
        )
    assert follows()


def test_a_circle_that_one_change_opens_may_be_closed_by_another_way(ben, line, by_ben):
    """Di begins the line anew: the last of several changes at once counts, not the first."""
    changes = [
        PersonChange(line[3].pk, {"introduced_by": None}),
        PersonChange(line[0].pk, {"introduced_by": line[3].pk}),
    ]
    change_people(owner=ben, by=by_ben, changes=changes)
    assert referrals() == [("Di", "Ada"), ("Ada", "Bo"), ("Bo", "Cy")]


def test_undo_closes_no_circle(line, by_ben):
    ada, bo = line[:2]
    actions.change_person(person=bo, by=by_ben, version=None, introduced_by=None)
    cut = Event.objects.filter(kind="customer.changed").latest("id")
    actions.change_person(person=ada, by=by_ben, version=None, introduced_by=bo)
    with pytest.raises(CircleRefused):
        undo(event=cut, by=by_ben)


def test_those_above_are_found_by_one_query(line, django_assert_num_queries):
    with django_assert_num_queries(1):
        above = introducers_above([line[3].pk, uuid7()])
    assert above == {one.pk: by and by.pk for one, by in zip(line, [None, *line], strict=False)}


def test_rows_are_made_for_those_who_were_introduced_before_there_were_any(line):
    Referral.objects.all().delete()
    migration = import_module("customers.migrations.0009_referrals_that_stand")
    for _ in range(2):
        migration.follow(apps, connection)
    assert follows()
    entered = LadderStep.objects.get(kind="entered", customer=line[3]).on
    assert Referral.objects.get(friend=line[3]).introduced_on == entered


def test_circles_are_seen_in_values_alone():
    by = {"b": "a", "c": "b", "x": "y", "y": "x"}
    assert closes_circle("a", "c", by.get)
    assert closes_circle("a", "a", by.get)
    assert not closes_circle("c", "a", by.get)
    assert not closes_circle("a", "x", by.get)  # a circle of others ends, too


def test_chains_are_told_from_the_first_to_the_last():
    by = {"b": "a", "c": "b", "d": "a", "f": "e"}
    assert beginnings(by) == [("a", 3), ("e", 1)]
    told = [
        (link.person, link.by, link.depth, link.opens, link.closes)
        for link in chain_from("a", friends_of(by), 9)
    ]
    assert told == [
        ("a", None, 0, True, 0),
        ("b", "a", 1, True, 0),
        ("c", "b", 2, False, 1),
        ("d", "a", 1, False, 1),
    ]


def test_a_long_chain_grows_no_deeper_than_it_can_be_read():
    by = {n: n - 1 for n in range(1, 5000)}
    links = chain_from(0, friends_of(by), 50)
    assert (len(links), max(link.depth for link in links)) == (50, 6)
    assert sum(link.opens for link in links) == sum(link.closes for link in links)
