"""After a playbook went live: what waits by its steps is planned anew; what was sent stays as it was."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, prefetch_related_objects

from customers.models import Customer
from followups import contacts, wording
from followups.actions.facts import hold_people, tell_next_due_of_many
from followups.actions.planned import Occasion, Planned, keep, plan
from followups.actions.refreshed import refresh
from followups.actions.retired import Why, bring_back, retire
from followups.actions.rhythms import AHEAD, occasion, rung_of
from followups.actions.standings import standings
from followups.anchors import OF_AN_ORDER, THANKED, Anchor
from followups.models import Message, Rule, Task
from followups.models.message import State
from followups.models.rule import Action
from followups.models.task import TaskState
from followups.occasions import number_of
from followups.planning import offset_of
from followups.schedule import Asked, Decided, asked, in_turn
from followups.standing import Standing
from kit import clock
from kit.bulk import batches
from kit.events import Actor
from team.models import Distributor

PLAYBOOK_CHANGED = "playbook_changed"
OCCURRENCE = ("customer_id", "rule_id", "occurrence")
ACTIONS = (Action.LETTER, Action.REVIEW, Action.TASK)
REPEATED = "#"  # in the name of what was repeated, or stands in the place of something
FAR = timedelta(days=366 * 3)
AT_ONCE = 500  # people

Key = tuple[int, str]  # a rule and an occurrence


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
    if not rules:
        return done
    _bring_back(owner, rules, by)
    waiting = _waiting(owner, rules)
    live = [rule for rule in rules if rule.is_active and not rule.retired_at and rule.action in ACTIONS]
    for batch in batches(_people(owner, live, waiting), AT_ONCE):
        people = _held(owner, batch)
        _replan_batch(list(people.values()), live, waiting, by, done)
        tell_next_due_of_many(people)
    return done


def _bring_back(owner: Distributor, rules: Sequence[Rule], by: Actor) -> None:
    """Take up again what went with a step that is back; not where something else stands in its place."""
    live = [rule for rule in rules if not rule.retired_at]
    gone = {"owner": owner, "rule__in": live, "context__why": PLAYBOOK_CHANGED}
    letters = list(Message.objects.filter(**gone, state=State.CANCELLED))
    tasks = list(Task.objects.filter(**gone, state=TaskState.CANCELLED))
    if not letters and not tasks:
        return
    hold_people(row.customer_id for row in (*letters, *tasks))
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


def _people(owner: Distributor, live: Sequence[Rule], waiting: Mapping[UUID, list]) -> list[UUID]:
    """Whoever has something waiting, and whom the steps may ask something for."""
    rungs = {rung_of(rule) for rule in live}
    people = Customer.objects.filter(owner=owner, deleted_at=None).order_by("pk")
    if None not in rungs:
        people = people.filter(Q(pk__in=list(waiting)) | Q(rung__in=rungs))
    return list(people.values_list("pk", flat=True))


def _held(owner: Distributor, ids: Iterable[UUID]) -> dict[UUID, Customer]:
    people = hold_people(ids)
    for person in people.values():
        person.owner = owner
    prefetch_related_objects(list(people.values()), "emails", "phones", "consents")
    return people


def _waiting(owner: Distributor, rules: Sequence[Rule]) -> dict[UUID, list[Planned]]:
    """The rows that wait by rules, by person, but those that a worker holds or somebody's hand has touched.

    What was approved, is tried again, was sent again, or stands in for a letter stays as it is.
    """
    theirs = Q(owner=owner, rule__in=rules) & ~Q(occurrence__contains=REPEATED)
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
    people: list[Customer], live: Sequence[Rule], waiting: Mapping, by: Actor, done: Replanned
) -> None:
    keys = [rule.key for rule in live]
    known = standings(people, {rule.anchor for rule in live}, apart_from=keys)
    for person in people:
        _replan_person(person, waiting.get(person.pk, []), live, known[person.pk], by, done)


def _replan_person(
    person: Customer,
    rows: list[Planned],
    live: Sequence[Rule],
    standing: Standing,
    by: Actor,
    done: Replanned,
) -> None:
    why = Why(PLAYBOOK_CHANGED, wording.reason(PLAYBOOK_CHANGED, person.owner.language))
    wanted, gone = _wanted(live, rows, standing), []
    for row in rows:
        found = wanted.pop((row.rule_id, row.occurrence), None)
        fresh = plan(person, [found], clock.now()) if found else []
        if fresh:
            done.moved.extend(refresh(row, fresh[0], person, by, why, at_once=found.day is None))
        elif not (row.rule in live and _is_of_before(row, standing)):
            gone.append(row)
    done.gone.extend(retire(gone, why, by))
    if wanted:
        done.added.extend(keep(plan(person, wanted.values(), clock.now()), by))


def _is_of_before(row: Planned, standing: Standing) -> bool:
    """Say whether a row is of an earlier order or inquiry than the last one, which alone is asked about now."""
    last = standing.purchase if row.rule.anchor in OF_AN_ORDER else standing.interest
    if row.rule.anchor not in (*OF_AN_ORDER, Anchor.INQUIRY) or last is None:
        return False
    return str(last.id) not in row.occurrence


def _wanted(live: Sequence[Rule], rows: list[Planned], standing: Standing) -> dict[Key, Occasion]:
    """What the steps ask for now: of what waits already, on whatever day, and of what is still to come."""
    today = standing.day_of(clock.now())
    standing_rows = {(row.rule_id, row.occurrence): row for row in rows}
    asks = [(rule, one) for rule in live for one in _asks(rule, standing_rows, standing, today)]
    wanted = {}
    for rule, decided in in_turn(asks, standing, today):
        if not decided.code:
            key = (rule.pk, decided.asked.occurrence)
            wanted[key] = _occasion(rule, decided, standing, standing_rows.get(key))
    return wanted


def _asks(rule: Rule, rows: Mapping[Key, Planned], standing: Standing, today: date) -> list[Asked]:
    has_any = any(rule_id == rule.pk for rule_id, _ in rows)
    first = today - FAR if has_any else today
    last = today + (FAR if has_any or rule.anchor in OF_AN_ORDER else AHEAD)
    found = []
    for asks in asked(rule, rung_of(rule), standing, first, last):
        if (rule.pk, asks.occurrence) in rows or _is_to_come(rule, asks, today):
            found.append(asks)
        elif asks.day > today + AHEAD:
            break
    return found


def _is_to_come(rule: Rule, asks: Asked, today: date) -> bool:
    """Say whether something new is planned now: at most two days ahead, with an order for the first time."""
    if rule.anchor in THANKED and asks.at_once:
        return False  # that order was thanked for, or was history
    with_order = rule.anchor in OF_AN_ORDER and number_of(asks.occurrence) == 0
    return today <= asks.day and (with_order or asks.day <= today + AHEAD)


def _occasion(rule: Rule, decided: Decided, standing: Standing, row: Planned | None) -> Occasion:
    """As it is planned anyway; what a contact has put off counts from that contact again."""
    found = occasion(rule, decided, standing)
    if row is None or decided.asked.at_once:
        return replace(found, day=None) if decided.asked.at_once else found
    if not row.context.get("moved_from") or standing.last_contact_at is None:
        return found
    offset, contact_on = offset_of(rule, standing.is_cold), standing.day_of(standing.last_contact_at)
    later = contacts.restarts(rule.kind, decided.day, offset, contact_on)
    return replace(found, day=later) if later else found
