"""Counts how appointments were kept: held, early, late, moved, missed, cancelled, and how soon notes went.

Two questions to the database, for one distributor or for thousands.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median

from django.db.models import Count, F, Q, Sum

from appointments.models import Appointment, Notes
from appointments.models.appointment import HOLDING, Side, State
from kit import clock
from team.models import Distributor
from team.wall_time import first_instant_at

A_DAY = timedelta(days=1)
PUNCTUAL = timedelta(minutes=1)  # who comes within it is on time


@dataclass(frozen=True)
class Figures:
    """What became of the appointments of some days; `minutes_to_notes` is a median, None without notes.

    Early and late are of those kept where it was noted when the distributor came. `missed_by_us` and
    `cancelled_by_us` are parts of `missed` and `cancelled`; of those `unsaid` nobody said what became.
    """

    kept: int = 0
    early: int = 0
    late: int = 0
    moved_by_us: int = 0
    moved_by_them: int = 0
    missed: int = 0
    cancelled: int = 0
    minutes_to_notes: float | None = None
    missed_by_us: int = 0
    cancelled_by_us: int = 0
    unsaid: int = 0

    @property
    def due(self) -> int:
        """Those whose time came and that nobody had cancelled."""
        return self.kept + self.missed

    @property
    def on_time(self) -> int:
        """Those kept, without those begun late."""
        return self.kept - self.late


def figures_of(owner: Distributor, first: date, last: date) -> Figures:
    """Return the figures of a distributor's appointments that began on the days from `first` to `last`."""
    return figures_of_many([owner], first, last)[owner.pk]


def figures_of_many(owners: Collection[Distributor], first: date, last: date) -> dict[int, Figures]:
    """Return the same of many, by their ids; days are those of each one's own wall."""
    if not owners:
        return {}
    theirs = _of_days(owners, first, last)
    counted = {row.pop("owner_id"): row for row in _counts(theirs)}
    minutes = _minutes_to_notes(theirs)
    none = dict.fromkeys(_NAMES, 0)
    return {
        owner.pk: Figures(**counted.get(owner.pk, none), minutes_to_notes=minutes.get(owner.pk))
        for owner in owners
    }


def _of_days(owners: Collection[Distributor], first: date, last: date) -> Q:
    """Whose appointments, and between which moments: one pair for each zone among them."""
    by_zone = defaultdict(list)
    for owner in owners:
        by_zone[owner.zoneinfo].append(owner.pk)
    those = Q()
    for zone, ids in by_zone.items():
        start, end = (first_instant_at(day, time(), zone) for day in (first, last + A_DAY))
        those |= Q(owner__in=ids, starts_at__gte=start, starts_at__lt=end)
    return those


_KEPT = Q(state=State.FINISHED)
_COUNTED = {
    "kept": _KEPT,
    "early": _KEPT & Q(arrived_at__lt=F("starts_at") - PUNCTUAL),
    "late": _KEPT & Q(arrived_at__gt=F("starts_at") + PUNCTUAL),
    "missed": Q(state=State.MISSED),
    "missed_by_us": Q(state=State.MISSED, closed_by=Side.US),
    "cancelled": Q(state=State.CANCELLED) & ~Q(confirmed_at=None, asked_at__isnull=False),
    "cancelled_by_us": Q(state=State.CANCELLED, closed_by=Side.US),
}
_MOVES = ("moved_by_us", "moved_by_them")
_NAMES = (*_COUNTED, *_MOVES, "unsaid")


def _counts(theirs: Q):
    over = Q(state__in=HOLDING, ends_at__lt=clock.now()) & ~Q(state=State.ASKED)
    counts = {name: Count("pk", filter=which) for name, which in {**_COUNTED, "unsaid": over}.items()}
    moves = {name: Sum(name, default=0) for name in _MOVES}
    # Named apart from the columns, which an aggregate may not hide.
    rows = Appointment.objects.filter(theirs).order_by().values("owner_id")
    for row in rows.annotate(**{f"sum_{name}": moves[name] for name in _MOVES}, **counts):
        yield {name.removeprefix("sum_"): value for name, value in row.items()}


def _minutes_to_notes(theirs: Q) -> dict[int, float]:
    """The median of the minutes from the end of a meeting until its notes went, by owner."""
    ids = Appointment.objects.filter(theirs).values("pk")
    sent = Notes.objects.filter(appointment__in=ids, ended_at__isnull=False, sent_at__isnull=False)
    found = defaultdict(list)
    for owner, ended, went in sent.values_list("appointment__owner_id", "ended_at", "sent_at"):
        found[owner].append(_minutes(ended, went))
    return {owner: median(minutes) for owner, minutes in found.items()}


def _minutes(ended: datetime, went: datetime) -> float:
    return max(timedelta(), went - ended) / timedelta(minutes=1)
