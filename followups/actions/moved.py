"""Moves what is still to come to another day."""

from dataclasses import asdict
from datetime import date

from customers.models import Customer
from followups import planning
from followups.actions.planned import Planned, letter_place, task_due
from followups.actions.room import MOVED_FACTS, fit_in
from followups.models import Message, Task
from followups.schedule import TURNED
from kit import clock
from kit.events import Actor, facts_of, record


def move_to(row: Planned, day: date, person: Customer, by: Actor, **context) -> list[Planned]:
    """Move a waiting letter or an open task to a day, and return it in a list if it moved.

    The caller holds the person. What is being sent, or would come too late, stays.
    """
    if row.local_date == day:
        return []
    rows, values = (
        _moved_letter(row, day, person) if isinstance(row, Message) else _moved_task(row, day, person)
    )
    standing = {name: value for name, value in row.context.items() if name != TURNED}  # of another day
    values |= {"context": {**standing, **context}, "updated_at": clock.now()}
    before = facts_of(row, MOVED_FACTS)
    if "due_at" not in values or not rows.filter(pk=row.pk).update(**values):
        return []
    for name, value in values.items():
        setattr(row, name, value)
    kind = f"{row._meta.model_name}.moved"
    row.event = record(kind, row, by=by, person=person, before=before, after=facts_of(row, MOVED_FACTS))
    if isinstance(row, Task):
        fit_in([row], by)
    return [row]


def _moved_letter(row: Message, day: date, person: Customer):
    due = planning.letter_on(row.rule, day, clock.now(), letter_place(person, person.owner))
    return Message.objects.filter(state__in=("draft", "planned")), asdict(due) if due else {}


def _moved_task(row: Task, day: date, person: Customer):
    owner = person.owner
    due = task_due(row.rule, day, clock.now(), owner)
    if due is None or due.local_date == row.local_date:
        return Task.objects.none(), {}
    values = {"local_date": due.local_date, "due_at": due.due_at, "expires_at": due.expires_at}
    return Task.objects.open(), values | {"snoozed_until": None}
