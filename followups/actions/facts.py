"""When the next thing is due for a person: the fact that the person's row carries."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Min
from django.db.models.functions import Coalesce

from customers.actions import note_more_due, note_next_due, note_next_due_of_many
from customers.contacts import email_key
from customers.models import Customer
from customers.models.customer import Email
from followups.models import Message, Task
from kit.bulk import batches
from kit.expressions import among

BATCH = 500


def hold_people(ids: Iterable[UUID]) -> dict[UUID, Customer]:
    """Return people's rows, held until the transaction ends.

    Whoever writes a person's messages or tasks holds the person first, in the order of the
    ids: so that a distributor's cancel and a worker's send never wait for each other.
    """
    rows = Customer.objects.select_for_update().filter(pk__in=among(set(ids))).order_by("pk")
    return {row.pk: row for row in rows}


def hold_alike(id: UUID, *addresses: str) -> Customer:
    """Return a person's row, held with those of everybody who has one of their addresses, or of these.

    Whoever may shut or open addresses begins with this, because all must be held in one order.
    """
    keys = {email_key(address) for address in addresses if address}
    keys.update(Email.objects.filter(customer=id).values_list("key", flat=True))
    others = Email.objects.filter(key__in=keys).values_list("customer_id", flat=True)
    return hold_people({id, *others})[id]


def tell_next_due(people: Iterable[Customer]) -> None:
    """Tell each person's row, held by the caller, when the next open task or waiting letter is due."""
    people = list(people)
    due = earliest_due(person.pk for person in people)
    if len(people) == 1:
        note_next_due(person=people[0], at=due.get(people[0].pk))
        return
    note_next_due_of_many(due={person.pk: due.get(person.pk) for person in people})
    for person in people:
        person.next_due_at = due.get(person.pk)


def tell_more_due(rows: Iterable[Message | Task]) -> None:
    """Tell the people of rows that were just planned, held by the caller, when the first of them is due."""
    people: dict[UUID, Customer] = {}
    due: dict[UUID, datetime] = {}
    for row in rows:
        id = row.customer_id
        people[id], due[id] = row.customer, min(row.due_at, due.get(id, row.due_at))
    note_more_due(people=people.values(), due=due)


def tell_next_due_of_many(ids: Iterable[UUID]) -> None:
    """Tell the rows of many people, held by the caller, the same."""
    for batch in batches(ids):
        due = earliest_due(batch)
        note_next_due_of_many(due={id: due.get(id) for id in batch})


def earliest_due(ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """Return the earliest moment at which something is due, for those who have anything."""
    ids = list(ids)
    due: dict[UUID, datetime] = {}
    for found in (_earliest_task(ids), _earliest_message(ids)):
        for person, at in found:
            due[person] = min(at, due.get(person, at))
    return due


def recount_facts(ids: Iterable[UUID] | None = None, check: bool = False) -> list[str]:
    """Find every `next_due_at` again and return the differences in words; `check` only compares."""
    people = Customer.objects.order_by("pk")
    if ids is not None:
        people = people.filter(pk__in=list(ids))
    pks = list(people.values_list("pk", flat=True))
    differences: list[str] = []
    for start in range(0, len(pks), BATCH):
        differences += _recount_batch(pks[start : start + BATCH], check)
    return differences


def _earliest_task(ids: list[UUID]):
    tasks = Task.objects.open().filter(customer__in=among(ids)).order_by().values("customer_id")
    return tasks.annotate(at=Min(Coalesce("snoozed_until", "due_at"))).values_list("customer_id", "at")


def _earliest_message(ids: list[UUID]):
    messages = Message.objects.awaiting().filter(customer__in=among(ids)).order_by().values("customer_id")
    return messages.annotate(at=Min("due_at")).values_list("customer_id", "at")


@transaction.atomic
def _recount_batch(pks: list[UUID], check: bool) -> list[str]:
    people, due = hold_people(pks), earliest_due(pks)
    differences = []
    for person in people.values():
        carried, true = person.next_due_at, due.get(person.pk)
        if carried != true:
            differences.append(f"{person.pk} next_due_at: {carried} is {true}")
            if not check:
                note_next_due(person=person, at=true)
    return differences
