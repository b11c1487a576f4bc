"""Brings together what Today shows: the ranked lines, letters to look at, who slips away.

Reads only. Each function is one query or two, however many rows there are.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Case, Count, Q, When, prefetch_related_objects

from customers.models import Customer
from followups.models import Message, Promise, Task
from kit import clock
from mlmcrm import ranking
from sales.models import Order, StandingOrder
from team.wall_time import first_instant_at

SLIPPING_SHOWN = 4
DRAFTS_SHOWN = 5
RESTING_DAYS = 120  # after this long in the cold a person is left in peace (win-back, then rest)
RHYTHM_ORDERS = 6
MOST_CONSIDERED = 500
WEIGHED = (
    "kind", "due_at", "expires_at", "customer__warmth", "customer__slips_on", "customer__cools_on",
    "customer__rung", "customer__last_contact_at",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One person and what to do for them now: a task, or else a promise that is due."""

    task: Task | None
    promise: Promise | None
    reasons: tuple[ranking.Reason, ...]
    also: tuple[Task | Promise, ...]

    @property
    def person(self) -> Customer:
        return (self.task or self.promise).customer

    @property
    def kind(self) -> str:
        return self.task.kind if self.task else "promise"


@dataclass(frozen=True)
class Slipper:
    """Somebody whose next order is missing: the last order days, and how long it has been."""

    person: Customer
    days: tuple[date, ...]
    cooling: bool
    overdue_days: int
    quiet_days: int


@dataclass(frozen=True)
class Day:
    """Everything on Today."""

    lines: list[Line]
    waiting: int
    done: int
    limit: int
    minutes: int
    drafts: list[Message]
    drafts_count: int
    slippers: list[Slipper]
    sent: int
    planned: int
    waited: int
    unsent: int
    unclear: int


def day_of(viewer) -> Day:
    """Gather the day of a distributor."""
    now, today = clock.now(), viewer.today()
    midnight = datetime.combine(today, time(), viewer.zoneinfo)
    done = _done_since(viewer, midnight)
    promises = _promises(viewer, today)
    ranked = _ranked(viewer, promises, now, today)
    room = max(0, viewer.daily_limit - done)
    drafts = _drafts(viewer)
    counts = _message_counts(viewer, midnight)
    lines = _lines(viewer, ranked[:room], promises)
    return Day(
        lines=lines,
        waiting=len(ranked) - len(lines),
        done=done,
        limit=viewer.daily_limit,
        minutes=ranking.minutes_for(line.kind for line in lines),
        drafts=drafts[:DRAFTS_SHOWN],
        drafts_count=counts["drafts"],
        slippers=_slippers(viewer, today, busy={entry.candidate.person for entry in ranked}),
        **{name: counts[name] for name in ("sent", "planned", "waited", "unsent", "unclear")},
    )


def _promises(viewer, today: date) -> list[Promise]:
    """What was promised for today or before; of one's own people alone."""
    promised = Promise.objects.visible_to(viewer).due(today).filter(customer__owner=viewer)
    promised = promised.filter(customer__deleted_at=None).select_related("customer")
    return list(promised.order_by("due_on", "pk")[:MOST_CONSIDERED])


def _ranked(viewer, promises: list[Promise], now: datetime, today: date) -> list[ranking.Ranked]:
    """Everything that is due, in its order; of each only what the order rests on."""
    due = Task.objects.visible_to(viewer).due(now)
    # The owner of the people is named too, so that the database looks at this owner's alone.
    due = due.filter(customer__owner=viewer, customer__deleted_at=None)
    weighed = due.annotate(weight=_weight_of_kind()).order_by("-weight", "expires_at", "due_at")
    rows = weighed.select_related("customer").only(*WEIGHED)[:MOST_CONSIDERED]
    candidates = [_candidate(task, today) for task in rows]
    candidates += [_promised(promise, viewer, today) for promise in promises]
    return ranking.rank(candidates, now)


def _weight_of_kind() -> Case:
    """The weight of a task's kind, so that the cut never hides what would stand first."""
    weights = ranking.WEIGHTS
    kinds = [When(kind=kind, then=weights[reason]) for kind, reason in ranking.KIND_REASONS.items()]
    return Case(*kinds, default=weights[ranking.Reason.OTHER])


def _candidate(task: Task, today: date) -> ranking.Candidate:
    return _of(task, task.kind, task.due_at, task.expires_at, today)


