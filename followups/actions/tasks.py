"""Tasks: planned by hand, done, put off, cancelled, taken up again."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from customers import actions as people
from customers.models import Customer, Touch
from followups import wording
from followups.actions.facts import hold_people, tell_next_due
from followups.actions.introductions import note_thanks_done, note_thanks_undone
from followups.actions.planned import desk_of, record_planned, task_for
from followups.actions.retired import BY_HAND, SEALED, Why, is_by_hand, retire
from followups.actions.together import finish_along
from followups.errors import Closed
from followups.models import Task
from followups.models.kinds import TaskKind
from followups.models.task import TaskState
from followups.planning import Due
from kit import clock
from kit.errors import Refused
from kit.events import Actor, facts_of, record
from team.actions.hours import days_off_of, hours_of
from team.models import Distributor
from team.office_hours import next_working_morning
from team.wall_time import first_instant_at

OFF_FACTS = ("snoozed_until", "expires_at")
LONGEST_TITLE = 200


@transaction.atomic
def plan_task(
    *,
    person: Customer,
    by: Actor,
    kind: str,
    local_date: date,
    title: str = "",
    expires_at: datetime | None = None,
) -> Task:
    """Put something to do for a person on the list of a day (in the owner's zone).

    The same kind and title that stands open for the person already is returned as it is.
    Raises Refused for an unknown kind, a day gone by, or a title that is too long.
    """
    person = hold_people([person.pk])[person.pk]
    title = " ".join(title.split())
    if person.deleted_at:
        raise Closed(_("This person was taken off your list."))
    check_plan(person.owner, kind, local_date, title)
    same = Task.objects.open().filter(customer=person, kind=kind, title=title, local_date__lte=local_date)
    if standing := same.first():
        standing.event = None
        return standing
    zone = desk_of(person.owner).zone
    due = Due(local_date, time(), first_instant_at(local_date, time(), zone), expires_at)
    words = wording.script(kind, "", person.warmth == "cold", person.owner.language)
    task = task_for(person, None, due, kind=kind, title=title, script=words)
    task.save(force_insert=True)
    record_planned([task], by)
    tell_next_due([person])
    return task


@transaction.atomic
def finish_task(*, task: Task, by: Actor, touch_kind: str | None = None) -> Task:
    """Close a task as done, and what is done with it. With `touch_kind`, log the contact that did it.

    A task that is done already stays as it is. Raises Closed for one that is not open.
    """
    person = hold_people([task.customer_id])[task.customer_id]
    now = clock.now()
    closed = Task.objects.open().filter(pk=task.pk)
    if not closed.update(state=TaskState.DONE, closed_at=now, updated_at=now, reason=""):
        return _as_it_is(task, TaskState.DONE)
    task.refresh_from_db()
    note_thanks_done([task], now)
    touch = people.log_touch(person=person, by=by, kind=touch_kind) if touch_kind else None
    after = {"state": task.state, "touch": str(touch.pk)} if touch else {"state": task.state}
    if along := finish_along(task, by):
        after["along"] = [str(id) for id in along]
    task.event = record("task.done", task, by=by, person=person, before={"state": "open"}, after=after)
    tell_next_due([person])
    return task


@transaction.atomic
def put_off_task(*, task: Task, by: Actor, until: datetime | None = None) -> Task:
    """Put a task off until a moment, by default the morning of the next working day.

    What would pass by before is kept for a day longer. Raises Closed or Refused.
    """
    person = hold_people([task.customer_id])[task.customer_id]
    now = clock.now()
    until = until or _next_morning(task.owner, now)
    if until <= now:
        raise Refused(_("That has gone by. Choose a day to come."), field="until")
    task.refresh_from_db()
    before = facts_of(task, OFF_FACTS)
    expires = task.expires_at and max(task.expires_at, until + timedelta(days=1))
    values = {"snoozed_until": until, "expires_at": expires, "updated_at": now}
    if not Task.objects.open().filter(pk=task.pk).update(**values):
        raise _closed(task)
    task.refresh_from_db()
    after = facts_of(task, OFF_FACTS)
    task.event = record("task.put_off", task, by=by, person=person, before=before, after=after)
    tell_next_due([person])
    return task


@transaction.atomic
def cancel_task(*, task: Task, by: Actor, reason: str) -> Task:
    """Take a task off the list, with a reason. Raises Closed for one that is not open."""
    person = hold_people([task.customer_id])[task.customer_id]
    if not retire([task], Why(BY_HAND, reason), by):
        return _as_it_is(task, TaskState.CANCELLED)
    tell_next_due([person])
    return task


@transaction.atomic
def reopen_task(*, task: Task, by: Actor) -> Task:
    """Open a task that was done, cancelled by hand or passed by; what has passed by stays for a day.

    Raises Closed for what went by itself, or with its order.
    """
    person = hold_people([task.customer_id])[task.customer_id]
    now = clock.now()
    task.refresh_from_db()
    was, done_at = task.state, task.closed_at
    if SEALED in task.context or (was == TaskState.CANCELLED and not is_by_hand(task)):
        raise _closed(task)
    expires = task.expires_at and max(task.expires_at, now + timedelta(days=1))
    values = {"state": TaskState.OPEN, "closed_at": None, "reason": "", "expires_at": expires}
    closed = Task.objects.filter(pk=task.pk).exclude(state=TaskState.OPEN)
    if not closed.update(**values, updated_at=now):
        return _as_it_is(task, TaskState.OPEN)
    task.refresh_from_db()
    note_thanks_undone([task], done_at)
    after = {"state": task.state}
    task.event = record("task.reopened", task, by=by, person=person, before={"state": was}, after=after)
    tell_next_due([person])
    return task


@transaction.atomic
def take_up_again(*, task: Task, by: Actor, before: dict) -> Task:
    """Undo putting off: the task is due as it was before."""
    person = hold_people([task.customer_id])[task.customer_id]
    moments = {name: before[name] and datetime.fromisoformat(before[name]) for name in OFF_FACTS}
    if not Task.objects.open().filter(pk=task.pk).update(**moments, updated_at=clock.now()):
        raise _closed(task)
    task.refresh_from_db()
    task.event = record("task.taken_up", task, by=by, person=person, after=facts_of(task, OFF_FACTS))
    tell_next_due([person])
    return task


def touch_of(event) -> Touch | None:
    """The contact that was logged as a task was done, if there was one."""
    touch = (event.after or {}).get("touch")
    return Touch.objects.filter(pk=touch).first() if touch else None


def check_plan(owner: Distributor, kind: str, local_date: date, title: str) -> None:
    """Raise Refused, naming the field, for what cannot be planned."""
    if kind not in TaskKind.values:
        raise Refused(_("Choose what is to be done."), field="kind")
    if local_date < owner.today():
        raise Refused(_("That day has gone by. Choose one from today on."), field="local_date")
    if len(title) > LONGEST_TITLE:
        raise Refused(_("At most %(most)d signs, please.") % {"most": LONGEST_TITLE}, field="title")


def _next_morning(owner, now: datetime) -> datetime:
    opening = next_working_morning(now, owner.zoneinfo, hours_of(owner), days_off_of(owner))
    day = opening.astimezone(owner.zoneinfo).date()
    return first_instant_at(day, time(), owner.zoneinfo)


def _as_it_is(task: Task, wanted: str) -> Task:
    """A verb that comes a second time changes nothing; one that comes too late is told so."""
    task.refresh_from_db()
    task.event = None
    if task.state != wanted:
        raise _closed(task)
    return task


def _closed(task: Task) -> Closed:
    sentences = {
        TaskState.OPEN: _("This is on your list again."),
        TaskState.DONE: _("This is done already."),
        TaskState.EXPIRED: _("This has passed by."),
        TaskState.CANCELLED: _("This was taken off the list."),
    }
    return Closed(sentences[TaskState(task.state)])
