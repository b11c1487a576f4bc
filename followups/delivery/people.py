"""Holds the people of a window, and tells their rows what is due next: few statements, and short ones."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Min, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from customers.actions import note_next_due_of_many
from customers.models import Customer
from followups.actions.facts import tell_next_due_of_many
from followups.models import Message, Task
from kit.prepared import select


def hold(ids: Iterable[UUID]) -> None:
    """Hold people until the transaction ends, in the order of the ids as everywhere; nothing of them is read."""
    select(_held, ids=sorted(set(ids)))


def tell_of(ids: Collection[UUID]) -> None:
    """Tell each person's row, held by the caller, when the next open task or waiting letter is due."""
    gone, moved = [], []
    for pk, carried, *due in select(_due, ids=sorted(set(ids))):
        earliest = min((at for at in due if at), default=None)
        if carried != earliest:
            (moved if earliest else gone).append(pk if isinstance(pk, UUID) else UUID(pk))
    if gone:
        note_next_due_of_many(due=dict.fromkeys(gone))
    if moved:
        tell_next_due_of_many(moved)


def _held(ids: list[UUID]) -> QuerySet:
    people = Customer.objects.select_for_update().filter(pk__in=ids)
    return people.order_by("pk").annotate(held=Value(1)).values_list("held")


def _due(ids: list[UUID]) -> QuerySet:
    task = _earliest(Task.objects.open(), Coalesce("snoozed_until", "due_at"))
    letter = _earliest(Message.objects.awaiting(), "due_at")
    return Customer.objects.filter(pk__in=ids).order_by().values_list("pk", "next_due_at", task, letter)


def _earliest(rows: QuerySet, moment) -> Subquery:
    theirs = rows.filter(customer=OuterRef("pk")).order_by().values("customer_id")
    return Subquery(theirs.annotate(at=Min(moment)).values("at"))
