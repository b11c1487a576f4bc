"""Lets what waits be as its step says now: its day, its way, its words; what somebody wrote by hand stays."""

from customers.models import Customer
from followups.actions.planned import Planned, draft_letter, keep_new
from followups.actions.retired import Why, bring_back, retire
from followups.models import Letter, Message, Task
from followups.models.message import State
from followups.schedule import TOGETHER
from kit import clock
from kit.events import Actor, facts_of, record
from kit.models import Event

WHEN = ("local_date", "due_at", "expires_at")
OF_A_LETTER = (*WHEN, "local_time", "zone", "priority", "purpose", "channel")
OF_A_TASK = (*WHEN, "kind", "script")


def refresh(
    row: Planned, fresh: Planned, person: Customer, by: Actor, why: Why, *, at_once: bool = False
) -> list[Planned]:
    """Let a row that waits be as a fresh one would be; return it in a list if anything changed.

    A letter that becomes a task, or the other way round, makes place for it. What went at once
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
        row.event = record(kind, row, by=by, person=person, before=before, after=facts_of(row, WHEN))
    return [row]


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
    if fresh.context["address"] != row.context.get("address"):
        values["context"] = {**row.context, "address": fresh.context["address"]}
    return values


def _together(row: Task, fresh: Task) -> dict:
    """With which other task of its new day a task is done, if that changes."""
    title = fresh.context.get(TOGETHER)
    if title == row.context.get(TOGETHER):
        return {}
    context = {key: value for key, value in row.context.items() if key != TOGETHER}
    return {"context": context | ({TOGETHER: title} if title else {}), "reason": fresh.reason}


def _write_anew(message: Message) -> None:
    """Write the words of a draft by its step as it is now, unless somebody changed them."""
    if message.state != State.DRAFT or Event.objects.filter(
        kind="message.changed", subject_id=str(message.pk)
    ):
        return
    Letter.objects.filter(message=message).delete()
    message.refresh_from_db()
    Letter.objects.bulk_create(filter(None, [draft_letter(message)]))
