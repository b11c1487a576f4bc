"""Gathers what days carry beside appointments, as quiet marks: birthdays of people, promises due."""

from calendar import isleap
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from customers.models import Customer
from followups.models import Promise
from team.models import Distributor

A_DAY = timedelta(days=1)
MOST = 200  # of each kind; more tells nobody more


@dataclass(frozen=True)
class Mark:
    """Somebody's birthday, or a promise to them that is due (with its words)."""

    kind: str
    person: Customer
    text: str = ""


def marks_between(owner: Distributor, first: date, last: date) -> dict[date, list[Mark]]:
    """Return the marks of the days from `first` to `last`: two queries."""
    marks: dict[date, list[Mark]] = defaultdict(list)
    days = [first + number * A_DAY for number in range((last - first).days + 1)]
    by_date = defaultdict(list)
    for day in days:
        for born in _born(day):
            by_date[born].append(day)
    on = Q()
    for month, number in by_date:
        on |= Q(birth_month=month, birth_day=number)
    people = Customer.objects.visible_to(owner).filter(on).order_by("name_key", "pk")
    for person in people.only("name", "rung", "birth_month", "birth_day")[:MOST]:
        for day in by_date[person.birth_month, person.birth_day]:
            marks[day].append(Mark("birthday", person))
    promises = Promise.objects.visible_to(owner).open().filter(due_on__range=(first, last))
    for promise in promises.select_related("customer").order_by("due_on", "pk")[:MOST]:
        marks[promise.due_on].append(Mark("promise", promise.customer, promise.text))
    return marks


def _born(day: date) -> list[tuple[int, int]]:
    """Whose birthday a day is; who was born on a leap day has it on the last of February."""
    leap = (day.month, day.day) == (2, 28) and not isleap(day.year)
    return [(day.month, day.day), *([(2, 29)] if leap else [])]
