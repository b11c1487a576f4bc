"""Rows inserted and saved in bulk are those that one by one would give."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError

from customers.models import Customer, Email
from kit.bulk import insert_rows, save_columns
from kit.models import Event


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
