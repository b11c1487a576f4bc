"""Two at once: no rung is lost and no evidence counted twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier, Event
from time import sleep
from uuid import uuid4

import pytest
from django.db import connection, transaction

from customers import actions
from customers.actions.bulk import PersonChange
from customers.actions.rows import lock_people
from customers.errors import CircleRefused
from customers.ladder import Rung, stand
from customers.models import Customer, LadderStep, Referral, Tag
from kit.events import Actor, Door

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*verbs):
    barrier = Barrier(len(verbs))

    def run(verb):
        try:
            barrier.wait(timeout=10)
            return verb()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(verbs)) as pool:
        return [future.result(timeout=30) for future in [pool.submit(run, verb) for verb in verbs]]


def test_orders_on_two_days_at_once_make_a_client(rosa, ben):
    by = Actor(ben, Door.WEB)

    def order(day):
        person = Customer.objects.get(pk=rosa.pk)
        return lambda: actions.add_evidence(person=person, by=by, kind="order", on=day, source=uuid4())

    for month in range(1, 7):
        Customer.objects.update(rung=1, rung_since=None)
        LadderStep.objects.all().delete()
        at_once(order(date(2026, month, 1)), order(date(2026, month, 2)))
        rosa.refresh_from_db()
        assert (rosa.rung, rosa.rung_since) == (Rung.CLIENT, date(2026, month, 2))


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
def test_without_the_lock_a_rung_would_be_lost(rosa, ben):
    """The twin of the test above: each sees its own order only, and writes what it saw."""
    both_ordered = Barrier(2)

    def order(day):
        def unguarded():
            with transaction.atomic():
                LadderStep.objects.create(owner=ben, customer=rosa, kind="order", on=day, source=uuid4())
                both_ordered.wait(timeout=10)
                standing = stand(LadderStep.objects.filter(customer=rosa))
                Customer.objects.filter(pk=rosa.pk).update(rung=standing.rung.value)

        return unguarded

    at_once(order(date(2026, 1, 1)), order(date(2026, 1, 2)))
    rosa.refresh_from_db()
    assert rosa.rung == Rung.CUSTOMER
    assert actions.recount_facts(check=True)[0] == f"{rosa.pk} rung: 3 is 4"


def test_the_same_evidence_at_once_is_one_piece(rosa, ben):
    by, source = Actor(ben, Door.WEB), uuid4()

    def order():
        person = Customer.objects.get(pk=rosa.pk)
        return actions.add_evidence(person=person, by=by, kind="order", on=date(2026, 1, 1), source=source)

    steps = at_once(order, order, order)
    assert len(set(steps)) == 1
    assert LadderStep.objects.count() == 1


def test_a_new_tag_in_two_windows_at_once_is_one(rosa, ben):
    by = Actor(ben, Door.WEB)
    other = actions.add_person(owner=ben, by=by, name="Other")
    written = Event()

    def first():
        with transaction.atomic():
            actions.change_person(person=rosa, by=by, version=None, tags=["tea"])
            written.set()
            sleep(0.5)

    def second():
        written.wait(timeout=10)
        actions.change_person(person=other, by=by, version=None, tags=["fair", "tea"])

    at_once(first, second)
    assert list(Tag.objects.values_list("name", flat=True)) == ["fair", "tea"]
    assert [tag.name for tag in other.tags.all()] == ["fair", "tea"]


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
def test_many_wait_for_their_introducers_without_holding_others(rosa, ben):
    by = Actor(ben, Door.WEB)
    other = actions.add_person(owner=ben, by=by, name="Other")
    held = Event()

    def change_both_in_order():
        with transaction.atomic():
            lock_people(rosa)
            held.set()
            sleep(0.5)
            lock_people(other)

    def introduce_many():
        held.wait(timeout=10)
        change = PersonChange(id=other.pk, values={"introduced_by": rosa.pk})
        actions.change_people(owner=ben, by=by, changes=[change])

    at_once(change_both_in_order, introduce_many)
    other.refresh_from_db()
    assert other.introduced_by == rosa


def test_of_two_introductions_the_other_way_round_one_is_refused(rosa, ben):
    by = Actor(ben, Door.WEB)
    other = actions.add_person(owner=ben, by=by, name="Other")

    def introduce(person, by_whom):
        def change():
            try:
                actions.change_person(person=person, by=by, version=None, introduced_by=by_whom)
            except CircleRefused:
                refused.append(person)

        return change

    refused = []
    at_once(introduce(rosa, other), introduce(other, rosa))
    introduced = Customer.objects.exclude(introduced_by=None)
    assert (len(refused), introduced.count(), Referral.objects.standing().count()) == (1, 1, 1)
