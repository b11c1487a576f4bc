"""Takes back what was planned and has not begun, and brings it back where the reason is gone."""

from dataclasses import dataclass
from uuid import UUID

from followups.actions.planned import Planned
from followups.actions.room import fit_in
from followups.actions.together import part
from followups.models import Message, Task
from followups.models.message import State
from followups.models.task import TaskState
from kit import clock
from kit.events import Actor, Change, record_many

BY_HAND = "by_hand"  # why it was cancelled: somebody wanted it so
GOES_FOR = "goes_for"  # why: another letter goes that day, for both
STANDS_FOR_ITSELF = (BY_HAND, "order_gone", "newer_order", "cause_gone", "rung_changed", "playbook_changed")
NOTED = ("was", "why", "superseded_by")  # what a cancelled row keeps, to be brought back
SEALED = "sealed"


@dataclass(frozen=True)
class Why:
    """Why something was taken back: a code for programs, a sentence for people."""

    code: str
    sentence: str
    superseded_by: UUID | str | None = None


def retire(rows: list[Planned], why: Why, by: Actor) -> list[Planned]:
    """Cancel waiting letters and open tasks; return those that could still be cancelled.

    The caller holds their people. One conditional update each: what a worker has begun
    meanwhile is left alone.
    """
    gone = [row for row in rows if _cancel(row, why)]
    _record("cancelled", gone, by, {"reason": why.sentence, "why": why.code})
    part(gone)
    if why.code in STANDS_FOR_ITSELF:
        bring_back(_gone_with(gone), by)
    return gone


def bring_back(rows: list[Planned], by: Actor) -> list[Planned]:
    """Take cancelled letters and tasks up again where it is not too late; return those."""
    back = [row for row in rows if _restore(row)]
    _record("restored", back, by, None)
    fit_in([row for row in back if isinstance(row, Task)], by)
    return back


def is_by_hand(row: Planned) -> bool:
    """Say whether somebody cancelled a row, who may think again; not where its order is gone since."""
    return row.context.get("why") == BY_HAND and SEALED not in row.context


def give_reason(rows: list[Planned], why: Why) -> None:
    """Let rows that are cancelled already be so for another reason."""
    for row in rows:
        code = {"reason_code": why.code} if isinstance(row, Message) else {}
        _keep(row, reason=why.sentence[:500], context={**row.context, **_noted(why)}, **code)


def seal(rows: list[Planned]) -> None:
    """Keep closed rows closed while their order is gone, whoever would bring them back."""
    for row in rows:
        _keep(row, context={**row.context, SEALED: True})


def unseal(rows: list[Planned]) -> None:
    for row in rows:
        _keep(row, context={key: value for key, value in row.context.items() if key != SEALED})


def _gone_with(gone: list[Planned]) -> list[Message]:
    """The letters that had given way to letters which do not go now."""
    ids = [str(row.pk) for row in gone if isinstance(row, Message)]
    if not ids:
        return []
    theirs = {"customer__in": {row.customer_id for row in gone}, "state": State.CANCELLED}
    given = {"context__why": GOES_FOR, "context__superseded_by__in": ids}
    return list(Message.objects.filter(**theirs, **given).select_related("rule"))


def _cancel(row: Planned, why: Why) -> bool:
    context = {**row.context, "was": row.state, **_noted(why)}
    values = {"reason": why.sentence[:500], "context": context, "updated_at": clock.now()}
    if isinstance(row, Message):
        values |= {"state": State.CANCELLED, "reason_code": why.code, "lease_until": None}
        return _write(row, Message.objects.waiting(), values)
    values |= {"state": TaskState.CANCELLED, "closed_at": clock.now()}
    return _write(row, Task.objects.open(), values)


def _restore(row: Planned) -> bool:
    now = clock.now()
    if SEALED in row.context or (row.expires_at and row.expires_at <= now):
        return False
    context = {key: value for key, value in row.context.items() if key not in NOTED}
    values = {"reason": "", "context": context, "updated_at": now}
    if isinstance(row, Message):
        was_draft = row.context.get("was") == State.DRAFT
        values |= {"state": State.DRAFT if was_draft else State.PLANNED, "reason_code": ""}
        return _write(row, Message.objects.filter(state=State.CANCELLED, begun_at=None), values)
    values |= {"state": TaskState.OPEN, "closed_at": None}
    return _write(row, Task.objects.filter(state=TaskState.CANCELLED), values)


def _noted(why: Why) -> dict:
    superseded = {"superseded_by": str(why.superseded_by)} if why.superseded_by else {}
    return {"why": why.code, **superseded}


def _keep(row: Planned, **values) -> None:
    _write(row, type(row).objects.all(), {**values, "updated_at": clock.now()})


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
