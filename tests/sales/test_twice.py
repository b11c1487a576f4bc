"""Sending an order twice places one, also at the same moment. Without the key it places two."""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.db import connection, connections

from kit.events import Event
from sales.actions import place_order
from sales.models import Order

pytestmark = pytest.mark.django_db(transaction=True)


def both(deed):
    """Do a deed in two threads that meet, where locks let them, just before the order is written."""
    meeting, answers = Barrier(2), []

    def meet(execute, sql, params, many, context):
        if sql.startswith('INSERT INTO "sales_order" '):
            with suppress(BrokenBarrierError):  # the other one waits for a lock that this one holds
                meeting.wait(timeout=1)
        return execute(sql, params, many, context)

    def run():
        try:
            with connection.execute_wrapper(meet):
                answers.append(deed())
        except Exception as problem:
            answers.append(problem)
        finally:
            connections.close_all()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return answers


@pytest.fixture(params=["customer", "stock"])
def place(request, ben, by_ben, rosa, balm):
    person = rosa if request.param == "customer" else None

    def placed(key):
        return place_order(
            owner=ben, by=by_ben, person=person, purpose=request.param, lines=[(balm, 1, None)],
            request_key=key,
        )  # fmt: skip

    return placed


def test_without_a_key_two_orders_are_placed(place):
    one, other = both(lambda: place(""))
    assert one != other
    assert Order.objects.count() == 2


def test_with_the_same_key_one_order_is_placed(place):
    one, other = both(lambda: place("k1"))
    assert one == other
    assert (Order.objects.count(), Event.objects.filter(kind="order.placed").count()) == (1, 1)
    assert one.lines.count() == 1


def test_the_second_of_two_orders_at_once_sees_the_first(ben, by_ben, rosa, balm):
    both(lambda: place_order(owner=ben, by=by_ben, person=rosa, lines=[(balm, 1, None)]))
    rosa.refresh_from_db()
    assert (rosa.orders_count, rosa.spent) == (2, 25)
