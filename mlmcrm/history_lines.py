"""Puts events into the lines of the history: in words, deed by deed, with what of it can be taken back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.models import Customer
from kit.isolating import isolated
from kit.models import Door, Event
from kit.telling import PERSON, Told, kinds_beside, names_of, tell
from mlmcrm.deeds import Deed, deeds_of

RUN = 4  # so many lines of one kind and one go are told as one
DOORS = {
    Door.API: gettext_lazy("from a device of yours"),
    Door.TASK: gettext_lazy("by the worker"),
    Door.IMPORT: gettext_lazy("by import"),
    Door.COMMAND: gettext_lazy("by a command"),
}


@dataclass
class Line:
    """One event in words. `follows` is what came with it, `run` all lines of the same kind and go."""

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
    follows: list["Line"] = field(default_factory=list)
    run: list["Line"] = field(default_factory=list)


def lines_of(viewer, events: Iterable[Event]) -> list[Line]:
    """Put events, newest first, into words: one query for the people, one for all other names."""
    events = list(events)
    people = _people(viewer, events)
    names = {str(id): name for id, (name, _gone) in people.items()}
    names |= names_of(_subjects(events))
    return [_line_of_deed(viewer, deed, people, names) for deed in deeds_of(events)]


def line_of(viewer, event: Event) -> Line:
    """Put an event into words as it stands now, with what came with it or as a part of that."""
    same = {"deed": event.deed, "person_id": event.person_id}
    around = same if all(same.values()) else {"pk": event.pk}
    events = with_marks(Event.objects.visible_to(viewer).filter(**around)).order_by("-at", "-id")
    told = [each for each in events if each.pk == event.pk or each.kind not in kinds_beside()]
    lines = lines_of(viewer, told)
    return next(line for head in lines for line in (head, *head.follows) if line.event.pk == event.pk)


def with_marks(events):
    """Events with who caused them and what undid them."""
    return events.select_related("actor", "undone")


def in_runs(lines: list[Line]) -> list[Line]:
    """Let runs of one kind from one go of a command or a phone be one line with all of them behind it."""
    runs: list[list[Line]] = []
    for line in lines:
        same = runs and _go(line) and _go(line) == _go(runs[-1][0])
        runs[-1].append(line) if same else runs.append([line])
    return [line for run in runs for line in _run(run)]


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


def _line_of_deed(viewer, deed: Deed, people: dict, names: dict) -> Line:
    line = _line(viewer, deed, deed.head, people, names)
    line.follows = [_line(viewer, deed, event, people, names) for event in deed.follows]
    return line


def _line(viewer, deed: Deed, event: Event, people: dict, names: dict) -> Line:
    told = tell(event, names)
    name, gone = people.get(event.person_id, (told.name or _("somebody"), True))
    start, sign, end = told.sentence.partition(PERSON)
    return Line(
        event, told, start, name if sign else "", end,
        url=told.url if gone else reverse("person", args=[event.person_id]),
        source=_source(viewer, event), day=_day(viewer, event.at),
        can_undo=deed.offers(event), undone=deed.undone(event),
    )  # fmt: skip


def _source(viewer, event: Event) -> str:
    """By whom or by which way, where it was not the viewer by the web."""
    if event.actor_id not in (None, viewer.pk):
        return _("by %(name)s") % {"name": isolated(event.actor.name)}
    return str(DOORS.get(event.door, ""))


def _day(viewer, moment) -> date:
    return moment.astimezone(viewer.zoneinfo).date()


def _go(line: Line) -> tuple | None:
    event = line.event
    return (event.kind, event.deed, line.day) if event.deed and event.door != Door.WEB else None


def _run(run: list[Line]) -> list[Line]:
    if len(run) < RUN:
        return run
    run[0].run = list(run)
    return run[:1]
