"""The dry run: who would get what and when in the next days, and who not and why.

Computed by the very code that plans; nothing is written.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet, prefetch_related_objects

from customers.models import Customer
from followups import planning, wording
from followups.actions.pacing import paced
from followups.actions.planned import letter_place, task_due
from followups.actions.standings import standings
from followups.models import Message, Playbook, Task
from followups.models.message import FINAL, State
from followups.models.rule import Action
from followups.models.task import TaskState
from followups.reach import Shut
from followups.reaching import shut_for, way_of
from followups.schedule import TOGETHER, Asked, Decided, Terms, agenda
from kit import clock
from team.models import Distributor

DAYS = 30
LETTERS = (Action.LETTER, Action.REVIEW)


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody would get, and when; `channel` is empty where it is something to do by hand.

    `together` is the title of the task of that day with which it is done.
    """

    when: datetime
    local_date: date
    person: Customer
    step_key: str
    title: str
    channel: str
    action: str
    together: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """What somebody would not get, and why: a code for programs, a sentence for people."""

    person: Customer
    step_key: str
    title: str
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """The lines by time, and what is held; `counts` are by action, `people` those with a line."""

    lines: list[Line]
    held: list[Held]
    counts: dict[str, int]
    people: int


def forecast(
    owner: Distributor,
    steps: Sequence[Terms],
    *,
    playbook_key: str,
    days: int = DAYS,
    now: datetime | None = None,
) -> Forecast:
    """Say what steps of a playbook, live or still edited, would come to in the next days."""
    now = now or clock.now()
    today = now.astimezone(owner.zoneinfo).date()
    last = today + timedelta(days=days)
    rung = rung_of(owner, playbook_key)
    keys = [step.key for step in steps]
    theirs = _theirs(owner, rung)
    people = _people(owner, theirs)
    anchors = {step.anchor for step in steps}
    known, standing = (
        _known(owner, keys),
        standings(people, anchors, apart_from=keys, goods=False, among=theirs.order_by().values("pk")),
    )
    live = [(step, rung) for step in steps if step.is_active]
    found = [
        (person, step, decided)
        for person in people
        for step, decided in agenda(live, standing[person.pk], today, last, known.get(person.pk, frozenset()))
    ]
    return _told(owner, paced(found, owner, standing, today, last), now)


def rung_of(owner: Distributor, playbook_key: str) -> int | None:
    """Return the rung that a playbook belongs to, None for one of an occasion."""
    return Playbook.objects.of(owner.pk).filter(key=playbook_key).values_list("rung", flat=True).first()


def _theirs(owner: Distributor, rung: int | None) -> QuerySet:
    people = Customer.objects.filter(owner=owner, deleted_at=None)
    return people.filter(rung=rung) if rung is not None else people


def _people(owner: Distributor, theirs: QuerySet) -> list[Customer]:
    people = list(theirs.order_by("name_key", "pk"))
    for person in people:
        person.owner = owner
    return people


def _known(owner: Distributor, keys: Sequence[str]) -> dict:
    """What has had its turn, by person: it is not asked for again."""
    known: dict = {}
    for model, over in ((Message, (*FINAL, State.CLAIMED, State.UNCERTAIN)), (Task, CLOSED)):
        rows = model.objects.filter(owner=owner, rule__key__in=keys, state__in=over)
        for person, key, occurrence in rows.order_by().values_list("customer_id", "rule__key", "occurrence"):
            known.setdefault(person, set()).add((key, occurrence))
    return known


CLOSED = [state for state in TaskState if state != TaskState.OPEN]


def _told(owner: Distributor, found: list[tuple[Customer, Terms, Decided]], now: datetime) -> Forecast:
    letters = [(person, step) for person, step, one in found if not one.code and step.action in LETTERS]
    readers = list({person for person, _step in letters})
    prefetch_related_objects(readers, "emails", "phones", "consents")
    shut = shut_for(readers, [step for _person, step in letters])[owner.pk]
    lines, held = [], []
    for person, step, decided in found:
        line = None if decided.code else _line(owner, person, step, decided, shut, now)
        if line:
            lines.append(line)
        else:
            code = decided.code or "too_late"
            sentence = wording.reason(code, owner.language)
            held.append(Held(person, step.key, step.title, code, sentence))
    lines.sort(key=lambda line: (line.when, line.person.name_key))
    counts = Counter(line.action for line in lines)
    return Forecast(lines, held, dict(counts), len({line.person.pk for line in lines}))


def _line(
    owner: Distributor, person: Customer, step: Terms, decided: Decided, shut: Collection[Shut], now: datetime
) -> Line | None:
    way = way_of(step, person, shut) if step.action in LETTERS else None
    is_letter = bool(way)
    due = _due_letter(owner, person, step, decided, now) if is_letter else None
    due = due or (None if is_letter else task_due(step, decided.day, now, owner))
    if due is None:
        return None
    action = step.action if is_letter or step.action not in LETTERS else Action.TASK
    action = Action.REVIEW if way and not way.by_itself else action
    channel = way.channel if is_letter else ""
    together = decided.asked.context.get(TOGETHER, "")
    return Line(due.due_at, due.local_date, person, step.key, step.title, channel, str(action), together)


def _due_letter(owner: Distributor, person: Customer, step: Terms, decided: Decided, now: datetime):
    place = letter_place(person, owner)
    asks: Asked = decided.asked
    if asks.at_once and asks.day >= now.astimezone(owner.zoneinfo).date():
        return planning.soon(step, now, place)
    return planning.letter_on(step, decided.day, now, place)
