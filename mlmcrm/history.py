"""Tells what was changed in a distributor's data, newest first, and what of it can be taken back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.models import Customer
from kit import clock
from kit.models import Door, Event
from kit.paging import BadCursor, page_of, place_of
from kit.telling import Told, kinds_beside, names_of, tell, told_kinds
from kit.undo import can_undo, undoable_kinds
from team.wall_time import first_instant_at

ROWS = 30
ORDER = ("-at", "-id")
NAME = "%(person)s"
RUN = 4  # so many lines of one kind and one go are told as one
TOPICS = [
    ("people", gettext_lazy("People")),
    ("ladder", gettext_lazy("Ladder")),
    ("touches", gettext_lazy("Contacts and notes")),
    ("orders", gettext_lazy("Orders and products")),
    ("letters", gettext_lazy("Letters")),
    ("tasks", gettext_lazy("Tasks")),
    ("imports", gettext_lazy("Imports")),
    ("settings", gettext_lazy("Settings")),
]
DOORS = {
    Door.API: gettext_lazy("from your phone"),
    Door.TASK: gettext_lazy("by the worker"),
    Door.IMPORT: gettext_lazy("by import"),
    Door.COMMAND: gettext_lazy("by a command"),
}
LATELY = timedelta(hours=1)
WITH_A_PERSON = {"note.added", "consent.given"}  # what is taken back with the person it came with


@dataclass
class Line:
    """One event in words; `others` are lines of the same kind from the same go."""

    event: Event
    told: Told
    start: str
    name: str
    end: str
    url: str
    source: str
    day: date
    opens_day: bool = False
    can_undo: bool = False
    undone: Event | None = None
    others: list["Line"] = field(default_factory=list)


@dataclass(frozen=True)
class HistoryPage:
    """A page of the history, and the cursor of the next one; empty at the end."""

    lines: list[Line]
    next: str


def history_of(viewer, wanted: dict, cursor: str = "") -> HistoryPage:
    """Return a page of what was changed. `wanted` has topic, person (words), first and last (days).

    A wrong cursor gives the first page.
    """
    events = _events(viewer, wanted)
    try:
        page = page_of(events, order=ORDER, cursor=cursor, size=ROWS)
    except BadCursor:
        return history_of(viewer, wanted)
    lines = _folded(lines_of(viewer, page.rows))
    _open_days(lines, _day(viewer, place_of(events, order=ORDER, cursor=cursor)[0]) if cursor else None)
    return HistoryPage(lines, page.next)


def lines_of(viewer, events: Iterable[Event]) -> list[Line]:
    """Put events into words: one query for the people, one for all other names."""
    events = list(events)
    people = _people(viewer, events)
    names = {str(id): name for id, (name, _gone) in people.items()}
    names |= names_of(_subjects(events))
    return [_line(viewer, event, people, names) for event in events]


def line_of(viewer, event: Event) -> Line:
    """Put an event into words as it stands now."""
    return lines_of(viewer, [_with_marks(Event.objects.visible_to(viewer)).get(pk=event.pk)])[0]


def _events(viewer, wanted: dict):
    events = _with_marks(Event.objects.visible_to(viewer).filter(undoes=None))
    if wanted["person"]:
        mine = Customer.objects.filter(owner=viewer).matching(wanted["person"], viewer)
        events = events.filter(person_id__in=mine.values("pk"))
    else:
        events = events.exclude(kind__in=kinds_beside())
    if wanted["topic"]:
        events = events.filter(_about(wanted["topic"]))
    if wanted["first"]:
        events = events.filter(at__gte=_midnight(viewer, wanted["first"]))
    if wanted["last"]:
        events = events.filter(at__lt=_midnight(viewer, wanted["last"] + timedelta(days=1)))
    return events


def _with_marks(events):
    return events.select_related("actor", "undone")


def _about(topic: str) -> Q:
    kinds = Q(kind__in=told_kinds(topic))
    return kinds | Q(door=Door.IMPORT) if topic == "imports" else kinds


def _midnight(viewer, on: date):
    return first_instant_at(on, time(), viewer.zoneinfo)


def _people(viewer, events: list[Event]) -> dict:
    """Name and whether they are gone, of all people that events speak of."""
    ids = {event.person_id for event in events if event.person_id}
    for facts in (facts for event in events for facts in (event.before, event.after) if facts):
        if introducer := facts.get("introduced_by"):
            ids.add(introducer)
    rows = Customer.objects.filter(owner=viewer, pk__in=ids).values_list("pk", "name", "deleted_at")
    return {pk: (name, deleted_at is not None) for pk, name, deleted_at in rows}


def _subjects(events: list[Event]) -> dict[str, set]:
    subjects: dict[str, set] = {}
    for event in events:
        subjects.setdefault(event.subject_type, set()).add(event.subject_id)
    return subjects


def _line(viewer, event: Event, people: dict, names: dict) -> Line:
    told = tell(event, names)
    name, gone = people.get(event.person_id, (told.name or _("somebody"), True))
    start, sign, end = told.sentence.partition(NAME)
    undone = getattr(event, "undone", None)
    return Line(
        event, told, start, name if sign else "", end,
        url="" if gone else reverse("person", args=[event.person_id]),
        source=_source(viewer, event), day=_day(viewer, event.at),
        can_undo=undone is None and can_undo(event), undone=undone,
    )  # fmt: skip


def _source(viewer, event: Event) -> str:
    """By whom or by which way, where it was not the viewer by the web."""
    if event.actor_id not in (None, viewer.pk):
        return _("by %(name)s") % {"name": event.actor.name}
    return str(DOORS.get(event.door, ""))


def _day(viewer, moment) -> date:
    return moment.astimezone(viewer.zoneinfo).date()


def _folded(lines: list[Line]) -> list[Line]:
    """Let runs of one kind from one go of an import or a phone be one line with the others behind it."""
    runs: list[list[Line]] = []
    for line in lines:
        same = runs and _go(line) and _go(line) == _go(runs[-1][0])
        runs[-1].append(line) if same else runs.append([line])
    return [line for run in runs for line in _run(run)]


def _go(line: Line) -> tuple | None:
    event = line.event
    return (event.kind, event.deed, line.day) if event.deed and event.door != Door.WEB else None


def _run(run: list[Line]) -> list[Line]:
    if len(run) < RUN:
        return run
    run[0].others = run[1:]
    return run[:1]


def _open_days(lines: list[Line], day: date | None) -> None:
    for line in lines:
        line.opens_day = line.day != day
        day = line.day
