"""After a playbook went live: what waits by its steps is planned anew; what was sent stays as it was."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects

from customers.models import Customer
from followups import wording
from followups.actions.facts import hold_people, tell_next_due_of_many
from followups.actions.going_together import let_the_weightiest_go
from followups.actions.planned import Occasion, Planned, keep, plan_many
from followups.actions.refreshed import record_moves, refresh
from followups.actions.retired import Why, bring_back, retire
from followups.actions.rhythms import asks_anybody, occasion, rung_of
from followups.actions.standings import standings
from followups.anchors import OF_AN_ORDER, Anchor
from followups.coming import Place, anew, day_kept, place_of
from followups.models import Message, Rule, Task
from followups.models.message import State
from followups.models.rule import Action
from followups.models.task import TaskState
from followups.schedule import TURNED, Decided
from followups.standing import Standing
from kit import clock
from kit.bulk import batches
from kit.events import Actor
from team.models import Distributor

PLAYBOOK_CHANGED = "playbook_changed"
OCCURRENCE = ("customer_id", "rule_id", "occurrence")
ACTIONS = (Action.LETTER, Action.REVIEW, Action.SURVEY, Action.TASK)
REPEATED = "#"  # in the name of what was repeated, or stands in the place of something
AT_ONCE = 250  # people held at once


@dataclass(frozen=True, slots=True)
class Replanned:
    """The rows that moved or changed, those that are new, and those that are gone."""

    moved: list[Planned] = field(default_factory=list)
    added: list[Planned] = field(default_factory=list)
    gone: list[Planned] = field(default_factory=list)


@transaction.atomic
def replan(*, owner: Distributor, rules: Sequence[Rule], by: Actor) -> Replanned:
    """Plan anew what waits by these rules of a distributor, who made them live, changed or retired.

    What is still to come by them is added. Never touches what was sent, or what a worker has claimed.
    """
    done = Replanned()
    if rules:
        for ids in batches(people_of(owner, rules).values_list("pk", flat=True), AT_ONCE):
            replan_people(owner, ids, rules, by, done)
    return done


def people_of(owner: Distributor, rules: Sequence[Rule]) -> QuerySet:
    """Whoever has something waiting or gone by these rules, and whom they may ask something for."""
    rungs = {rung_of(rule) for rule in _live(rules)}
    people = Customer.objects.filter(owner=owner, deleted_at=None).order_by("pk")
    if None in rungs:
        return people
    theirs = {"customer": OuterRef("pk"), "rule__in": rules}
    waits = Exists(Message.objects.filter(**theirs, state__in=(State.DRAFT, State.PLANNED, State.CANCELLED)))
    waits |= Exists(Task.objects.filter(**theirs, state__in=(TaskState.OPEN, TaskState.CANCELLED)))
    return people.filter(waits | Q(rung__in=rungs))


@transaction.atomic
def replan_people(
    owner: Distributor, ids: Collection[UUID], rules: Sequence[Rule], by: Actor, done: Replanned
) -> None:
    """Plan anew what waits for some people, who are held from here on."""
    people = _held(owner, ids)
    if not people:
        return
    _bring_back(people, rules, by)
    _replan_batch(list(people.values()), rules, _waiting(people, rules), by, done)
    tell_next_due_of_many(people)


def _bring_back(people: Collection[UUID], rules: Sequence[Rule], by: Actor) -> None:
    """Take up again what went with a step that is back; not where something else stands in its place."""
    live = [rule for rule in rules if not rule.retired_at]
    gone = {"customer__in": list(people), "rule__in": live, "context__why": PLAYBOOK_CHANGED}
    letters = list(Message.objects.filter(**gone, state=State.CANCELLED))
    tasks = list(Task.objects.filter(**gone, state=TaskState.CANCELLED))
    if not letters and not tasks:
        return
    theirs = {"customer__in": {row.customer_id for row in (*letters, *tasks)}, "rule__in": live}
    stands = {
        *Message.objects.filter(**theirs).exclude(state=State.CANCELLED).values_list(*OCCURRENCE),
        *Task.objects.filter(**theirs).exclude(state=TaskState.CANCELLED).values_list(*OCCURRENCE),
    }
    # Of a letter and a task that took turns, the one that went last comes back.
    newest = {_occurrence_of(row): row for row in sorted((*letters, *tasks), key=lambda row: row.updated_at)}
    bring_back([row for key, row in newest.items() if key not in stands], by)


def _occurrence_of(row: Planned) -> tuple:
    return row.customer_id, row.rule_id, row.occurrence


def _held(owner: Distributor, ids: Iterable[UUID]) -> dict[UUID, Customer]:
    people = hold_people(ids)
    for person in people.values():
        person.owner = owner
    prefetch_related_objects(list(people.values()), "emails", "phones", "consents")
    return people


def _waiting(people: Collection[UUID], rules: Sequence[Rule]) -> dict[UUID, list[Planned]]:
    """The rows that wait by rules, by person, but those that a worker holds or somebody's hand has touched.

    What was approved, is tried again, was sent again, or stands in for a letter stays as it is.
    """
    theirs = Q(customer__in=list(people), rule__in=rules) & ~Q(occurrence__contains=REPEATED)
    letters = Message.objects.filter(
        theirs, state__in=(State.DRAFT, State.PLANNED), attempts=0, resend_of=None
    )
    letters = letters.exclude(letter__frozen=True)
    tasks = Task.objects.open().filter(theirs)
    found = defaultdict(list)
    for row in (*letters.select_related("letter", "rule"), *tasks.select_related("rule")):
        found[row.customer_id].append(row)
    return found


def _replan_batch(
    people: Sequence[Customer], rules: Sequence[Rule], waiting: Mapping, by: Actor, done: Replanned
) -> None:
    live = _live(rules)
    known = standings(
        people,
        {rule.anchor for rule in live},
        apart_from=[rule.key for rule in rules],
        surveys=asks_anybody(live),
    )
    had, wanted = _had(people, live), {}
    for person in people:
        rows = waiting.get(person.pk, [])
        wanted[person.pk] = _wanted(live, rows, known[person.pk], had[person.pk])
    planned = plan_many([(person, wanted[person.pk].values()) for person in people], clock.now())
    fresh = {(row.customer_id, _place_of(row)): row for row in planned}
    why, gone = Why(PLAYBOOK_CHANGED, wording.reason(PLAYBOOK_CHANGED, people[0].owner.language)), []
    for person in people:
        for row in waiting.get(person.pk, []):
            place = _place_of(row)
            if one := fresh.pop((person.pk, place), None):
                at_once = wanted[person.pk][place].day is None
                done.moved.extend(refresh(row, one, person, by, why, at_once=at_once))
            elif not (row.rule in live and _is_of_before(row, known[person.pk])):
                gone.append(row)
    record_moves(done.moved, by)
    done.gone.extend(retire(gone, why, by))
    added = keep(list(fresh.values()), by)
    gone = let_the_weightiest_go([*done.moved, *added], by)
    done.gone.extend(row for row in gone if row.pk not in {one.pk for one in added})
    done.added.extend(row for row in added if row.state != State.CANCELLED)


def _live(rules: Sequence[Rule]) -> list[Rule]:
    return [rule for rule in rules if rule.is_active and not rule.retired_at and rule.action in ACTIONS]


def _is_of_before(row: Planned, standing: Standing) -> bool:
    """Say whether a row is of an earlier order or inquiry than the last one, which alone is asked about now."""
    last = standing.purchase if row.rule.anchor in OF_AN_ORDER else standing.interest
    if row.rule.anchor not in (*OF_AN_ORDER, Anchor.INQUIRY) or last is None:
        return False
    return str(last.id) not in row.occurrence


def _wanted(
    live: Sequence[Rule], rows: list[Planned], standing: Standing, had: Collection[Place]
) -> dict[Place, Occasion]:
    """What the steps ask for now: of what waits already, on whatever day, and of what is still to come."""
    stands = {_place_of(row): row for row in rows}
    steps, wanted = [(rule, rung_of(rule)) for rule in live], {}
    for rule, decided in anew(steps, standing, standing.day_of(clock.now()), stands, had):
        if not decided.code:
            place = place_of(rule, decided.asked)
            wanted[place] = _occasion(rule, decided, standing, stands.get(place))
    return wanted


def _had(people: Sequence[Customer], live: Sequence[Rule]) -> dict[UUID, set[Place]]:
    """What these steps have come to already, by person."""
    had = defaultdict(set)
    theirs = {"customer__in": [person.pk for person in people], "rule__key__in": [rule.key for rule in live]}
    for model in (Message, Task):
        rows = model.objects.filter(**theirs).order_by()
        for person, key, name in rows.values_list("customer_id", "rule__key", "occurrence"):
            had[person].add((key, name))
    return had


def _place_of(row: Planned) -> Place:
    return row.rule.key, row.occurrence


def _occasion(rule: Rule, decided: Decided, standing: Standing, row: Planned | None) -> Occasion:
    """As it is planned anyway; what stands may keep the day it was moved to."""
    found = occasion(rule, decided, standing)
    if decided.asked.at_once:
        return replace(found, day=None)
    kept = row and day_kept(rule, decided, standing, row.context, row.local_date)
    context = {key: value for key, value in found.context.items() if key != TURNED}
    return replace(found, day=kept, context=context) if kept else found
