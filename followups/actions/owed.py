"""What an app to the right owes a person at a moment of its own: a letter where there is a way, else a task."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import prefetch_related_objects

from customers.models import Customer
from followups import wording
from followups.actions.facts import hold_people, tell_next_due
from followups.actions.planned import (
    AWAITED,
    REACHED_BY,
    Planned,
    desk_of,
    instead_of_letter,
    keep,
    keep_many,
    letter_place,
    task_for,
)
from followups.actions.retired import Why, bring_back, retire
from followups.models import Message, Rule, Task
from followups.models.message import State
from followups.models.rule import Action
from followups.places import allowed
from followups.planning import Due
from followups.reaching import shut_for, way_of
from kit import background, clock
from kit.events import Actor
from kit.expressions import among
from team.models import Distributor
from team.wall_time import first_instant_at

QUIET_TOO_LATE = "quiet_too_late"
UNDO = timedelta(seconds=3)  # after the press, before a worker may take a letter


@dataclass(frozen=True)
class Owed:
    """A letter of a rule of the house, or the distributor's own one: which, for what, when, of use until when.

    `awaited` is what somebody waits for who has just asked for it: it goes in quiet hours, too.
    `else_task` makes it a task where there is no way; `context` are the values of its fields.
    `channels` are the ways for this person, the best first, where they are not those of the rule.
    `title` and `script` are those of the task, where they are not the usual ones of its kind.
    """

    rule: str
    occurrence: str
    due_at: datetime
    expires_at: datetime
    context: dict = field(default_factory=dict)
    awaited: bool = False
    else_task: bool = True
    channels: tuple[str, ...] = ()
    title: str = ""
    script: str = ""


@dataclass(frozen=True)
class _Way:
    """What of a step decides the way, with the channels of one person."""

    channels: tuple[str, ...]
    purpose: str


@transaction.atomic
def owe(*, person: Customer, by: Actor, owed: list[Owed]) -> list[Planned]:
    """Plan letters, in the caller's transaction; once for each occurrence, however often called.

    Where somebody cannot be written to, there is a task instead; so there is where a letter could go
    in quiet hours alone, or else a letter that tells so. What is too late is left out.
    """
    owner = person.owner
    person = hold_people([person.pk])[person.pk]
    person.owner = owner
    if person.deleted_at:
        return []
    rules = {rule.key: rule for rule in Rule.objects.of(owner.pk).filter(key__in={one.rule for one in owed})}
    steps = [_step(rules[one.rule], one) for one in owed if one.rule in rules]
    shut = shut_for([person], steps)[owner.pk]
    rows = [_row(person, rules[one.rule], one, shut) for one in owed if one.rule in rules]
    kept = keep([row for row in rows if row is not None], by)
    tell_next_due([person])
    background.nudge()
    return kept


@transaction.atomic
def owe_to_many(*, owner: Distributor, by: Actor, owed: Sequence[tuple[Customer, Owed]]) -> list[Planned]:
    """The same for many people of one distributor, in a fixed number of queries for so many of them."""
    held = hold_people({person.pk for person, _ in owed})
    wanted = [(held[person.pk], one) for person, one in owed if not held[person.pk].deleted_at]
    prefetch_related_objects([owner], "office_hours", "days_off")
    people = list(held.values())
    for person in people:
        person.owner = owner
    prefetch_related_objects(people, *REACHED_BY)
    rules = {
        rule.key: rule for rule in Rule.objects.of(owner.pk).filter(key__in={one.rule for _, one in wanted})
    }
    known = [(person, one) for person, one in wanted if one.rule in rules]
    shut = shut_for(people, [_step(rules[one.rule], one) for _, one in known])[owner.pk]
    rows = [_row(person, rules[one.rule], one, shut) for person, one in known]
    kept = keep_many([row for row in rows if row is not None], by)
    tell_next_due(people)
    background.nudge()
    return kept


@transaction.atomic
def take_back_owed_of_many(
    *, people: Iterable[UUID], by: Actor, occurrence: str, reason: str
) -> list[Planned]:
    """Cancel what waits of occurrences that begin like this, of many people, and return it."""
    held = hold_people(people)
    theirs = {"customer__in": among(list(held)), "occurrence__startswith": occurrence}
    waiting = [*Message.objects.waiting().filter(**theirs), *Task.objects.open().filter(**theirs)]
    gone = retire(waiting, Why("cause_gone", reason), by)
    tell_next_due(held.values())
    return gone


@transaction.atomic
def owe_again_to_many(*, people: Iterable[UUID], by: Actor, occurrence: str) -> list[Planned]:
    """Take up again what was taken back of occurrences that begin like this, where it is not too late."""
    held = hold_people(people)
    theirs = {"customer__in": among(list(held)), "occurrence__startswith": occurrence, "state": "cancelled"}
    rows = [
        *Message.objects.filter(**theirs),
        *Task.objects.filter(**theirs).select_related("customer__owner"),
    ]
    back = bring_back([row for row in rows if row.context.get("why") == "cause_gone"], by)
    tell_next_due(held.values())
    background.nudge()
    return back


@transaction.atomic
def take_back_owed(*, person: Customer, by: Actor, occurrence: str, reason: str) -> list[Planned]:
    """Cancel what waits of occurrences that begin like this, and return it; what has begun stays."""
    person = hold_people([person.pk])[person.pk]
    theirs = {"customer": person, "occurrence__startswith": occurrence}
    waiting = [*Message.objects.waiting().filter(**theirs), *Task.objects.open().filter(**theirs)]
    gone = retire(waiting, Why("cause_gone", reason), by)
    tell_next_due([person])
    return gone


def _step(rule: Rule, owed: Owed) -> Rule | _Way:
    return _Way(owed.channels, rule.purpose) if owed.channels else rule


def _row(person: Customer, rule: Rule, owed: Owed, shut) -> Planned | None:
    due = owed.due_at
    if not owed.awaited:
        due = allowed(due, letter_place(person, person.owner))
    soonest = clock.now() + UNDO
    due, asleep = max(due, soonest), due >= owed.expires_at > max(owed.due_at, soonest)
    if due >= owed.expires_at and not asleep:
        return None
    way = way_of(_step(rule, owed), person, shut)
    if not way and not owed.else_task:
        return None
    if asleep and way and owed.else_task:
        return _task(person, rule, owed, QUIET_TOO_LATE)
    if rule.action == Action.TASK or not way:
        return _task(person, rule, owed, "" if rule.action == Action.TASK else way.code)
    draft = rule.action == Action.REVIEW or not way.by_itself
    local = due.astimezone(person.zoneinfo)
    message = Message(
        owner=person.owner, customer=person, rule=rule, occurrence=owed.occurrence, channel=way.channel,
        purpose=rule.purpose, state=State.DRAFT if draft else State.PLANNED,
        context={**owed.context, "address": way.to, AWAITED: owed.awaited}, local_date=local.date(),
        local_time=local.time().replace(tzinfo=None), zone=person.zoneinfo.key, due_at=due,
        expires_at=owed.expires_at, priority=rule.priority,
    )  # fmt: skip
    return _too_late(message) if asleep else message


def _too_late(message: Message) -> Message:
    """A letter that never goes, so that it can be read why; nobody is asked what is to become of it."""
    message.state, message.reason_code, message.settled_at = State.EXPIRED, QUIET_TOO_LATE, clock.now()
    message.reason = wording.reason(QUIET_TOO_LATE, message.owner.language)
    return message


def _task(person: Customer, rule: Rule, owed: Owed, code: str) -> Task:
    owner = person.owner
    day = max(owed.due_at.astimezone(owner.zoneinfo).date(), owner.today())
    due = Due(day, time(), first_instant_at(day, time(), desk_of(owner).zone), owed.expires_at)
    why = instead_of_letter(wording.reason(code, owner.language), owner.language) if code else ""
    return task_for(
        person, rule, due, occurrence=owed.occurrence, kind=rule.kind, context=owed.context, reason=why, title=owed.title,
        script=owed.script or wording.script(rule.kind, "", person.warmth == "cold", owner.language),
    )  # fmt: skip
