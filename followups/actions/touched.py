"""What people were or will be touched by, all rhythms together, and how much they are given.

A letter or a task counts unless it answers something they did themselves; what was cancelled,
refused or came too late does not.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet

from customers.models import Customer
from followups.attention import UNCOUNTED, Allowance
from followups.models import Message, Task
from followups.querysets import TO_COME
from kit.prepared import read

A_DAY = timedelta(days=1)
LATELY = timedelta(days=8)  # seven days of anybody's wall
WENT = ("sent", "uncertain")
COUNTED_LETTERS = ~Q(rule__kind__in=UNCOUNTED, purpose="service")
COUNTED_TASKS = Q(rule__isnull=False) & ~Q(kind__in=UNCOUNTED)


def allowance_of(person: Customer, complaint_open: bool = False) -> Allowance:
    """Return how much attention a person is given; without a wish of their own, the usual."""
    wish = person.touches_a_week
    a_week = settings.TOUCHES_A_WEEK if wish is None else wish
    return _allowance(a_week, person.grieving_until, person.resting_until, complaint_open)


_allowance = lru_cache(1024)(Allowance)  # most people are given the same


def touched_lately(people: Collection[UUID], now: datetime) -> Mapping[UUID, list[datetime]]:
    """Return the moments in the last seven days and more at which people were touched; two queries.

    What stands on the list for today counts as done at this very moment: the day began where the
    distributor is, which may have been yesterday where the person is. For the people of some letters: the queries
    are kept for each number of people.
    """
    moments: dict[UUID, list[datetime]] = defaultdict(list)
    if not people:
        return moments
    people = sorted(people)
    for person, sent, began in read(_letters_lately, people=people, since=now - LATELY):
        moments[person].append(sent or began)
    named = read(_tasks_lately, people=people, since=now - LATELY, yesterday=now - A_DAY, now=now)
    in_one_go = {(person, day): closed or now for person, closed, day in named}
    for (person, _day), at in in_one_go.items():
        moments[person].append(at)
    return moments


def _letters_lately(people: list[UUID], since: datetime) -> QuerySet:
    begun = Q(state="claimed", begun_at__isnull=False)
    letters = Message.objects.filter(COUNTED_LETTERS, customer__in=people)
    went = letters.filter(Q(state__in=WENT) | begun, begun_at__gt=since)
    return went.values_list("customer_id", "sent_at", "begun_at")


def _tasks_lately(people: list[UUID], since: datetime, yesterday: datetime, now: datetime) -> QuerySet:
    done = Q(state="done", closed_at__gt=since)
    listed = Q(state="open", due_at__gt=yesterday, due_at__lte=now)
    tasks = Task.objects.filter(COUNTED_TASKS, customer__in=people).filter(done | listed)
    return tasks.order_by("pk").values_list("customer_id", "closed_at", "local_date")


def touched_days(
    people: Collection[UUID], since: date, besides: Collection[UUID] = ()
) -> Mapping[UUID, Mapping[date, int]]:
    """Return on how many touches each day of people comes, planned and done, from a day on; two queries.

    `besides` are ids of letters and tasks that are not counted, because their day is asked for.
    """
    early = datetime(since.year, since.month, since.day, tzinfo=ZoneInfo("UTC")) - timedelta(days=1)
    days: dict[UUID, Counter] = defaultdict(Counter)
    for person, day in _days_of(_letter_days(people, early), besides):
        days[person][day] += 1
    for person, day in set(_days_of(_task_days(people, early), besides)):  # those of a day are done in one go
        days[person][day] += 1
    return days


def _days_of(found: Iterable[tuple], besides: Collection[UUID]) -> list[tuple[UUID, date]]:
    return [
        (person, at.astimezone(ZoneInfo(zone)).date()) for id, person, at, zone in found if id not in besides
    ]


def _letter_days(people: Collection[UUID], since: datetime) -> Iterable[tuple]:
    letters = Message.objects.filter(COUNTED_LETTERS, customer__in=people, state__in=(*TO_COME, *WENT))
    letters = letters.filter(Q(due_at__gte=since) | Q(sent_at__gte=since))
    named = letters.values_list("pk", "customer_id", "due_at", "sent_at", "zone", "owner__zone")
    return ((id, person, sent or due, zone or home) for id, person, due, sent, zone, home in named)


def _task_days(people: Collection[UUID], since: datetime) -> Iterable[tuple]:
    tasks = Task.objects.filter(COUNTED_TASKS, customer__in=people, state__in=("open", "done"))
    tasks = tasks.filter(Q(due_at__gte=since) | Q(closed_at__gte=since))
    named = tasks.values_list("pk", "customer_id", "due_at", "closed_at", "owner__zone")
    return ((id, person, closed or due, home) for id, person, due, closed, home in named)
