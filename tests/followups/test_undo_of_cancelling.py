"""Only what somebody cancelled is planned again by Undo, and only while its order stands."""

import pytest

from customers.actions import log_touch, revoke_touch
from followups.actions import (
    cancel_for_order,
    cancel_message,
    cancel_task,
    finish_task,
    owe_for_order,
    plan_task,
    restore_for_order,
)
from followups.actions.retired import BY_HAND, Why, retire
from followups.errors import Closed
from followups.models import Message, Task
from kit import clock
from kit.errors import Refused
from kit.events import Actor, Door
from kit.models import Event
from kit.undo import undo
from tests.followups.test_owing import TODAY, purchase

pytestmark = pytest.mark.django_db
VOID = {"reason": "Entered twice."}


@pytest.fixture
def order(rosa, by_ben, monday):
    first = purchase()
    owe_for_order(person=rosa, by=by_ben, purchase=first)
    return first


def letter() -> Message:
    return Message.objects.get(rule__key="check_in_2_days")


def task() -> Task:
    return Task.objects.get(rule__key="check_in_2_months")


def cancel(row, by) -> Event:
    verb, name = (cancel_message, "message") if isinstance(row, Message) else (cancel_task, "task")
    return verb(**{name: row}, by=by, reason="not now").event


@pytest.mark.parametrize("find", [letter, task])
def test_what_was_cancelled_by_hand_stays_so_while_its_order_is_gone(order, rosa, by_ben, find):
    event = cancel(find(), by_ben)
    cancel_for_order(person=rosa, by=by_ben, order_id=order.id, **VOID)
    with pytest.raises(Closed):
        undo(event=event, by=by_ben)
    assert (find().state, find().reason) == ("cancelled", "not now")
    restore_for_order(person=rosa, by=by_ben, order_id=order.id, **VOID)
    assert find().state == "cancelled"
    undo(event=event, by=by_ben)
    assert find().state in ("planned", "open")


@pytest.mark.parametrize("find", [letter, task])
def test_what_went_with_its_order_is_not_planned_again(order, rosa, by_ben, find):
    cancel_for_order(person=rosa, by=by_ben, order_id=order.id, **VOID)
    with pytest.raises(Refused):
        undo(event=Event.objects.get(kind__endswith=".cancelled", subject_id=str(find().pk)), by=by_ben)
    assert find().state == "cancelled"


@pytest.mark.parametrize("find", [letter, task])
def test_what_the_house_cancelled_is_not_undone(order, by_ben, find):
    row = find()
    retire([row], Why(BY_HAND, ""), Actor(None, Door.TASK))
    with pytest.raises(Refused):
        undo(event=row.event, by=by_ben)
    assert find().state == "cancelled"


def test_a_task_that_is_done_stays_done_while_its_order_is_gone(order, rosa, by_ben):
    event = finish_task(task=task(), by=by_ben).event
    cancel_for_order(person=rosa, by=by_ben, order_id=order.id, **VOID)
    with pytest.raises(Closed):
        undo(event=event, by=by_ben)
    assert task().state == "done"


def test_a_task_of_no_order_is_taken_up_again(rosa, by_ben, monday):
    planned = plan_task(person=rosa, by=by_ben, kind="check_in", local_date=TODAY)
    undo(event=cancel(planned, by_ben), by=by_ben)
    planned.refresh_from_db()
    assert planned.state == "open"


def test_a_contact_taken_back_plans_nothing_for_an_order_that_is_gone(order, rosa, by_ben):
    clock.advance(days=4)  # the day before the first check-in
    touch = log_touch(person=rosa, by=by_ben, kind="call")
    cancel_for_order(person=rosa, by=by_ben, order_id=order.id, **VOID)
    revoke_touch(touch=touch, by=by_ben)
    assert letter().state == "cancelled"
