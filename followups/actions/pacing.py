"""Spreads words after a long silence over the days of their distributors: the warm and long silent first."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from django.db.models import Count, QuerySet

from customers.models import Customer
from followups.actions.planned import Occasion, desk_day
from followups.models import Rule, Task
from followups.models.rule import Anchor
from followups.pacing import paced_day, words_a_day
from followups.standing import Standing
from kit.bulk import batches

PACED = Anchor.LAST_CONTACT
STANDING = ("open", "done")


def in_turn(people: QuerySet, at_once: int) -> Iterator[Customer]:
    """Yield people who wait for a word: those who know you first, of them the longest silent."""
    ordered = people.order_by("-warmth", "silent_since", "pk").values_list("pk", flat=True)
    for ids in batches(list(ordered), at_once):
        rows = people.in_bulk(ids)
        yield from (rows[id] for id in ids if id in rows)


class Pace:
    """How many words after a silence the days of some distributors hold already."""

    def __init__(self, owners: Collection[int], since: date):
        words = Task.objects.filter(owner__in=owners, rule__anchor=PACED, state__in=STANDING)
        counted = words.filter(local_date__gte=since).order_by().values_list("owner", "local_date")
        self.busy: dict[int, Counter] = defaultdict(Counter)
        for owner, day, count in counted.annotate(Count("pk")):
            self.busy[owner][day] = count

    def take(self, rule: Rule, occasion: Occasion, person: Customer, standing: Standing) -> Occasion:
        """Give an occasion the first day with room, and take that room. What is not paced stays."""
        if rule.anchor != PACED or occasion.day is None:
            return occasion
        busy, a_day = self.busy[person.owner_id], words_a_day(person.owner.daily_limit)
        wanted = max(occasion.day, person.owner.today())
        opens = partial(desk_day, owner=person.owner)
        day = paced_day(wanted, rule.kind, busy, a_day, standing.taken, standing.allowance, opens)
        busy[day] += 1
        if day == wanted:
            return occasion
        context = {**occasion.context, "paced_from": occasion.day.isoformat()}
        return replace(occasion, day=day, context=context)
