"""Lets what waits be as its step says now: its day, its way, its words; what somebody wrote by hand stays."""

from collections.abc import Sequence

from customers.models import Customer
from followups.actions.planned import Planned, draft_letter, keep_new
from followups.actions.retired import Why, bring_back, retire
from followups.models import Letter, Message, Task
from followups.models.message import State
from followups.schedule import TOGETHER, TURNED
from kit import clock
from kit.events import Actor, Change, facts_of, record_many
from kit.models import Event

OF_THE_DAY = (TOGETHER, TURNED)  # in the context
WHEN = ("local_date", "due_at", "expires_at")
OF_A_LETTER = (*WHEN, "local_time", "zone", "priority", "purpose", "channel")
OF_A_TASK = (*WHEN, "kind", "script")


def refresh(
    row: Planned, fresh: Planned, person: Customer, by: Actor, why: Why, *, at_once: bool = False
) -> list[Planned]:
    """Let a row that waits be as a fresh one would be; return it in a list if anything changed.

    The caller records the moves with `record_moves`. A letter that becomes a task, or the other way round, makes place for it. What went at once
    keeps its time. The caller holds the person.
    """
    if type(row) is not type(fresh):
        return _replaced(row, fresh, person, by, why)
    before = facts_of(row, WHEN)
    values = _differing(row, fresh, at_once)
    if not values or not _waiting(row).update(**values, updated_at=clock.now()):
        return []
    for name, value in values.items():
        setattr(row, name, value)
    if isinstance(row, Message):
        _write_anew(row)
    if facts_of(row, WHEN) != before:
        kind = f"{row._meta.model_name}.moved"
        row.change = Change(kind, row, person=person.pk, before=before, after=facts_of(row, WHEN))
    return [row]


def record_moves(rows: Sequence[Planned], by: Actor) -> None:
    """Record which rows that were refreshed come on another day, all at once."""
    moved = [row for row in rows if getattr(row, "change", None)]
    for row, event in zip(moved, record_many([row.change for row in moved], by=by), strict=True):
        row.event, row.change = event, None


def _replaced(row: Planned, fresh: Planned, person: Customer, by: Actor, why: Why) -> list[Planned]:
    if not retire([row], why, by):
        return []
    same = {"customer": person, "rule": fresh.rule, "occurrence": fresh.occurrence}
    if former := type(fresh).objects.filter(**same).first():
        return bring_back([former], by) and [former, *refresh(former, fresh, person, by, why)][:1]
    return keep_new([fresh], by)


def _waiting(row: Planned):
    rows = Message.objects.filter(state__in=(State.DRAFT, State.PLANNED))
    return (rows if isinstance(row, Message) else Task.objects.open()).filter(pk=row.pk)


def _differing(row: Planned, fresh: Planned, at_once: bool) -> dict:
    names = OF_A_LETTER if isinstance(row, Message) else OF_A_TASK
    names = [name for name in names if not (at_once and name in (*WHEN, "local_time"))]
    values = {name: getattr(fresh, name) for name in names if getattr(fresh, name) != getattr(row, name)}
    if isinstance(row, Task):
        values |= _together(row, fresh)
        return values | ({"snoozed_until": None} if "local_date" in values else {})
    if row.state == State.PLANNED and fresh.state == State.DRAFT:
        values["state"] = State.DRAFT
    new = {name: fresh.context[name] for name in ("address", TURNED) if name in fresh.context}
    context = {key: value for key, value in row.context.items() if key != TURNED or at_once} | new
    return values | ({"context": context} if context != row.context else {})


def _together(row: Task, fresh: Task) -> dict:
    """With which other task of its new day a task is done, if that changes."""
    new = {name: fresh.context[name] for name in OF_THE_DAY if name in fresh.context}
    if new == {name: row.context[name] for name in OF_THE_DAY if name in row.context}:
        return {}
    context = {key: value for key, value in row.context.items() if key not in OF_THE_DAY}
    return {"context": context | new, "reason": fresh.reason}


def _write_anew(message: Message) -> None:
    """Write the words of a draft by its step as it is now, unless somebody changed them."""
    if message.state != State.DRAFT or Event.objects.filter(
        kind="message.changed", subject_id=str(message.pk)
    ):
        return
    Letter.objects.filter(message=message).delete()
    message.refresh_from_db()
    Letter.objects.bulk_create(filter(None, [draft_letter(message)]))
