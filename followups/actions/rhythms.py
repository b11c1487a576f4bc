"""Plans what comes by the calendar: a word after a long silence, birthdays, the steps of a rung.

Looks two days ahead, so that a changed rule, zone or rung rarely finds rows to mend. Planning
again adds nothing: each occurrence is unique, and people who have theirs are not even looked at.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet, prefetch_related_objects

from customers.models import Customer
from followups.actions.facts import hold_people, tell_more_due, tell_next_due_of_many
from followups.actions.going_together import let_the_weightiest_go
from followups.actions.groundless import retire_groundless
from followups.actions.pacing import PACED, Pace, in_turn
from followups.actions.planned import Occasion, Planned, keep, keep_many, plan, plan_many
from followups.actions.seeking import FINDERS, people_for
from followups.actions.standings import standings
from followups.coming import AHEAD
from followups.models import Rule
from followups.models.rule import Action
from followups.rounds import rounds_of
from followups.schedule import Decided, agenda
from followups.standing import Standing
from kit import clock
from kit.bulk import batches
from kit.events import Actor
from kit.garbage import uncollected
from team.models import Distributor

PAGE = 10_000  # people looked for in one query
BATCH = 2_000  # people held at once
ACTIONS = (Action.LETTER, Action.REVIEW, Action.SURVEY, Action.TASK)


def plan_ahead(*, by: Actor) -> int:
    """Plan what the calendar owes to everybody's people and return how many letters and tasks were added."""
    added = 0
    for looked in rounds_of(_rules()):
        people = people_for(looked, _days)
        found = in_turn(people, BATCH) if looked.anchor == PACED else _each(people)
        for ids in batches(found, BATCH):
            with uncollected():
                added += _plan_batch(looked.steps, ids, by)
    retire_groundless(by)
    return added


def plan_for(person: Customer, rules: Sequence[Rule], by: Actor) -> list[Planned]:
    """Plan what rules owe to one person in the next days, who is held by the caller."""
    standing = standings([person], {rule.anchor for rule in rules}, surveys=asks_anybody(rules))[person.pk]
    rows = keep(plan(person, occasions_of(rules, standing), clock.now()), by)
    let_the_weightiest_go(rows, by)
    return rows


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


def asks_anybody(rules: Iterable[Rule]) -> bool:
    """Say whether a survey is among some rules, so that it matters when people were asked."""
    return any(rule.action == Action.SURVEY for rule in rules)


def rung_of(rule: Rule) -> int | None:
    """Return the rung a rule is for; those of an occasion are for whomever it happens to."""
    return rule.playbook.rung if rule.playbook else None


@transaction.atomic
def _plan_batch(rules: list[Rule], ids: list[UUID], by: Actor) -> int:
    """Plan for people what rules of one anchor ask: each that of their owner, or all the one of the house."""
    people, owners = _held(ids)
    anchor, stops = rules[0].anchor, {stop for rule in rules for stop in rule.stops}
    standing = standings(people, {anchor}, stops=stops, surveys=asks_anybody(rules))
    pace = Pace(owners, clock.now().date()) if anchor == PACED else None
    of, wanted = {rule.owner_id: rule for rule in rules}, []
    for person in people:
        theirs, rule = standing[person.pk], of.get(person.owner_id) or of.get(None)
        if rule is None:  # the person changed hands meanwhile
            continue
        asked = occasions_of([rule], theirs)
        wanted.append((person, [pace.take(rule, one, person, theirs) for one in asked] if pace else asked))
    rows = keep_many(plan_many(wanted, clock.now()), by)
    gave_way = let_the_weightiest_go(rows, by)
    tell_more_due(rows)
    tell_next_due_of_many({row.customer_id for row in gave_way})
    return len(rows)


def _held(ids: list[UUID]) -> tuple[list[Customer], list[Distributor]]:
    """People in the order of their ids given, held, with what is asked about each; and their owners."""
    held = hold_people(ids)
    people = [held[id] for id in ids if id in held and held[id].deleted_at is None]
    owners = Distributor.objects.in_bulk({person.owner_id for person in people})
    prefetch_related_objects(list(owners.values()), "office_hours", "days_off")
    for person in people:
        person.owner = owners[person.owner_id]
    return people, list(owners.values())


def _rules() -> list[Rule]:
    """What comes by the calendar."""
    rules = Rule.objects.filter(anchor__in=FINDERS, is_active=True, retired_at=None, action__in=ACTIONS)
    return list(rules.filter(active_from__lte=clock.now()).select_related("playbook"))


def _days(rule: Rule):
    """The days a rule is asked about: those it is not too late for, up to the horizon."""
    today = clock.now().date()
    return today - timedelta(hours=rule.keep_hours), today + AHEAD


def _each(people: QuerySet) -> Iterator[UUID]:
    """The ids of people in their order, each page read to its end: beside an open SELECT, SQLite may refuse to write."""
    ids = people.order_by("pk").values_list("pk", flat=True)
    page = list(ids[:PAGE])
    while page:
        yield from page
        page = list(ids.filter(pk__gt=page[-1])[:PAGE]) if len(page) == PAGE else []
