"""Lets tasks that come to a day otherwise than by the planner fit in with what else touches a person that day."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta

from followups import wording
from followups.actions.planned import task_due
from followups.actions.touched import COUNTED_TASKS, allowance_of, touched_days
from followups.attention import UNCOUNTED, day_for, waits_for
from followups.models import Task
from followups.schedule import TOGETHER, TURNED
from kit import clock
from kit.events import Actor, facts_of, record

MOVED_FACTS = ("local_date", "due_at", "expires_at")
A_WEEK = timedelta(days=8)  # seven days of anybody's wall


def fit_in(tasks: Sequence[Task], by: Actor) -> None:
    """Let open tasks of steps be done with the other task of their day; else let them wait for a day with room.

    For what was brought back, or moved: the planner sees to the others. Their people are held.
    """
    tasks = [task for task in tasks if task.rule_id and task.kind not in UNCOUNTED]
    if not tasks:
        return
    ids = [task.pk for task in tasks]
    people = {task.customer_id for task in tasks}
    taken = touched_days(people, clock.now().date() - A_WEEK, ids)
    if not any(taken.get(task.customer_id, {}).get(_day_of(task)) for task in tasks):
        return
    others = Task.objects.open().filter(COUNTED_TASKS, customer__in=people).exclude(pk__in=ids)
    titles = {(task.customer_id, task.local_date): task.rule.title for task in others.select_related("rule")}
    for task in tasks:
        theirs, day = taken.get(task.customer_id, {}), _day_of(task)
        if not theirs.get(day):
            continue
        if title := titles.get((task.customer_id, task.local_date)):
            _write(task, {TOGETHER: title}, reason=wording.together(title, task.customer.owner.language))
        else:
            _give_way(task, day, theirs, by)


def _give_way(task: Task, day: date, taken: dict[date, int], by: Actor) -> None:
    """Move a task from the day of a letter to the next one with room; where there is none in time, it stays."""
    person, before = task.customer, facts_of(task, MOVED_FACTS)
    allowance, owner = allowance_of(person), person.owner
    latest = day + timedelta(days=max(1, -(-task.rule.keep_hours // 24)) - 1)
    turn = day_for(day, task.kind, taken, allowance, latest)
    due = turn and task_due(task.rule, turn, clock.now(), owner, day)
    if due:
        values = {name: value for name, value in asdict(due).items() if name != "local_time"}
        _write(task, {TURNED: [day.isoformat(), waits_for(day, taken, allowance)]}, **values)
        after = facts_of(task, MOVED_FACTS)
        task.event = record("task.moved", task, by=by, person=person, before=before, after=after)


def _day_of(task: Task) -> date:
    return max(task.local_date, task.customer.owner.today())


def _write(task: Task, context: dict, **values) -> None:
    values |= {"context": {**task.context, **context}, "updated_at": clock.now()}
    Task.objects.filter(pk=task.pk).update(**values)
    for name, value in values.items():
        setattr(task, name, value)