def _promised(promise: Promise, viewer, today: date) -> ranking.Candidate:
    morning = first_instant_at(promise.due_on, time(), viewer.zoneinfo)
    return _of(promise, "promise", morning, None, today)


def _of(thing, kind: str, due_at: datetime, expires_at: datetime | None, today: date) -> ranking.Candidate:
    person = thing.customer
    return ranking.Candidate(
        task=thing.pk,
        person=person.pk,
        kind=kind,
        due_at=due_at,
        expires_at=expires_at,
        cold=person.warmth == "cold",
        slipping=person.is_slipping(today) or person.is_cooling(today),
        rung=person.rung,
        last_contact_at=person.last_contact_at,
    )


def _lines(viewer, ranked: list[ranking.Ranked], promises: list[Promise]) -> list[Line]:
    """The lines that are shown, with everything that a line says."""
    wanted = {pk for entry in ranked for pk in (entry.candidate.task, *entry.also)}
    rows = Task.objects.visible_to(viewer).filter(pk__in=wanted).select_related("customer")
    things = {thing.pk: thing for thing in (*rows, *(row for row in promises if row.pk in wanted))}
    prefetch_related_objects(list(things.values()), "customer__emails", "customer__phones")
    for thing in things.values():
        thing.customer.owner = viewer
    return [_line(things, entry) for entry in ranked]


def _line(things: dict, entry: ranking.Ranked) -> Line:
    thing, also = things[entry.candidate.task], tuple(things[pk] for pk in entry.also)
    task, promise = (thing, None) if isinstance(thing, Task) else (None, thing)
    return Line(task, promise, entry.reasons, also)


def _done_since(viewer, midnight: datetime) -> int:
    done = Task.objects.visible_to(viewer).filter(state="done", closed_at__gte=midnight)
    kept = Promise.objects.visible_to(viewer).standing()
    kept = kept.filter(state__in=("early", "kept", "late"), closed_at__gte=midnight)
    return done.values("pk").union(kept.values("pk"), all=True).count()


def _drafts(viewer) -> list[Message]:
    drafts = Message.objects.visible_to(viewer).filter(state="draft").exclude(reason_code="waited")
    rows = drafts.select_related("customer", "letter", "rule", "owner").order_by("due_at")
    return list(rows[:DRAFTS_SHOWN])


def _message_counts(viewer, midnight: datetime) -> dict[str, int]:
    soon = clock.now() + timedelta(days=7)
    kinds = {
        "drafts": Q(state="draft") & ~Q(reason_code="waited"),
        "waited": Q(state="draft", reason_code="waited"),
        "unsent": Q(state__in=("refused", "failed", "expired"), settled_at=None),
        "unclear": Q(state="uncertain"),
        "sent": Q(state="sent", sent_at__gte=midnight),
        "planned": Q(state__in=("planned", "claimed"), due_at__lte=soon),
    }
    messages = Message.objects.visible_to(viewer).filter(reduce(or_, kinds.values()))
    return messages.aggregate(**{name: Count("pk", filter=kind) for name, kind in kinds.items()})


def _slippers(viewer, today: date, busy: set[UUID]) -> list[Slipper]:
    people = Customer.objects.visible_to(viewer).filter(
        slips_on__lte=today,
        cools_on__gt=today - timedelta(days=RESTING_DAYS),
        expected_order_on__lte=today,  # what was ordered may last longer than is usual
    )
    goods_come = StandingOrder.objects.visible_to(viewer).running().filter(next_on__gte=today)
    people = people.exclude(pk__in=goods_come.values("customer"))
    people = people.not_spared(today).exclude(pk__in=busy).order_by("-spent", "id")[:SLIPPING_SHOWN]
    people = list(people)
    days = _order_days(viewer, people)
    return [
        Slipper(
            person=person,
            days=tuple(sorted(days[person.pk])[-RHYTHM_ORDERS:]),
            cooling=person.is_cooling(today),
            overdue_days=max(0, (today - person.expected_order_on).days),
            quiet_days=(today - max(days[person.pk], default=today)).days,
        )
        for person in people
    ]


def _order_days(viewer, people: list[Customer]) -> dict[UUID, set[date]]:
    days: dict[UUID, set[date]] = defaultdict(set)
    if people:
        orders = Order.objects.visible_to(viewer).placed().filter(customer__in=people)
        for customer_id, on in orders.values_list("customer_id", "ordered_on"):
            days[customer_id].add(on)
    return days
