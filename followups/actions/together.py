"""Tasks of one day that are done in one go: what becomes of them with the one they go with."""

from collections.abc import Iterable
from uuid import UUID

from followups.attention import UNCOUNTED
from followups.models import Message, Task
from followups.models.task import TaskState
from followups.schedule import TOGETHER
from kit import clock
from kit.events import Actor, Change, last_event_of, record_many


def finish_along(task: Task, by: Actor) -> list[UUID]:
    """Close what is done in one go with a task that was just done; return the ids.

    The caller holds the person.
    """
    if task.rule_id is None or task.kind in UNCOUNTED:
        return []
    same = Task.objects.open().filter(customer=task.customer_id, local_date=task.local_date)
    same = same.exclude(rule=None).exclude(kind__in=UNCOUNTED)
    rows = [row for row in same if TOGETHER in row.context or TOGETHER in task.context]
    ids = [row.pk for row in rows]
    closed = {"state": TaskState.DONE, "closed_at": task.closed_at, "updated_at": task.closed_at}
    Task.objects.filter(pk__in=ids).update(**closed)
    before, after = {"state": "open"}, {"state": "done", "with": str(task.pk)}
    changes = [Change("task.done", row, person=row.customer_id, before=before, after=after) for row in rows]
    record_many(changes, by=by)
    return ids


def finished_along(task: Task, ids: Iterable[str]) -> list[Task]:
    """Return those of some tasks that are still done, and were last done in one go with a task."""
    rows = Task.objects.filter(pk__in=list(ids), state=TaskState.DONE)
    return [row for row in rows if last_event_of(row, "task.done").after.get("with") == str(task.pk)]


def part(gone: Iterable[Message | Task]) -> None:
    """Let what was to be done with tasks that were taken back stand for itself, on its day."""
    carriers = [row for row in gone if isinstance(row, Task) and TOGETHER not in row.context]
    if not carriers:
        return
    days = {(row.customer_id, row.local_date) for row in carriers}
    people, dates = zip(*days, strict=True)
    carried = Task.objects.open().filter(customer__in=people, local_date__in=dates, context__has_key=TOGETHER)
    for task in carried:
        if (task.customer_id, task.local_date) in days:
            context = {key: value for key, value in task.context.items() if key != TOGETHER}
            Task.objects.filter(pk=task.pk).update(context=context, reason="", updated_at=clock.now())
