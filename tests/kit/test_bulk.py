"""Rows inserted and saved in bulk are those that one by one would give."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import DataError, IntegrityError, connection

from customers.ladder import Rung
from customers.models import Customer, Email
from followups.models import Task
from kit.bulk import MANY, insert_rows, insert_values, save_columns
from kit.ids import uuid7
from kit.models import Door, Event
from kit.rows import new_row


def test_inserted_rows_are_those_of_save(ben):
    saved = Customer(
        owner=ben, name="Eva", birth_month=2, birth_day=29, spent="12.50", rung_since=date(2026, 1, 1)
    )
    inserted = Customer(
        owner=ben, name="Eva", birth_month=2, birth_day=29, spent="12.50", rung_since=date(2026, 1, 1)
    )
    saved.save()
    inserted.name_key = saved.name_key
    insert_rows([inserted])
    one, other = (Customer.objects.filter(pk=row.pk).values().get() for row in (saved, inserted))
    for row in (one, other):
        del row["id"], row["created_at"], row["updated_at"]
    assert other == one
    assert (inserted._state.adding, inserted._state.db) == (False, "default")


def test_json_moments_and_generated_ids(ben, rosa):
    at = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    insert_rows(
        [Event(at=at, kind="x.y", door="task", subject_type="z", subject_id="1", after={"a": ["ä", None]})]
    )
    event = Event.objects.get(kind="x.y")
    assert (event.at, event.before, event.after) == (at, None, {"a": ["ä", None]})
    insert_rows(Email(customer=rosa, owner=ben, address=f"{n}@post.example", key=str(n)) for n in range(3))
    assert len(set(Email.objects.values_list("pk", flat=True))) == 4


def test_many_rows_are_those_that_few_would_be(ben):
    """Many go another way on PostgreSQL: whatever is in them comes out the same."""
    values = {
        "owner": ben, "birth_month": 2, "birth_day": 29, "spent": "12.50", "rung": Rung.CLIENT,
        "rung_since": date(2026, 1, 1), "last_order_at": datetime(2026, 3, 2, 9, 30, 0, 5, tzinfo=UTC),
        "source": "a\\b\tc\nd\re \\N \\.", "greeting": "ä 🙂 ﷽", "address": "\\.",
    }  # fmt: skip
    few = Customer(name="Eva", **values)
    many = [Customer(name=f"Eva {n}", **values) for n in range(MANY)]
    insert_rows([few])
    insert_rows(many)
    kept = [Customer.objects.filter(pk=row.pk).values().get() for row in (few, many[0], many[-1])]
    for row in kept:
        for name in ("id", "name", "created_at", "updated_at"):
            del row[name]
    assert kept[0] == kept[1] == kept[2]
    assert kept[0]["source"] == values["source"]


def test_many_events_with_what_is_not_told(ben):
    after = {"a": ["ä\n\t\\", None, 1.5, True], "b": {}}
    insert_rows(
        Event(kind="x.y", door="task", subject_type="z", subject_id=str(n), after=after) for n in range(MANY)
    )
    assert set(Event.objects.filter(kind="x.y").values_list("before", "owner", "deed")) == {
        (None, None, None)
    }
    assert all(event.after == after for event in Event.objects.filter(kind="x.y"))


@pytest.mark.parametrize("number", [3, MANY])
def test_values_need_no_rows(ben, rosa, number):
    at = datetime(2026, 3, 2, 9, 30, 0, 7, tzinfo=ZoneInfo("Europe/Berlin"))
    names = ("id", "at", "kind", "door", "owner_id", "subject_type", "subject_id", "after")
    each = [
        (uuid7(), at, "x.y", Door.TASK, ben.pk, "a\\b\tc\nd", f"{n}", {"n": [n, "\n\\ä"]})
        for n in range(number)
    ]
    insert_values(Event, names, each)
    assert list(Event.objects.filter(kind="x.y").order_by("id").values_list(*names)) == each


def test_a_new_row_is_that_of_the_model(ben, rosa):
    values = {"owner_id": ben.pk, "customer": rosa, "rule": None, "kind": "birthday", "context": {"a": 1}}
    one, other = new_row(Task, **values), Task(**values)
    names = [field.attname for field in Task._meta.concrete_fields]
    same = [name for name in names if name not in ("id", "created_at", "updated_at")]
    assert [getattr(one, name) for name in same] == [getattr(other, name) for name in same]
    assert (one.customer is rosa, one.rule, one._state.adding) == (True, None, True)
    assert one.pk != other.pk
    assert new_row(Task).context is not new_row(Task).context


@pytest.mark.django_db(transaction=True)
def test_all_of_many_rows_or_none(ben):
    rows = [Customer(owner=ben, name=f"P {n}", external_id=str(n % (MANY - 1))) for n in range(MANY)]
    with pytest.raises(IntegrityError):
        insert_rows(rows)
    assert Customer.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_what_is_too_long_is_never_cut(ben):
    row = Customer.objects.create(owner=ben, name="Eva")
    row.source = "x" * 201
    if connection.vendor == "postgresql":  # SQLite keeps any length
        with pytest.raises(DataError):
            save_columns([row], ["source"])
        row.refresh_from_db()
        assert row.source == ""


@pytest.mark.django_db(transaction=True)
def test_all_rows_or_none(ben):
    rows = [Customer(owner=ben, name=name, external_id="7") for name in ("Eva", "Fay")]
    with pytest.raises(IntegrityError):
        insert_rows(rows)
    assert Customer.objects.count() == 0


def test_columns_are_saved_row_by_row(ben):
    rows = [Customer.objects.create(owner=ben, name=name) for name in ("Eva", "Fay", "Gus")]
    for number, row in enumerate(rows[:2]):
        row.orders_count, row.rung_since, row.source = number + 1, date(2026, 1, number + 1), "kept out"
    save_columns(rows[:2], ["orders_count", "rung_since"])
    found = Customer.objects.order_by("name").values_list("orders_count", "rung_since", "source")
    assert list(found) == [(1, date(2026, 1, 1), ""), (2, date(2026, 1, 2), ""), (0, None, "")]


def test_nothing_is_no_query(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        insert_rows([])
        save_columns([], ["name"])
