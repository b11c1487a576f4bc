"""What is changed in another window while Undo looks is seen by it, and stays."""

from datetime import timedelta
from decimal import Decimal
from threading import Event
from time import sleep

import pytest
from django.db import transaction

from followups.actions import plan_task, put_off_task
from kit import clock
from kit.errors import Refused
from kit.events import Actor, Door, last_event_of
from kit.undo import undo
from sales.actions import add_product, change_order, change_product, place_order
from team.actions import change_settings
from tests.customers.test_concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def a_product(ben, rosa, by):
    product = add_product(owner=ben, by=by, code="C", name="Cream", price=Decimal(5))
    return product, lambda price: change_product(product=product, by=by, price=Decimal(price)).price


def an_order(ben, rosa, by):
    product = add_product(owner=ben, by=by, code="C", name="Cream", price=Decimal(5))
    order = place_order(owner=ben, by=by, person=rosa, lines=[(product, 1, None)], request_key="1")
    return order, lambda n: change_order(order=order, by=by, extras=f"{n} samples").extras


def settings(ben, rosa, by):
    return ben, lambda n: change_settings(distributor=ben, by=by, daily_limit=n)


def a_task(ben, rosa, by):
    task = plan_task(person=rosa, by=by, kind="check_in", local_date=ben.today())
    return task, lambda n: put_off_task(task=task, by=by, until=clock.now() + timedelta(days=n))


@pytest.mark.parametrize("make", [a_product, an_order, settings, a_task])
def test_another_window_is_faster(ben, rosa, make):
    by = Actor(ben, Door.WEB)
    row, change = make(ben, rosa, by)
    change(7)
    event, changed = last_event_of(row), Event()

    def in_another_window():
        with transaction.atomic():
            change(9)
            changed.set()
            sleep(0.5)

    def take_back():
        changed.wait(timeout=10)
        try:
            return undo(event=event, by=by)
        except Refused:
            return "refused"

    assert at_once(in_another_window, take_back)[1] == "refused"
    row.refresh_from_db()
    told = last_event_of(row)
    assert (told.kind, told.before) == (event.kind, event.after)
