"""Lists what people were touched by, each with its day and its cause."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from customers.models import Customer
from followups import wording
from followups.attention import is_exempt
from followups.models import Message, Task
from kit.models import Event

ALWAYS = datetime.min.replace(tzinfo=UTC)
Clocks = Callable[[Customer, datetime], ZoneInfo]


@dataclass(frozen=True)
class Touched:
    """A letter that went or a task that was done: when, by which clock, for what cause.

    `counted` is what the allowance holds; `late` is a task that was done on another day than the
    list asked for it, which is its distributor's own choice.
    """

    person: UUID
    name: str
    what: str
    cause: str
    at: datetime
    zone: ZoneInfo
    counted: bool
    late: bool = False
    awaited: bool = False

    @property
    def day(self) -> date:
        """The day it was on the person's wall."""
        return self.at.astimezone(self.zone).date()

    def __str__(self):
        return f"{self.at.astimezone(self.zone):%a %d %b %H:%M}  {self.what:7} {self.name}: {self.cause}"


def touches(since: datetime, clocks: Clocks) -> Mapping[UUID, list[Touched]]:
    """Return what touched each person since a moment, in the order of time."""
    found = defaultdict(list)
    for row in sorted([*_letters(since, clocks), *_tasks(since, clocks)], key=lambda row: row.at):
        found[row.person].append(row)
    return found


def crowded_days(rows: Iterable[Touched]) -> list[Touched]:
    """Return what came to somebody, of what counts, on a day that had a touch already."""
    return [row for row, days in _with_days_before(rows) if row.day in days]


def crowded_weeks(rows: Iterable[Touched], wishes: list[tuple[datetime, int]]) -> list[Touched]:
    """Return what came although seven days held all that is allowed; `wishes` are theirs, in order."""
    return [
        row
        for row, days in _with_days_before(rows)
        if sum(timedelta(0) <= row.day - day < timedelta(days=7) for day in days) >= _wish_at(row.at, wishes)
    ]


def wishes_of(people: Iterable[Customer], since: datetime) -> Mapping[UUID, list[tuple[datetime, int]]]:
    """Return from when on how many touches a week were allowed to each person."""
    told = defaultdict(list)
    for event in Event.objects.filter(kind="customer.touches_wished", at__gte=since).order_by("at", "id"):
        told[event.subject_id].append(event)
    found = {}
    for person in people:
        events = told[str(person.pk)]
        first = events[0].before["touches_a_week"] if events else person.touches_a_week
        later = [(event.at, event.after["touches_a_week"]) for event in events]
        found[person.pk] = [(at, _a_week(wish)) for at, wish in [(ALWAYS, first), *later]]
    return found


def _letters(since: datetime, clocks: Clocks) -> Iterator[Touched]:
    sent = Message.objects.filter(state="sent", begun_at__gte=since)
    for row in sent.select_related("rule", "customer__owner"):
        counted, awaited = not is_exempt(row.rule.kind, row.purpose), bool(row.context.get("awaited"))
        yield _touched(row, "letter", row.begun_at, clocks, counted=counted, awaited=awaited)


def _tasks(since: datetime, clocks: Clocks) -> Iterator[Touched]:
    done = Task.objects.filter(state="done", closed_at__gte=since)
    for row in done.select_related("rule", "customer__owner__company"):
        late = row.closed_at.astimezone(row.customer.owner.zoneinfo).date() != row.local_date
        counted = row.rule_id is not None and not is_exempt(row.kind)
        yield _touched(row, "task", row.closed_at, clocks, counted=counted, late=late)


def _touched(row: Message | Task, what: str, at: datetime, clocks: Clocks, **how: bool) -> Touched:
    person = row.customer
    title = row.rule.title if row.rule else row.title or row.get_kind_display()
    cause = wording.cause(title, row.context.get("products", ""))
    return Touched(person.pk, person.name, what, cause, at, clocks(person, at), **how)


def _with_days_before(rows: Iterable[Touched]) -> Iterator[tuple[Touched, list[date]]]:
    """Each that counts, with the days of those before it, by the clock that holds now.

    A letter gives way to everything. A task is planned, so it knows nothing of what was done late.
    Tasks that were done together are one.
    """
    before: list[Touched] = []
    for row in rows:
        if row.counted and not (row.what == "task" and before and before[-1].at == row.at):
            known = [one for one in before if row.what == "letter" or row.late or not one.late]
            yield row, [one.at.astimezone(row.zone).date() for one in known]
            before.append(row)


def _wish_at(moment: datetime, wishes: list[tuple[datetime, int]]) -> int:
    return [a_week for at, a_week in wishes if at <= moment][-1]


def _a_week(wish: int | None) -> int:
    return settings.TOUCHES_A_WEEK if wish is None else wish
