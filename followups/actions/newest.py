"""Of several orders of a person only the newest is asked about; the others' check-ins give way to it."""

from datetime import date
from uuid import UUID

from customers.models import Customer
from followups import wording
from followups.actions.planned import Planned
from followups.actions.retired import SEALED, Why, bring_back, give_reason, retire
from followups.models import Message, Task
from followups.models.message import State
from followups.models.rule import Anchor
from followups.models.task import TaskState
from followups.occasions import Purchase, order_of
from kit.events import Actor

FOLLOWING = (Anchor.DELIVERY, Anchor.EXPECTED_ORDER)
NEWER_ORDER = "newer_order"


def retire_older(person: Customer, purchase: Purchase, by: Actor) -> bool:
    """Cancel what follows from older orders; return whether this order is the newest."""
    this = (purchase.ordered_on, str(purchase.id))
    others = [row for row in _standing(person) if order_of(row.occurrence) != str(purchase.id)]
    older = [row for row in others if _age(row) < this]
    retire(older, _newer_order(person, str(purchase.id)), by)
    return len(older) == len(others)


def restore_older(person: Customer, order_id: UUID, by: Actor) -> None:
    """Bring back what had given way to an order that is void now."""
    given_way = {
        "customer": person, "context__superseded_by": str(order_id), "context__why": NEWER_ORDER,
    }  # fmt: skip
    messages = Message.objects.filter(state=State.CANCELLED, **given_way)
    tasks = Task.objects.filter(state=TaskState.CANCELLED, **given_way)
    let_stand(person, [row for row in (*messages, *tasks) if SEALED not in row.context], by)


def let_stand(person: Customer, rows: list[Planned], by: Actor) -> list[Planned]:
    """Bring cancelled rows back if their order is the newest; else they give way to the one that is."""
    if not rows:
        return []
    standing = _standing(person)
    newest = max(_age(row) for row in (*standing, *rows))
    why = _newer_order(person, newest[1])
    retire([row for row in standing if _age(row) != newest], why, by)
    give_reason([row for row in rows if _age(row) != newest], why)
    return bring_back([row for row in rows if _age(row) == newest], by)


def follows(row: Planned) -> bool:
    """Say whether a row asks about an order, and does not thank for it."""
    return row.rule.anchor in FOLLOWING


def _standing(person: Customer) -> list[Planned]:
    theirs = {"customer": person, "rule__anchor__in": FOLLOWING, "occurrence__startswith": "order:"}
    return [*Message.objects.waiting().filter(**theirs), *Task.objects.open().filter(**theirs)]


def _age(row: Planned) -> tuple[date, str]:
    """The day of a row's order, and its id, which grows: two orders of a day have an order too."""
    return date.fromisoformat(row.context["ordered_on"]), order_of(row.occurrence)


def _newer_order(person: Customer, order_id: str) -> Why:
    return Why(NEWER_ORDER, wording.reason(NEWER_ORDER, person.owner.language), superseded_by=order_id)
