"""Plans what comes by the calendar: a word after a long silence, birthdays.

Looks two days ahead, so that a changed rule, zone or rung rarely finds rows to mend. Planning
again adds nothing: each occurrence is unique, and people who have theirs are not even looked at.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from customers.ladder import Rung
from customers.models import Customer
from followups.actions.facts import hold_people, tell_next_due
from followups.actions.planned import Occasion, keep, plan
from followups.models import Rule, Task
from followups.models.rule import Anchor
from followups.occasions import of_rhythm, of_year
from followups.planning import offset_of
from kit import clock
from kit.events import Actor

AHEAD = timedelta(days=2)
ZONES_APART = timedelta(days=1)  # a local day begins at most this much before or after the day in UTC
MOST_UNANSWERED = 3  # words to somebody who never answers; then they are left in peace
BATCH = 200


def plan_ahead(*, by: Actor) -> int:
    """Plan what the calendar owes to everybody's people and return how many tasks were added."""
    added = 0
    for rule in Rule.objects.filter(anchor__in=FINDERS, is_active=True):
        found = FINDERS[rule.anchor](rule, clock.now())
        while batch := list(islice(found, BATCH)):
            added += _keep(batch, by)
    return added


@transaction.atomic
def _keep(batch: list[tuple[Customer, Occasion]], by: Actor) -> int:
    occasions = {person.pk: occasion for person, occasion in batch}
    people, added = hold_people(occasions), 0
    for person in people.values():
        rows = plan(person, [occasions[person.pk]], clock.now())
        added += len(keep(person, by, rows))
    tell_next_due(people.values())
    return added


def _birthdays(rule: Rule, now: datetime) -> Iterator[tuple[Customer, Occasion]]:
    """Warm people and customers whose birthday is today or tomorrow, by their distributor's wall."""
    first = (now - ZONES_APART).date()
    for day in (first + timedelta(days=n) for n in range(AHEAD.days + 2)):
        born = Q(birth_month=day.month, birth_day=day.day) | _born_on_leap_day(day)
        people = _people(rule).filter(born).exclude(warmth="cold", rung__lt=Rung.CUSTOMER)
        wished = Task.objects.filter(customer=OuterRef("pk"), rule=rule, occurrence=of_year(day.year))
        for person in _each(people.exclude(Exists(wished))):
            if day >= person.owner.today():
                yield person, Occasion(rule, of_year(day.year), day)


def _silent(rule: Rule, now: datetime) -> Iterator[tuple[Customer, Occasion]]:
    """Suspects and prospects without a word, in or out, for the length of the rule's interval.

    Who has anything open, or was on the list an interval ago, is left out.
    """
    horizon = now + AHEAD
    for cold in (True, False):
        interval = timedelta(days=max(1, offset_of(rule, cold)))
        people = _people(rule).filter(rung__lt=Rung.CUSTOMER, warmth="cold" if cold else "warm")
        people = people.annotate(silent_since=Coalesce("last_contact_at", "created_at")).filter(
            silent_since__lte=horizon - interval + ZONES_APART,
            silent_since__gt=horizon - (MOST_UNANSWERED + 1) * interval - ZONES_APART,
        )
        busy = Task.objects.filter(customer=OuterRef("pk")).filter(
            Q(state="open") | Q(rule=rule, local_date__gt=(horizon - interval).date())
        )
        for person in _each(people.exclude(Exists(busy))):
            if occasion := _next_word(rule, person, interval, horizon):
                yield person, occasion


def _next_word(rule: Rule, person: Customer, interval: timedelta, horizon: datetime) -> Occasion | None:
    zone = person.owner.zoneinfo
    anchor = person.silent_since.astimezone(zone).date()
    n = (horizon.astimezone(zone).date() - anchor) // interval
    if not 1 <= n <= MOST_UNANSWERED:
        return None
    return Occasion(rule, of_rhythm(anchor, n), anchor + n * interval)


def _people(rule: Rule):
    """Whom a rule is for: its owner's people, or everybody's who have no such rule of their own."""
    people = Customer.objects.filter(deleted_at=None).select_related("owner")
    if rule.owner_id:
        return people.filter(owner=rule.owner_id)
    return people.exclude(Exists(Rule.objects.filter(owner=OuterRef("owner"), key=rule.key)))


def _each(people: QuerySet) -> Iterator[Customer]:
    """People by id, each batch read to its end: beside an open SELECT, SQLite may refuse to write."""
    people = people.order_by("pk")
    batch = list(people[:BATCH])
    while batch:
        yield from batch
        batch = list(people.filter(pk__gt=batch[-1].pk)[:BATCH]) if len(batch) == BATCH else []


def _born_on_leap_day(day: date) -> Q:
    """On 28 February of a common year, people of 29 February have their birthday too."""
    is_last = (day.month, day.day, (day + timedelta(days=1)).month) == (2, 28, 3)
    return Q(birth_month=2, birth_day=29) if is_last else Q(pk=None)


FINDERS = {Anchor.LAST_CONTACT: _silent, Anchor.BIRTHDAY: _birthdays}
