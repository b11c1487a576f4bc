"""Plans what comes by the calendar: a word after a long silence, birthdays, the steps of a rung.

Looks two days ahead, so that a changed rule, zone or rung rarely finds rows to mend. Planning
again adds nothing: each occurrence is unique, and people who have theirs are not even looked at.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice

from django.db import transaction
from django.db.models import QuerySet

from customers.models import Customer
from followups.actions.facts import hold_people, tell_next_due
from followups.actions.groundless import retire_groundless
from followups.actions.pacing import PACED, Pace, in_turn
from followups.actions.planned import Occasion, Planned, keep, plan
from followups.actions.seeking import FINDERS, people_for
from followups.actions.standings import standings
from followups.attention import weight
from followups.models import Rule
from followups.models.rule import Action
from followups.schedule import Decided, agenda
from followups.standing import Standing
from kit import clock
from kit.events import Actor

AHEAD = timedelta(days=2)
BATCH = 200
ACTIONS = (Action.LETTER, Action.REVIEW, Action.TASK)


def plan_ahead(*, by: Actor) -> int:
    """Plan what the calendar owes to everybody's people and return how many letters and tasks were added."""
    added = 0
    for rule in _rules():
        people = people_for(rule, *_days(rule))
        found = in_turn(people, BATCH) if rule.anchor == PACED else _each(people)
        while batch := list(islice(found, BATCH)):
            added += _plan_batch(rule, batch, by)
    retire_groundless(by)
    return added


def plan_for(person: Customer, rules: Sequence[Rule], by: Actor) -> list[Planned]:
    """Plan what rules owe to one person in the next days, who is held by the caller."""
    standing = standings([person], {rule.anchor for rule in rules})[person.pk]
    return keep(person, by, plan(person, occasions_of(rules, standing), clock.now()))


def occasions_of(rules: Sequence[Rule], standing: Standing) -> list[Occasion]:
    """Return what rules ask for a person in the next days and nothing holds."""
    today = standing.day_of(clock.now())
    steps = [(rule, rung_of(rule)) for rule in rules]
    decided = agenda(steps, standing, today, today + AHEAD)
    return [occasion(rule, one, standing) for rule, one in decided if not one.code]


def occasion(rule: Rule, decided: Decided, standing: Standing) -> Occasion:
    """Return what was decided as a thing to plan."""
    asks, today = decided.asked, standing.day_of(clock.now())
    if asks.at_once and asks.day >= today:
        return Occasion(rule, asks.occurrence, None, asks.context)
    day = asks.day if decided.day == today else decided.day
    return Occasion(rule, asks.occurrence, day, asks.context)


def rung_of(rule: Rule) -> int | None:
    """Return the rung a rule is for; those of an occasion are for whomever it happens to."""
    return rule.playbook.rung if rule.playbook else None


@transaction.atomic
def _plan_batch(rule: Rule, batch: list[Customer], by: Actor) -> int:
    owner = {person.owner_id: person.owner for person in batch}  # one row of each, which knows its hours
    owners = {person.pk: owner[person.owner_id] for person in batch}
    people, added = hold_people(owners), 0
    for person in people.values():
        person.owner = owners[person.pk]
    standing, changed = standings(list(people.values()), {rule.anchor}), []
    pace = Pace(owner.values(), clock.now().date()) if rule.anchor == PACED else None
    for person in (people[one.pk] for one in batch if one.pk in people):
        if person.deleted_at is None:
            theirs = standing[person.pk]
            asked = occasions_of([rule], theirs)
            if pace:
                asked = [pace.take(rule, one, person, theirs) for one in asked]
            rows = keep(person, by, plan(person, asked, clock.now()))
            changed += [person] if rows else []
            added += len(rows)
    tell_next_due(changed)
    return added


def _rules() -> list[Rule]:
    """What comes by the calendar, the weightiest first: of two on a day it is the one that stays."""
    rules = Rule.objects.filter(anchor__in=FINDERS, is_active=True, retired_at=None, action__in=ACTIONS)
    rules = rules.filter(active_from__lte=clock.now()).select_related("playbook")
    return sorted(rules, key=lambda rule: weight(rule.kind, rule.priority), reverse=True)


def _days(rule: Rule):
    """The days a rule is asked about: those it is not too late for, up to the horizon."""
    today = clock.now().date()
    return today - timedelta(hours=rule.keep_hours), today + AHEAD


def _each(people: QuerySet) -> Iterator[Customer]:
    """People by id, each batch read to its end: beside an open SELECT, SQLite may refuse to write."""
    people = people.order_by("pk")
    batch = list(people[:BATCH])
    while batch:
        yield from batch
        batch = list(people.filter(pk__gt=batch[-1].pk)[:BATCH]) if len(batch) == BATCH else []
