"""Takes back what was planned and has not begun, and brings it back where the reason is gone."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from customers.models import Customer
from followups import wording
from followups.actions.planned import Planned
from followups.models import Message, Task
from followups.models.message import State
from followups.models.rule import Anchor
from followups.models.task import TaskState
from followups.occasions import Purchase, of_order
from kit import clock
from kit.events import Actor, Change, record_many

FOLLOWING = (Anchor.DELIVERY, Anchor.EXPECTED_ORDER)


@dataclass(frozen=True)
class Why:
    """Why something was taken back: a code for programs, a sentence for people."""

    code: str
    sentence: str
    superseded_by: UUID | None = None


def retire(rows: list[Planned], why: Why, by: Actor) -> list[Planned]:
    """Cancel waiting letters and open tasks; return those that could still be cancelled.

    The caller holds their people. One conditional update each: what a worker has begun
    meanwhile is left alone.
    """
    gone = [row for row in rows if _cancel(row, why)]
    _record("cancelled", gone, by, {"reason": why.sentence})
    return gone


def bring_back(rows: list[Planned], by: Actor) -> list[Planned]:
    """Take cancelled letters and tasks up again where it is not too late; return those."""
    back = [row for row in rows if _restore(row)]
    _record("restored", back, by, None)
    return back


def retire_older(person: Customer, purchase: Purchase, by: Actor) -> bool:
    """Cancel what follows from older orders; return whether this order is the newest."""
    others = [row for row in _following(person) if not row.occurrence.startswith(of_order(purchase.id))]
    older = [row for row in others if _ordered_on(row) <= purchase.ordered_on]
    sentence = wording.reason("newer_order", person.owner.language)
    retire(older, Why("newer_order", sentence, superseded_by=purchase.id), by)
    return len(older) == len(others)


def restore_older(person: Customer, order_id: UUID, by: Actor) -> None:
    """Bring back what had given way to an order that is void now."""
    given_way = {"customer": person, "context__superseded_by": str(order_id)}
    messages = Message.objects.filter(state=State.CANCELLED, **given_way)
    tasks = Task.objects.filter(state=TaskState.CANCELLED, **given_way)
    bring_back([*messages, *tasks], by)


def _following(person: Customer) -> list[Planned]:
    theirs = {"customer": person, "rule__anchor__in": FOLLOWING, "occurrence__startswith": "order:"}
    return [*Message.objects.waiting().filter(**theirs), *Task.objects.open().filter(**theirs)]


def _ordered_on(row: Planned) -> date:
    return date.fromisoformat(row.context["ordered_on"])


def _cancel(row: Planned, why: Why) -> bool:
    context = {**row.context, "was": row.state}
    if why.superseded_by:
        context["superseded_by"] = str(why.superseded_by)
    values = {"reason": why.sentence[:500], "context": context, "updated_at": clock.now()}
    if isinstance(row, Message):
        values |= {"state": State.CANCELLED, "reason_code": why.code, "lease_until": None}
        return _write(row, Message.objects.waiting(), values)
    values |= {"state": TaskState.CANCELLED, "closed_at": clock.now()}
    return _write(row, Task.objects.open(), values)


def _restore(row: Planned) -> bool:
    now = clock.now()
    if row.expires_at and row.expires_at <= now:
        return False
    context = {key: value for key, value in row.context.items() if key not in ("was", "superseded_by")}
    values = {"reason": "", "context": context, "updated_at": now}
    if isinstance(row, Message):
        was_draft = row.context.get("was") == State.DRAFT
        values |= {"state": State.DRAFT if was_draft else State.PLANNED, "reason_code": ""}
        return _write(row, Message.objects.filter(state=State.CANCELLED, begun_at=None), values)
    values |= {"state": TaskState.OPEN, "closed_at": None}
    return _write(row, Task.objects.filter(state=TaskState.CANCELLED), values)


def _write(row: Planned, while_in, values: dict) -> bool:
    """Write values if the row is still in the state given, and show them on the instance."""
    written = while_in.filter(pk=row.pk).update(**values)
    for name, value in values.items() if written else ():
        setattr(row, name, value)
    return bool(written)


def _record(verb: str, rows: list[Planned], by: Actor, after: dict | None) -> None:
    changes = [
        Change(f"{row._meta.model_name}.{verb}", row, person=row.customer_id, after=after) for row in rows
    ]
    for row, event in zip(rows, record_many(changes, by=by), strict=True):
        row.event = event
