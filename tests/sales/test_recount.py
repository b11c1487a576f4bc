"""Recounting changes nothing that the verbs wrote, finds what is wrong, and takes few queries."""

from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from customers.models import Customer
from kit import clock
from sales.actions import place_order, recount_facts, reinstate_order, return_order, void_order
from sales.models import Order
from tests.sales.conftest import berlin

pytestmark = pytest.mark.django_db
START = berlin(2026, 3, 2, 10)
STEPS = st.tuples(
    st.sampled_from(["place", "place", "void", "return", "reinstate"]), st.integers(0, 40), st.integers(0, 5)
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=12))
def test_whatever_was_done_recount_changes_nothing(ben, by_ben, balm, tea, steps):
    person = Customer.objects.create(owner=ben, name="Nia")
    orders, moment = [], START
    for deed, days, n in steps:
        moment += timedelta(days=days)
        with clock.travel(moment):
            if deed == "place":
                lines = [((balm, tea)[n % 2], n + 1, None)]
                orders.append(place_order(owner=ben, by=by_ben, person=person, lines=lines))
            elif orders:
                _close(deed, orders[n % len(orders)], by_ben)
    out = StringIO()
    call_command("recount", "--check", stdout=out, stderr=StringIO())
    assert out.getvalue() == f"people={Customer.objects.count()} differ=0\n"


def _close(deed, order, by):
    order.refresh_from_db()
    if deed == "reinstate":
        reinstate_order(order=order, by=by)
    elif order.state == "placed":
        {"void": void_order, "return": return_order}[deed](order=order, by=by, reason="so")


@pytest.fixture
def wrong(monday, ben, by_ben, rosa, balm):
    place_order(owner=ben, by=by_ben, person=rosa, lines=[(balm, 1, None)])
    Customer.objects.filter(pk=rosa.pk).update(orders_count=7, spent=Decimal("1.00"))
    return rosa


def test_check_tells_what_differs_and_writes_nothing(wrong):
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("recount", "--check", stdout=out, stderr=StringIO())
    assert out.getvalue().splitlines() == [
        f"Orders and rhythm: {wrong.pk} orders_count: 7 is 1",
        f"Orders and rhythm: {wrong.pk} spent: 1.00 is 12.50",
        "people=1 differ=2",
    ]
    wrong.refresh_from_db()
    assert wrong.orders_count == 7


def test_recount_mends_it(wrong):
    call_command("recount", stdout=StringIO(), stderr=StringIO())
    wrong.refresh_from_db()
    assert (wrong.orders_count, wrong.spent) == (1, Decimal("12.50"))
    call_command("recount", "--check", stdout=StringIO(), stderr=StringIO())


def test_money_of_another_currency_is_not_added_up(monday, ben, by_ben, rosa, balm):
    order = place_order(owner=ben, by=by_ben, person=rosa, lines=[(balm, 1, None)])
    place_order(owner=ben, by=by_ben, person=rosa, lines=[(balm, 2, None)])
    Order.objects.filter(pk=order.pk).update(currency="USD")
    recount_facts([rosa.pk])
    rosa.refresh_from_db()
    assert (rosa.orders_count, rosa.spent) == (2, Decimal("25.00"))


@pytest.mark.parametrize("people", [1, 3, 30])
def test_queries_do_not_grow_with_people(monday, ben, by_ben, balm, people):
    for n in range(people):
        person = Customer.objects.create(owner=ben, name=f"Person {n}")
        place_order(owner=ben, by=by_ben, person=person, lines=[(balm, 1, None)])
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert recount_facts() == []
    kept = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(kept) == 5
