"""Takes back what was planned and has not begun, and brings it back where the reason is gone."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from followups.actions.planned import Planned
from followups.actions.room import fit_in
from followups.actions.together import part
from followups.models import Message, Task
from followups.models.message import State
from followups.models.task import TaskState
from kit import clock
from kit.bulk import save_columns
from kit.events import Actor, Change, record_many
from kit.expressions import among

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

    The caller holds their people. What a worker has begun meanwhile is left alone.
    """
    gone = _write(rows, (Message.objects.waiting(), Task.objects.open()), lambda row: _cancelled(row, why))
    _record("cancelled", gone, by, {"reason": why.sentence, "why": why.code})
    part(gone)
    if why.code in STANDS_FOR_ITSELF:
        bring_back_what_gave_way(gone, by)
    return gone


def bring_back_what_gave_way(gone: list[Planned], by: Actor) -> list[Planned]:
    """Take up the letters again that had given way to letters which do not go now; return those."""
    return bring_back(_gone_with(gone), by)


def bring_back(rows: list[Planned], by: Actor) -> list[Planned]:
    """Take cancelled letters and tasks up again where it is not too late; return those."""
    cancelled = Message.objects.filter(state=State.CANCELLED, begun_at=None)
    in_time = [row for row in rows if not _is_shut(row)]
    back = _write(in_time, (cancelled, Task.objects.filter(state=TaskState.CANCELLED)), _restored)
    _record("restored", back, by, None)
    fit_in([row for row in back if isinstance(row, Task)], by)
    return back


def is_by_hand(row: Planned) -> bool:
    """Say whether somebody cancelled a row, who may think again; not where its order is gone since."""
    return row.context.get("why") == BY_HAND and SEALED not in row.context


def give_reason(rows: list[Planned], why: Why) -> None:
    """Let rows that are cancelled already be so for another reason."""

    def values(row: Planned) -> dict:
        code = {"reason_code": why.code} if isinstance(row, Message) else {}
        return {"reason": why.sentence[:500], "context": {**row.context, **_noted(why)}, **code}

    _keep(rows, values)


def seal(rows: list[Planned]) -> None:
    """Keep closed rows closed while their order is gone, whoever would bring them back."""
    _keep(rows, lambda row: {"context": {**row.context, SEALED: True}})


def unseal(rows: list[Planned]) -> None:
    _keep(rows, lambda row: {"context": _without(row.context, SEALED)})


def _gone_with(gone: list[Planned]) -> list[Message]:
    """The letters that had given way to letters which do not go now."""
    ids = [str(row.pk) for row in gone if isinstance(row, Message)]
    if not ids:
        return []
    theirs = {"customer__in": {row.customer_id for row in gone}, "state": State.CANCELLED}
    given = {"context__why": GOES_FOR, "context__superseded_by__in": ids}
    return list(Message.objects.filter(**theirs, **given).select_related("rule"))


def _cancelled(row: Planned, why: Why) -> dict:
    context = {**row.context, "was": row.state, **_noted(why)}
    values = {"reason": why.sentence[:500], "context": context}
    if isinstance(row, Message):
        return {**values, "state": State.CANCELLED, "reason_code": why.code, "lease_until": None}
    return {**values, "state": TaskState.CANCELLED, "closed_at": clock.now()}


def _is_shut(row: Planned) -> bool:
    return SEALED in row.context or bool(row.expires_at and row.expires_at <= clock.now())


def _restored(row: Planned) -> dict:
    values = {"reason": "", "context": _without(row.context, *NOTED)}
    if isinstance(row, Message):
        was_draft = row.context.get("was") == State.DRAFT
        return {**values, "state": State.DRAFT if was_draft else State.PLANNED, "reason_code": ""}
    return {**values, "state": TaskState.OPEN, "closed_at": None}


def _noted(why: Why) -> dict:
    superseded = {"superseded_by": str(why.superseded_by)} if why.superseded_by else {}
    return {"why": why.code, **superseded}


def _without(context: dict, *names: str) -> dict:
    return {key: value for key, value in context.items() if key not in names}


def _keep(rows: list[Planned], values: Callable[[Planned], dict]) -> None:
    _write(rows, (Message.objects.all(), Task.objects.all()), values)


def _write(
    rows: list[Planned], still: tuple[QuerySet, QuerySet], values: Callable[[Planned], dict]
) -> list[Planned]:
    """Write values of the rows that are still among these, and show them on the instances; return those.

    They are locked first, so that two statements for letters and two for tasks do for any number.
    """
    now, written = clock.now(), []
    for these in still:
        locked = _locked([row for row in rows if isinstance(row, these.model)], these)
        new = {row.pk: {**values(row), "updated_at": now} for row in locked}
        for row in locked:
            vars(row).update(new[row.pk])
        save_columns(locked, next(iter(new.values()), ()))
        written += locked
    return written


def _locked(rows: list[Planned], these: QuerySet) -> list[Planned]:
    if not rows:
        return []
    locked = these.filter(pk__in=among([row.pk for row in rows])).order_by("pk").select_for_update()
    standing = set(locked.values_list("pk", flat=True))
    return [row for row in rows if row.pk in standing]


def _record(verb: str, rows: list[Planned], by: Actor, after: dict | None) -> None:
    changes = [
        Change(f"{row._meta.model_name}.{verb}", row, person=row.customer_id, after=after) for row in rows
    ]
    for row, event in zip(rows, record_many(changes, by=by), strict=True):
        row.event = event
