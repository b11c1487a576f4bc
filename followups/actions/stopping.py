"""Takes back what a step's stop conditions end, and brings it back where the reason never was."""

from uuid import UUID

from customers.models import Customer
from followups import wording
from followups.actions.planned import Planned
from followups.actions.retired import Why, bring_back, retire
from followups.models import Message, Task
from followups.models.message import State
from followups.models.task import TaskState
from followups.occasions import order_of
from kit.events import Actor


def stop_steps(person: Customer, code: str, by: Actor, cause: UUID | None = None) -> list[Planned]:
    """Cancel what waits for a person, held by the caller, by steps that stop for the reason of a code.

    `cause` is the contact or the order that it was; what that order gave rise to itself stays.
    """
    rows = [row for row in _waiting(person) if code in row.rule.stops and not _is_of(row, cause)]
    sentence = wording.reason(code, person.owner.language)
    return retire(rows, Why(code, sentence, superseded_by=cause), by)


def resume_steps(person: Customer, code: str, cause: UUID, by: Actor) -> list[Planned]:
    """Bring back what was cancelled for a contact or an order that does not count any more."""
    stopped = {"customer": person, "context__why": code, "context__superseded_by": str(cause)}
    letters = Message.objects.filter(**stopped, state=State.CANCELLED)
    tasks = Task.objects.filter(**stopped, state=TaskState.CANCELLED)
    return bring_back([*letters.select_related("rule"), *tasks.select_related("rule")], by)


def _waiting(person: Customer) -> list[Planned]:
    letters = Message.objects.waiting().filter(customer=person).select_related("rule")
    tasks = Task.objects.open().filter(customer=person).exclude(rule=None).select_related("rule")
    return [*letters, *tasks]


def _is_of(row: Planned, cause: UUID | None) -> bool:
    return row.occurrence.startswith("order:") and order_of(row.occurrence) == str(cause)
