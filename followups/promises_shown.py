"""Gathers promises as pages show them: open ones by their day, and how they were kept."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Coalesce

from followups.models import Promise
from followups.promising import Ended, Figures, figures

OPEN_ORDER = ("due_on", "id")
DONE_ORDER = ("-closed_at", "-id")
MOST_READ = 200  # of one person
COUNTED = timedelta(days=365)  # what is longer ago says little about today
A_DAY = timedelta(days=1)
IN_TIME = Q(state__in=("early", "kept"))
NOTHING = Figures(0, 0, 0.0)


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
    ended = [
        Ended(row.state, row.first_told_on, row.ended_on, bool(row.extra)) for row in rows if row.ended_on
    ]
    return [row for row in reversed(rows) if row.state == "open"], figures(ended)


def figures_of(viewer) -> Figures:
    """How a distributor kept promises in the last year: one query."""
    today = viewer.today()
    return promise_rates([viewer.pk], today - COUNTED, today).get(viewer.pk, NOTHING)


def promise_rates(owner_ids: Iterable[UUID], first: date, last: date) -> dict[UUID, Figures]:
    """How distributors kept the promises that ended from one day to another, each of their own: one query.

    Who ended none is left out. Figures alone: nobody's customers, nobody's words.
    """
    early = ExpressionWrapper(Coalesce("missed_on", "told_on") - F("ended_on"), DurationField())
    rows = Promise.objects.judged().filter(owner__in=list(owner_ids), ended_on__range=(first, last))
    counted = (
        rows.order_by()
        .values("owner")
        .annotate(
            ended=Count("pk"),
            kept=Count("pk", filter=IN_TIME),
            early=Avg(early, filter=IN_TIME),
            extras=Count("pk", filter=~Q(extra="")),
        )
    )
    return {
        row["owner"]: Figures(row["ended"], row["kept"], (row["early"] or timedelta()) / A_DAY, row["extras"])
        for row in counted
    }
