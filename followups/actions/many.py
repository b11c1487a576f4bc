"""The same task for many people at once: in a few statements, whatever their number."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, time
from uuid import UUID

from django.db import transaction

from customers.actions.deeds import Outcome, do_once, hold_mine, still_mine, tell_deed
from customers.models import BulkDeed, Customer
from followups import wording
from followups.actions.facts import tell_next_due_of_many
from followups.actions.retired import BY_HAND
from followups.actions.tasks import check_plan
from followups.models import Task
from followups.models.task import TaskState
from kit import clock
from kit.bulk import batches, insert_rows
from kit.events import Actor, Change
from team.models import Distributor
from team.wall_time import first_instant_at


@transaction.atomic
def plan_tasks(
    *,
    owner: Distributor,
    by: Actor,
    people: Collection[UUID],
    kind: str,
    local_date: date,
    title: str = "",
    request_key: str = "",
) -> Outcome:
    """Put the same thing to do for people on the list of a day (in the owner's zone).

    For whom it stands open already it is not planned again; the same request twice is once.
    Raises Refused, and then plans nothing.
    """
    title = " ".join(title.split())
    check_plan(owner, kind, local_date, title)

    def do(deed: BulkDeed) -> Outcome:
        held = hold_mine(owner, people)
        standing = _standing(held, kind, title, local_date)
        ids = [id for id in held if id not in standing]
        tasks = _tasks(owner, ids, kind=kind, title=title, local_date=local_date)
        insert_rows(tasks)
        tell_next_due_of_many(ids)
        parts = [Change("task.planned_with_others", task, person=task.customer_id) for task in tasks]
        return tell_deed(deed, by, parts, kind=kind, title=title, local_date=local_date)

    return do_once(owner, "people.planned", (request_key, people, (kind, local_date, title)), do)


@transaction.atomic
def cancel_tasks(*, owner: Distributor, by: Actor, tasks: Collection[str], reason: str) -> Outcome:
    """Take tasks of an owner, by their ids, off the list; what is done or gone since stays as it is."""

    def do(deed: BulkDeed) -> Outcome:
        mine = Task.objects.filter(owner=owner)
        people = [mine.filter(pk__in=batch).values_list("customer_id", flat=True) for batch in batches(tasks)]
        held = still_mine(owner, {id for ids in people for id in ids}, lock=True)
        open_tasks = mine.open().filter(customer__deleted_at=None)
        rows = [row for batch in batches(tasks) for row in open_tasks.filter(pk__in=batch).order_by("pk")]
        _cancel(rows, reason)
        tell_next_due_of_many(held)
        parts = [Change("task.cancelled_with_others", row, person=row.customer_id) for row in rows]
        return tell_deed(deed, by, parts, left=len(tasks) - len(rows), reason=reason)

    return do_once(owner, "people.plans_cancelled", ("", tasks, ""), do)


def _standing(ids: Iterable[UUID], kind: str, title: str, local_date: date) -> set[UUID]:
    """Those for whom the same stands open already."""
    same = Task.objects.open().filter(kind=kind, title=title, local_date__lte=local_date)
    rows = (same.filter(customer__in=batch) for batch in batches(ids))
    return {id for found in rows for id in found.values_list("customer_id", flat=True)}


def _tasks(owner: Distributor, ids: list[UUID], *, kind: str, local_date: date, title: str) -> list[Task]:
    due = first_instant_at(local_date, time(), owner.zoneinfo)
    scripts = {cold: wording.script(kind, "", cold, owner.language) for cold in (True, False)}
    return [
        Task(
            owner=owner, customer_id=id, kind=kind, title=title, script=scripts[warmth == "cold"],
            local_date=local_date, due_at=due,
        )
        for batch in batches(ids)
        for id, warmth in Customer.objects.filter(pk__in=batch).order_by("pk").values_list("pk", "warmth")
    ]  # fmt: skip


def _cancel(rows: list[Task], reason: str) -> None:
    """As `retire` does; the caller holds the people, so nobody else closes the tasks meanwhile."""
    now = clock.now()
    closed = {"state": TaskState.CANCELLED, "closed_at": now, "updated_at": now, "reason": reason[:500]}
    by_context = defaultdict(list)
    for row in rows:
        by_context[json.dumps(row.context, sort_keys=True)].append(row)
    for alike in by_context.values():
        context = {**alike[0].context, "was": TaskState.OPEN, "why": BY_HAND}
        for batch in batches(alike):
            Task.objects.filter(pk__in=[row.pk for row in batch]).update(**closed, context=context)
