"""Spreads words after a long silence over the days of their distributors: the warm and long silent first."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from uuid import UUID

from django.db.models import Count, QuerySet

from customers.models import Customer
from followups.actions.planned import Occasion, office_of
from followups.models import Rule, Task
from followups.models.rule import Anchor
from followups.pacing import Room, paced_day, words_a_day
from followups.schedule import Decided, Terms
from followups.standing import Standing
from kit.bulk import batches
from team.models import Distributor
from team.office_hours import working_day

PACED = Anchor.LAST_CONTACT
STANDING = ("open", "done")
Found = tuple[Customer, Terms, Decided]


def in_turn(people: QuerySet, at_once: int) -> Iterator[UUID]:
    """Yield the ids of people who wait for a word: those who know you first, of them the longest silent."""
    ordered = people.order_by("-warmth", "silent_since", "pk").values_list("pk", flat=True)
    for ids in batches(list(ordered), at_once):
        waiting = set(people.filter(pk__in=ids).values_list("pk", flat=True))
        yield from (id for id in ids if id in waiting)


class Pace:
    """The room that the days of some distributors have for words after a silence."""

    def __init__(self, owners: Iterable[Distributor], since: date):
        self.rooms: dict[int, Room] = {}
        busy = _words_on_days([owner.pk for owner in owners], since)
        for owner in owners:
            opens = partial(working_day, **office_of(owner))
            self.rooms[owner.pk] = Room(busy[owner.pk], words_a_day(owner.daily_limit), opens)

    def take(self, rule: Rule, occasion: Occasion, person: Customer, standing: Standing) -> Occasion:
        """Give an occasion the first day with room, and take that room. What is not paced stays."""
        if rule.anchor != PACED or occasion.day is None:
            return occasion
        wanted = max(occasion.day, person.owner.today())
        day = self.day_for(wanted, rule.kind, person, standing)
        if day == wanted:
            return occasion
        context = {**occasion.context, "paced_from": occasion.day.isoformat()}
        return replace(occasion, day=day, context=context)

    def day_for(self, wanted: date, kind: str, person: Customer, standing: Standing) -> date:
        """Return the first day with room for a word to a person, which is then taken."""
        room = self.rooms[person.owner_id]
        day = paced_day(wanted, kind, room, standing.taken, standing.allowance)
        room.take(day)
        return day


def paced(
    found: list[Found], owner: Distributor, standing: Mapping[UUID, Standing], today: date, last: date
) -> list[Found]:
    """Give what a dry run found the days the planner would give it, with the code paced beyond the last.

    What stands on the list already keeps its day.
    """
    words = [one for one in found if one[1].anchor == PACED and not one[2].code]
    if not words:
        return found
    pace, planned = Pace([owner], today), _planned(owner)
    given = {}
    for person, step, decided in sorted(words, key=_silent_longest_first):
        day = planned.get((person.pk, decided.asked.occurrence))
        day = day or pace.day_for(decided.day, step.kind, person, standing[person.pk])
        given[_named(person, step, decided)] = replace(decided, day=day, code="paced" if day > last else "")
    return [(person, step, given.get(_named(person, step, one), one)) for person, step, one in found]


def _named(person: Customer, step: Terms, decided: Decided) -> tuple:
    return person.pk, step.key, decided.asked.occurrence


def _words_on_days(owners: Collection[int], since: date) -> Mapping[int, Counter]:
    words = Task.objects.filter(owner__in=owners, rule__anchor=PACED, state__in=STANDING)
    counted = words.filter(local_date__gte=since).order_by().values_list("owner", "local_date")
    busy: dict[int, Counter] = defaultdict(Counter)
    for owner, day, count in counted.annotate(Count("pk")):
        busy[owner][day] = count
    return busy


def _planned(owner: Distributor) -> dict[tuple[UUID, str], date]:
    words = Task.objects.open().filter(owner=owner, rule__anchor=PACED)
    return {
        (person, name): day for person, name, day in words.values_list("customer", "occurrence", "local_date")
    }


def _silent_longest_first(one: Found) -> tuple:
    person = one[0]
    return person.warmth != "warm", person.last_contact_at or person.created_at, person.pk
