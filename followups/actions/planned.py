"""Makes rows of what is owed: a letter where the person can be written to, else a task."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext, override

from customers.models import Customer
from followups import planning, wording
from followups.fields import fill
from followups.letters import values_for, words_by_rule
from followups.models import Letter, Message, Rule, Task
from followups.models.message import State
from followups.models.rule import Action, Anchor
from followups.places import Place, place_of
from followups.planning import Due
from followups.reach import Shut
from followups.reaching import shut_for, way_of
from followups.schedule import TOGETHER, meant_for
from followups.ways import Way
from kit.bulk import insert_rows
from kit.events import Actor, Change, facts_of, record_each, record_many
from kit.expressions import among
from kit.rows import new_row
from team.actions.hours import days_off_of, hours_of
from team.models import Distributor
from team.office_hours import working_day

WAITED_FOR = 0  # the priority of what somebody waits for, or what has its day
AWAITED = "awaited"  # in the context of a letter that somebody has just asked for
REACHED_BY = ("emails", "phones", "consents")
PLANNED_FACTS = ("state", "occurrence", "due_at", "expires_at")
Planned = Message | Task


@dataclass(frozen=True)
class Occasion:
    """A rule that applies: on a day, or at once where there is none."""

    rule: Rule
    occurrence: str
    day: date | None = None
    context: dict = field(default_factory=dict)


def plan(person: Customer, occasions: Iterable[Occasion], now: datetime) -> list[Planned]:
    """Return the rows, not yet saved, that occasions ask for; what is too late is left out."""
    return plan_many([(person, occasions)], now)


def plan_many(wanted: Iterable[tuple[Customer, Iterable[Occasion]]], now: datetime) -> list[Planned]:
    """Return the same for many people, in their order.

    Queries do not grow with their number where owners are loaded with their office hours, and
    addresses and consents with people who are written to.
    """
    begun = [(person, one) for person, those in wanted for one in those if one.rule.active_from <= now]
    letters = [(person, one.rule) for person, one in begun if one.rule.action != Action.TASK]
    readers = {person.pk: person for person, _ in letters}
    prefetch_related_objects(list(readers.values()), *REACHED_BY)
    shut = shut_for(readers.values(), [rule for _, rule in letters])
    desks = Desks(now)
    rows = (_row(person, one, shut[person.owner_id], desks) for person, one in begun)
    return [row for row in rows if row is not None]


def keep(rows: list[Planned], by: Actor) -> list[Planned]:
    """Save the rows whose occurrence is new, with their events; each row carries its `event`.

    The caller holds the people, so that nobody else plans for the same ones meanwhile.
    """
    return keep_new(_new(rows), by)


def keep_new(new: list[Planned], by: Actor) -> list[Planned]:
    """Save rows that are known to be new, with the words of drafts and their events."""
    _insert(new)
    record_planned(new, by)
    return new


def keep_many(rows: list[Planned], by: Actor) -> list[Planned]:
    """Save the rows whose occurrence is new, as `keep` does; their events are not hung on them."""
    new = _new(rows)
    _insert(new)
    for model in (Message, Task):
        told = [
            (row, row.owner_id, row.customer_id, _planned_facts(row)) for row in new if type(row) is model
        ]
        record_each(f"{model._meta.model_name}.planned", told, by=by)
    return new


def record_planned(rows: list[Planned], by: Actor) -> None:
    """Record that rows were planned, and hang its event on each."""
    changes = [
        Change(f"{row._meta.model_name}.planned", row, person=row.customer_id, after=_planned_facts(row))
        for row in rows
    ]
    for row, event in zip(rows, record_many(changes, by=by), strict=True):
        row.event = event


def task_for(person: Customer, rule: Rule | None, due: Due, **values) -> Task:
    """Return an unsaved task for a person."""
    return new_row(
        Task,
        owner_id=person.owner_id,
        customer=person,
        rule=rule,
        local_date=due.local_date,
        due_at=due.due_at,
        expires_at=due.expires_at,
        **values,
    )


def letter_place(person: Customer, owner: Distributor) -> Place:
    """Where a person reads letters, and the quiet hours their distributor keeps."""
    return place_of(
        zone=person.zone,
        phones=() if person.zone else [phone.number for phone in person.phones.all()],
        home_zone=owner.zone,
        home_country=owner.country,
        quiet=(owner.quiet_from, owner.quiet_until) if owner.quiet_hours_on else None,
        key=person.pk,
    )


def place_for(message: Message) -> Place:
    """Where a letter is read; one that somebody has just asked for waits for no quiet hours."""
    place = letter_place(message.customer, message.owner)
    awaited = isinstance(message.context, dict) and message.context.get(AWAITED)
    return replace(place, quiet=None) if awaited else place


def desk_of(owner: Distributor) -> Place:
    """Where a distributor works: tasks count by that wall."""
    return Place(owner.zoneinfo)


def office_of(owner: Distributor) -> dict:
    """Return the office hours and the days off of a distributor, as `working_day` takes them."""
    prefetch_related_objects([owner], "office_hours", "days_off")
    return {"hours": hours_of(owner), "days_off": days_off_of(owner)}


def task_due(
    rule: planning.Terms, day: date, now: datetime, owner: Distributor, first: date | None = None
) -> Due | None:
    """Return when a task meant for a day falls due, on a working day unless somebody waits for it."""
    day = max(day, owner.today())
    if rule.priority > WAITED_FOR:
        day = working_day(day, **office_of(owner))
    return planning.task_on(rule, day, now, desk_of(owner), first)


class Desks:
    """When tasks fall due: asked once for all that mean the same day of the same distributor."""

    def __init__(self, now: datetime):
        self.now = now
        self._due: dict[tuple, Due | None] = {}

    def due(
        self, rule: planning.Terms, day: date, owner: Distributor, first: date | None = None
    ) -> Due | None:
        key = (owner.pk, day, first, rule.priority, rule.keep_hours)
        if key not in self._due:
            self._due[key] = task_due(rule, day, self.now, owner, first)
        return self._due[key]


def _row(person: Customer, occasion: Occasion, shut: Collection[Shut], desks: Desks) -> Planned | None:
    action = action_of(occasion.rule, person.owner)
    if action == Action.TASK:
        return _task(person, occasion, desks)
    way = way_of(occasion.rule, person, shut)
    if not way:
        return _task(person, occasion, desks, instead=way.code)
    return _letter(person, occasion, way, desks.now, draft=action == Action.REVIEW or not way.by_itself)


def action_of(rule: Rule, owner: Distributor) -> str:
    """Return what a rule does: who trusts the thanks for repeat orders needs not look at them."""
    trusted = rule.anchor == Anchor.REPEAT_ORDER and not owner.review_repeat_thanks
    return Action.LETTER if trusted and rule.action == Action.REVIEW else rule.action


def _letter(person: Customer, occasion: Occasion, way: Way, now: datetime, draft: bool) -> Message | None:
    rule, place = occasion.rule, letter_place(person, person.owner)
    if occasion.day is None:
        due = planning.soon(rule, now, place)
    else:
        due = planning.letter_on(rule, occasion.day, now, place, meant_for(occasion.context))
    return due and new_row(
        Message,
        owner=person.owner,
        customer=person,
        rule=rule,
        occurrence=occasion.occurrence,
        channel=way.channel,
        purpose=rule.purpose,
        state=State.DRAFT if draft else State.PLANNED,
        context={**occasion.context, "address": way.to},
        local_date=due.local_date,
        local_time=due.local_time,
        zone=place.zone.key,
        due_at=due.due_at,
        expires_at=due.expires_at,
        priority=rule.priority,
    )


def _task(person: Customer, occasion: Occasion, desks: Desks, instead: str = "") -> Task | None:
    rule, owner, with_other = occasion.rule, person.owner, occasion.context.get(TOGETHER, "")
    due = desks.due(rule, occasion.day or owner.today(), owner, meant_for(occasion.context))
    return due and task_for(
        person,
        rule,
        due,
        occurrence=occasion.occurrence,
        kind=rule.kind,
        context=occasion.context,
        script=_script(rule, person, occasion.context),
        reason=_instead(instead, owner.language) if instead else wording.together(with_other, owner.language),
    )


def _script(rule: Rule, person: Customer, context: dict) -> str:
    """The words that help: those of the step, with its fields filled in, else the usual ones."""
    owner = person.owner
    if not rule.script:
        return wording.script(rule.kind, context.get("products", ""), person.warmth == "cold", owner.language)
    with override(owner.language or None):
        return fill(gettext(rule.script), values_for(person, owner, context))


def instead_of_letter(why: str, language: str) -> str:
    """Say why a task stands where a letter was meant."""
    return wording.reason("instead_of_letter", language, why=why)


@lru_cache(wording.KEPT)
def _instead(code: str, language: str) -> str:
    return instead_of_letter(wording.reason(code, language), language)


def _insert(new: list[Planned]) -> None:
    messages = [row for row in new if isinstance(row, Message)]
    insert_rows(messages)
    insert_rows(row for row in new if isinstance(row, Task))
    insert_rows(filter(None, map(draft_letter, messages)))


def _new(rows: list[Planned]) -> list[Planned]:
    known = _known(rows)
    return [row for row in rows if (row.customer_id, row.rule.key, row.occurrence) not in known]


def _known(rows: list[Planned]) -> set:
    """By the rule's key: a rule that became a distributor's own meanwhile is the same rule."""
    if not rows:
        return set()
    theirs = {
        "customer__in": among({row.customer_id for row in rows}),
        "rule__key__in": {row.rule.key for row in rows},
    }
    keys = ("customer_id", "rule__key", "occurrence")
    messages = Message.objects.filter(**theirs).values_list(*keys)
    return set(messages) | set(Task.objects.filter(**theirs).values_list(*keys))


def draft_letter(message: Message) -> Letter | None:
    """The words of a draft, to be looked at."""
    if message.state != State.DRAFT:
        return None
    words = words_by_rule(message)
    return Letter(
        message=message,
        recipient=message.context["address"][:254],
        subject=words.subject,
        text=words.text,
        html=words.html,
    )


def _planned_facts(row: Planned) -> dict:
    return {"rule": row.rule.key if row.rule else "", **facts_of(row, PLANNED_FACTS)}
