"""Gathers promises as pages show them: open ones by their day, and how they were kept."""

from datetime import date, timedelta

from django.db.models import QuerySet

from followups.models import Promise
from followups.promising import Ended, Figures, figures
from kit import clock

OPEN_ORDER = ("due_on", "id")
DONE_ORDER = ("-closed_at", "-id")
MOST_READ = 200  # of one person
COUNTED = timedelta(days=365)  # what is longer ago says little about today


def open_promises(viewer) -> QuerySet:
    """What is still to be done, the earliest first."""
    rows = Promise.objects.visible_to(viewer).open().filter(customer__deleted_at=None)
    return rows.select_related("customer")


def ended_promises(viewer) -> QuerySet:
    """What came to an end, the latest first."""
    rows = Promise.objects.visible_to(viewer).standing().exclude(state="open")
    return rows.filter(customer__deleted_at=None).select_related("customer")


def promises_to(viewer, person) -> tuple[list[Promise], Figures]:
    """The open promises to a person, and how those to them were kept: one query."""
    rows = Promise.objects.visible_to(viewer).standing().filter(customer=person).order_by("-due_on", "-id")
    rows = list(rows[:MOST_READ])
    ended = [Ended(row.state, row.told_on, _day(row.closed_at, viewer)) for row in rows if row.closed_at]
    return [row for row in reversed(rows) if row.state == "open"], figures(ended)


def figures_of(viewer) -> Figures:
    """How a distributor kept promises in the last year: one query."""
    since = clock.now() - COUNTED
    rows = Promise.objects.visible_to(viewer).judged().filter(closed_at__gte=since)
    told = rows.values_list("state", "told_on", "closed_at")
    return figures(Ended(state, day, _day(at, viewer)) for state, day, at in told)


def _day(moment, viewer) -> date:
    return moment.astimezone(viewer.zoneinfo).date()
