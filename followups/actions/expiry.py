"""Lets what is undone pass by instead of piling up: it counts as missed, and the next one stands."""

from django.db import transaction

from followups import wording
from followups.actions.facts import hold_people, tell_next_due
from followups.actions.instead import task_instead
from followups.models import Message, Task
from followups.models.message import State
from followups.models.task import TaskState
from kit import clock
from kit.events import Actor, Change, record_many

BATCH = 200


def expire_old(*, by: Actor) -> int:
    """Close tasks and drafts whose time has passed, and return their number.

    Letters that were to go by themselves are judged by the worker that claims them.
    """
    closed = 0
    for expire in (_expire_tasks, _expire_drafts):
        while gone := expire(by):
            closed += gone
    return closed


@transaction.atomic
def _expire_tasks(by: Actor) -> int:
    now = clock.now()
    old = Task.objects.open().filter(expires_at__lte=now)
    tasks = list(old.select_related("owner").order_by("expires_at")[:BATCH])
    people = hold_people(task.customer_id for task in tasks)
    changes = []
    for task in tasks:
        reason = wording.reason("passed_by", task.owner.language)
        values = {"state": TaskState.EXPIRED, "closed_at": now, "reason": reason, "updated_at": now}
        if old.filter(pk=task.pk).update(**values):
            changes.append(_change("task.expired", task, reason))
    record_many(changes, by=by)
    tell_next_due(people.values())
    return len(tasks)


@transaction.atomic
def _expire_drafts(by: Actor) -> int:
    now = clock.now()
    old = Message.objects.filter(state=State.DRAFT, expires_at__lte=now)
    drafts = list(old.select_related("owner", "rule").order_by("expires_at")[:BATCH])
    people = hold_people(draft.customer_id for draft in drafts)
    changes = []
    for draft in drafts:
        reason = wording.reason("not_looked_at", draft.owner.language)
        values = {"state": State.EXPIRED, "reason_code": "not_looked_at", "reason": reason, "updated_at": now}
        if old.filter(pk=draft.pk).update(**values):
            draft.customer = people[draft.customer_id]
            task_instead(draft, by, "not_looked_at", reason)
            changes.append(_change("message.expired", draft, reason))
    record_many(changes, by=by)
    tell_next_due(people.values())
    return len(drafts)


def _change(kind: str, row: Message | Task, reason: str) -> Change:
    return Change(kind, row, person=row.customer_id, after={"state": "expired", "reason": reason})
