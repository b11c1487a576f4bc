"""Pages by keyset: every row once, in order, whatever the columns; foreign cursors are refused."""

import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import pytest

from customers.models import Customer
from kit.models import Event
from kit.paging import BadCursor, _Key, _mark, page_of

ORDERS = [("name_key", "id"), ("-last_order_at", "id"), ("last_order_at", "-id"), ("-spent", "rung", "id")]


@pytest.fixture
def people(ben):
    start = datetime(2026, 1, 1, tzinfo=UTC)
    rows = [
        Customer(
            owner=ben,
            name=f"Person {n % 5}",
            name_key=f"person {n % 5}",
            rung=1 + n % 3,
            spent=n % 4,
            last_order_at=start + timedelta(days=n % 6, microseconds=7) if n % 3 else None,
        )
        for n in range(23)
    ]
    return Customer.objects.bulk_create(rows)


def walk(order, size):
    rows, cursor = [], ""
    while True:
        page = page_of(Customer.objects.all(), order=order, cursor=cursor, size=size)
        rows += page.rows
        cursor = page.next
        if not cursor:
            return rows


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("size", [1, 4, 22, 23, 50])
def test_every_row_comes_once_and_in_order(people, order, size):
    whole = page_of(Customer.objects.all(), order=order, size=1000).rows
    assert walk(order, size) == whole
    assert {row.pk for row in whole} == {row.pk for row in people}


def test_empty_values_come_last(people):
    for order in (("-last_order_at", "id"), ("last_order_at", "id")):
        days = [row.last_order_at for row in walk(order, 5)]
        assert [day is None for day in days] == [False] * 15 + [True] * 8


def test_a_row_that_comes_between_does_not_repeat_another(people):
    first = page_of(Customer.objects.all(), order=("name_key", "id"), size=10)
    Customer.objects.create(owner=people[0].owner, name="Aaron")
    second = page_of(Customer.objects.all(), order=("name_key", "id"), cursor=first.next, size=100)
    assert {row.pk for row in first.rows} & {row.pk for row in second.rows} == set()
    assert len(first.rows) + len(second.rows) == 23


def test_one_query_a_page(people, django_assert_num_queries):
    cursor = page_of(Customer.objects.all(), order=("name_key", "id"), size=5).next
    with django_assert_num_queries(1):
        page_of(Customer.objects.all(), order=("name_key", "id"), cursor=cursor, size=5)


def _cursor(values, order=("name_key", "id")):
    """A cursor of the right list with whatever values."""
    if isinstance(values, list):
        values = [_mark([_Key(Customer.objects.all(), name) for name in order]), *values]
    return urlsafe_b64encode(json.dumps(values).encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    ["x", "\0", "ä", "a" * 5000, _cursor({}), _cursor([1]), _cursor(["a", "b"]), _cursor(["a", None]),
     _cursor(["a\0", "018f0000-0000-7000-8000-000000000000"]),
     _cursor(["\ud800", "018f0000-0000-7000-8000-000000000000"]),
     urlsafe_b64encode(b"[" * 50_000).decode()],
)  # fmt: skip
def test_a_cursor_that_was_never_given_is_refused(db, cursor):
    with pytest.raises(BadCursor):
        page_of(Customer.objects.all(), order=("name_key", "id"), cursor=cursor)


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "x"])
def test_a_moment_that_no_clock_shows_is_refused(db, moment):
    cursor = _cursor([moment, "018f0000-0000-7000-8000-000000000000"], order=("-last_order_at", "id"))
    with pytest.raises(BadCursor):
        page_of(Customer.objects.all(), order=("-last_order_at", "id"), cursor=cursor)


def test_a_cursor_of_another_order_or_list_is_refused(people):
    cursor = page_of(Customer.objects.all(), order=("name_key", "id"), size=5).next
    for rows, order in (
        (Customer.objects.all(), ("-name_key", "id")),
        (Customer.objects.all(), ("name", "id")),
        (Event.objects.all(), ("kind", "id")),
    ):
        with pytest.raises(BadCursor):
            page_of(rows, order=order, cursor=cursor)
