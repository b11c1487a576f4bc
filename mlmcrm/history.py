"""Tells what was changed in a distributor's data, newest first, and what of it can be taken back."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy

from customers.models import Customer
from kit.models import Door, Event
from kit.paging import BadCursor, cursor_after, page_of, place_of
from kit.telling import kinds_beside, told_kinds
from mlmcrm.deeds import whole_deeds
from mlmcrm.history_lines import Line, in_runs, lines_of, with_marks
from team.wall_time import first_instant_at

LINES = 30
EVENTS = 4 * LINES  # read for them: one order is seven events
ORDER = ("-at", "-id")
UNDOING = "undo.done"
TOPICS = [
    ("people", gettext_lazy("People")),
    ("ladder", gettext_lazy("Ladder")),
    ("touches", gettext_lazy("Contacts and notes")),
    ("orders", gettext_lazy("Orders and products")),
    ("letters", gettext_lazy("Letters")),
    ("playbooks", gettext_lazy("Playbooks")),
    ("tasks", gettext_lazy("Tasks")),
    ("promises", gettext_lazy("Promises")),
    ("complaints", gettext_lazy("Complaints")),
    ("surveys", gettext_lazy("Surveys")),
    ("appointments", gettext_lazy("Appointments")),
    ("imports", gettext_lazy("Imports")),
    ("settings", gettext_lazy("Settings")),
]


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
        page = page_of(events, order=ORDER, cursor=cursor, size=EVENTS)
    except BadCursor:
        return history_of(viewer, wanted)
    rows = whole_deeds(page.rows, most=LINES, more=bool(page.next))
    lines = in_runs(lines_of(viewer, rows))
    _open_days(lines, _day_before(viewer, events, cursor))
    return HistoryPage(lines, page.next if rows == page.rows else cursor_after(events, rows[-1], order=ORDER))


def _events(viewer, wanted: dict):
    """The marks of undoings are among them: they tell which deeds are the undoing of others."""
    events = with_marks(Event.objects.visible_to(viewer))
    if wanted["person"]:
        mine = Customer.objects.filter(owner=viewer).matching(wanted["person"], viewer)
        events = events.filter(person_id__in=mine.values("pk"))
    else:
        events = events.exclude(kind__in=kinds_beside()).exclude(_lines_of_files())
    if wanted["topic"]:
        events = events.filter(kind__in=told_kinds(wanted["topic"]) | {UNDOING})
    if wanted["first"]:
        events = events.filter(at__gte=_midnight(viewer, wanted["first"]))
    if wanted["last"]:
        events = events.filter(at__lt=_midnight(viewer, wanted["last"] + timedelta(days=1)))
    return events


def _lines_of_files() -> Q:
    """What an import wrote line by line: its end tells how much that was."""
    return Q(door=Door.IMPORT, deed__isnull=False) & ~Q(kind__in=told_kinds("imports"))


def _midnight(viewer, on: date):
    return first_instant_at(on, time(), viewer.zoneinfo)


def _day_before(viewer, events, cursor: str) -> date | None:
    """The day of the line above a page, that its heading is not repeated."""
    if not cursor:
        return None
    return place_of(events, order=ORDER, cursor=cursor)[0].astimezone(viewer.zoneinfo).date()


def _open_days(lines: list[Line], day: date | None) -> None:
    for line in lines:
        line.opens_day = line.day != day
        day = line.day
