"""Statements that are written once say what Django's would, and the server plans them once a connection."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction

from customers.models import Customer
from kit import clock
from kit.bulk import insert_values
from kit.events import Actor, Door, Event, record_alike
from kit.prepared import OFTEN, Server, read, select, update
from kit.rebuilt import rebuilt

pytestmark = pytest.mark.django_db
NAMES = ("id", "owner_id", "name", "zone")


def _named(ids: list[UUID], owner: int):
    return Customer.objects.filter(pk__in=ids, owner=owner).order_by("name").values_list(*NAMES)


def _renamed(ids: list[UUID], name: str):
    return Customer.objects.filter(pk__in=ids), {"name": name}


def test_rows_are_those_of_django_each_time(rosa, ben, cleo):
    for _ in range(OFTEN + 2):
        assert [tuple(row) for row in read(_named, ids=[rosa.pk], owner=ben.pk)] == [
            (rosa.pk, ben.pk, "Rosa Lind", "")
        ]
        assert read(_named, ids=[rosa.pk], owner=cleo.pk) == []
        assert len(select(_named, ids=[rosa.pk], owner=ben.pk)) == 1


def test_what_changed_is_told_by_its_id(rosa):
    for number in range(OFTEN + 2):
        assert update(_renamed, ids=[rosa.pk], name=f"Rosa 100 % {number}") == {rosa.pk}
        rosa.refresh_from_db()
        assert rosa.name == f"Rosa 100 % {number}"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans in the process")
def test_what_runs_often_is_planned_once_a_connection(rosa, ben):
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    connection._kept_server = None
    for _ in range(OFTEN):
        read(_named, ids=[rosa.pk], owner=ben.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'kept%%'", [])
        assert cursor.fetchone()[0] >= 1
        cursor.execute("DEALLOCATE ALL")
    connection._kept_server = None


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans in the process")
def test_behind_a_pooler_nothing_is_kept(rosa, ben, monkeypatch):
    known = Server(connection)
    assert known.is_ours
    known.is_ours = False  # as where the server says another number than the line
    monkeypatch.setattr(connection, "_kept_server", known, raising=False)
    for _ in range(OFTEN + 2):
        assert len(read(_named, ids=[rosa.pk], owner=ben.pk)) == 1
    assert not known.names


def test_a_rebuilt_row_reads_the_rest_when_it_is_asked_for(rosa, ben, django_assert_num_queries):
    person = rebuilt(Customer, NAMES, (rosa.pk, ben.pk, "Rosa Lind", ""), owner=ben)
    with django_assert_num_queries(0):
        assert (person, person.owner, person.addressed if person.__dict__.get("greeting") else "") == (
            rosa,
            ben,
            "",
        )
    with django_assert_num_queries(1):
        assert person.greeting == "Rosa"
    assert not person._state.adding


def test_events_alike_are_those_that_one_by_one_would_be(rosa, ben, by_ben):
    with transaction.atomic():
        record_alike(
            "customer.seen", [(rosa, ben.pk, rosa.pk)] * 2, by=by_ben, after={"on": date(2026, 3, 2)}
        )
        record_alike("customer.seen", [], by=by_ben, after={})
        record_alike(
            "customer.seen", [(rosa, ben.pk, rosa.pk)], by=Actor(None, Door.TASK), after={"on": None}
        )
    rows = list(Event.objects.filter(kind="customer.seen").order_by("id"))
    assert [
        (row.actor_id, row.owner_id, row.door, row.subject_type, row.subject_id, row.person_id)
        for row in rows
    ] == [
        (by and by.pk, ben.pk, door, "customers.customer", str(rosa.pk), rosa.pk)
        for by, door in ((ben, "web"), (ben, "web"), (None, "task"))
    ]
    assert [row.after for row in rows] == [{"on": "2026-03-02"}, {"on": "2026-03-02"}, {"on": None}]
    assert [row.deed for row in rows] == [by_ben.deed, by_ben.deed, None]
    assert all(clock.now() - row.at < timedelta(minutes=1) for row in rows)


def test_nothing_to_insert_is_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_values(Event, ("id",), [])
