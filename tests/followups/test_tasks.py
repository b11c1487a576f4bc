"""Tasks: done, put off, taken off, taken up again; what is undone passes by."""

from datetime import date, timedelta

import pytest

from customers.models import Touch
from followups.actions import (
    cancel_task,
    expire_old,
    finish_task,
    plan_task,
    put_off_task,
    recount_facts,
    reopen_task,
)
from followups.errors import Closed
from followups.models import Task
from kit import clock
from kit.errors import Refused
from kit.events import Actor, Door
from kit.models import Event
from kit.undo import undo
from team.models import DayOff, OfficeHours

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def task(rosa, by_ben, monday):
    return plan_task(person=rosa, by=by_ben, kind="reach_out", local_date=TODAY)


def due_of(person):
    person.refresh_from_db()
    return person.next_due_at


def test_a_task_is_due_from_the_first_minute_of_its_day(task, rosa):
    assert task.due_at.isoformat() == "2026-03-01T23:00:00+00:00"
    assert due_of(rosa) == task.due_at
    assert task.event.kind == "task.planned"
    assert list(Task.objects.due(clock.now())) == [task]


def test_the_same_task_is_planned_once(task, rosa, by_ben):
    again = plan_task(person=rosa, by=by_ben, kind="reach_out", local_date=TODAY)
    assert (again.pk, again.event) == (task.pk, None)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "dance"}, "kind"),
        ({"local_date": TODAY - timedelta(days=1)}, "local_date"),
        ({"title": "x" * 201}, "title"),
    ],
)
def test_what_cannot_be_planned_is_said(rosa, by_ben, monday, wrong, field):
    with pytest.raises(Refused) as refusal:
        plan_task(**{"person": rosa, "by": by_ben, "kind": "other", "local_date": TODAY} | wrong)
    assert refusal.value.field == field


def test_done_is_done_once(task, rosa, by_ben):
    done = finish_task(task=task, by=by_ben)
    assert (done.state, done.closed_at, done.event.kind) == ("done", clock.now(), "task.done")
    assert due_of(rosa) is None
    assert finish_task(task=task, by=by_ben).event is None
    assert Event.objects.filter(kind="task.done").count() == 1


def test_done_by_a_call_logs_the_call_and_undo_takes_both_back(task, rosa, by_ben):
    other = plan_task(person=rosa, by=by_ben, kind="check_in", local_date=TODAY)
    done = finish_task(task=task, by=by_ben, touch_kind="call")
    assert Touch.objects.get().kind == "call"
    assert Task.objects.get(pk=other.pk).state == "done"
    assert undo(event=done.event, by=by_ben) == "Rosa Lind is on your list again."
    assert Touch.objects.standing().count() == 0
    assert set(Task.objects.values_list("state", flat=True)) == {"open"}
    assert due_of(rosa) == task.due_at


def test_later_is_the_next_working_morning(task, rosa, ben, by_ben):
    OfficeHours.objects.create(distributor=ben, weekday=1, opens="10:00", closes="18:00")
    OfficeHours.objects.create(distributor=ben, weekday=3, opens="10:00", closes="18:00")
    DayOff.objects.create(distributor=ben, day=date(2026, 3, 3))
    later = put_off_task(task=task, by=by_ben)
    assert later.snoozed_until.isoformat() == "2026-03-04T23:00:00+00:00"
    assert due_of(rosa) == later.snoozed_until
    assert list(Task.objects.due(clock.now())) == []
    undo(event=later.event, by=by_ben)
    assert list(Task.objects.due(clock.now())) == [task]
    assert due_of(rosa) == task.due_at


def test_what_is_put_off_does_not_pass_by_before(rosa, by_ben, monday):
    soon = clock.now() + timedelta(hours=2)
    task = plan_task(person=rosa, by=by_ben, kind="thank", local_date=TODAY, expires_at=soon)
    later = put_off_task(task=task, by=by_ben)
    assert later.expires_at == later.snoozed_until + timedelta(days=1)


def test_putting_off_to_the_past_is_refused(task, by_ben):
    with pytest.raises(Refused):
        put_off_task(task=task, by=by_ben, until=clock.now())


def test_a_cancelled_task_can_be_opened_again(task, rosa, by_ben):
    cancelled = cancel_task(task=task, by=by_ben, reason="They moved away.")
    assert (cancelled.state, cancelled.reason) == ("cancelled", "They moved away.")
    with pytest.raises(Closed):
        finish_task(task=task, by=by_ben)
    assert reopen_task(task=task, by=by_ben).state == "open"
    assert due_of(rosa) == task.due_at


def test_planning_by_hand_can_be_undone(task, rosa, by_ben):
    assert undo(event=task.event, by=by_ben) == "That is off the list again."
    task.refresh_from_db()
    assert task.state == "cancelled"


def test_what_is_undone_passes_by_and_counts_as_missed(rosa, by_ben, monday):
    ends = clock.now() + timedelta(days=2)
    task = plan_task(person=rosa, by=by_ben, kind="thank", local_date=TODAY, expires_at=ends)
    house = Actor(None, Door.TASK)
    assert expire_old(by=house) == 0
    clock.advance(days=2)
    assert expire_old(by=house) == 1
    task.refresh_from_db()
    assert (task.state, task.reason) == ("expired", "It passed by undone.")
    assert due_of(rosa) is None
    assert Event.objects.filter(kind="task.expired").count() == 1
    assert expire_old(by=house) == 0


def test_recounting_changes_nothing_and_mends_what_drifted(task, rosa):
    assert recount_facts(check=True) == []
    type(rosa).objects.filter(pk=rosa.pk).update(next_due_at=None)
    wrong = [f"{rosa.pk} next_due_at: None is {task.due_at}"]
    assert recount_facts(check=True) == wrong
    assert recount_facts() == wrong
    assert recount_facts(check=True) == []
    assert due_of(rosa) == task.due_at
