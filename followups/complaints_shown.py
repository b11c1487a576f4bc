"""Gathers complaints as pages show them: ageing, the steps of making one good, and figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet, Subquery

from customers.models import Customer
from followups.models import Complaint, ComplaintWord
from followups.models.complaint import ComplaintState
from followups.recovering import Case, Figures, figures
from kit import clock
from team.actions.hours import days_off_of, hours_of
from team.models import Distributor
from team.office_hours import USUAL_HOURS, open_time
from team.wall_time import first_instant_at

OPEN_ORDER = ("answer_by", "id")
CLOSED_ORDER = ("-closed_at", "-id")
COUNTED = timedelta(days=365)
UTC = ZoneInfo("UTC")


@dataclass(frozen=True)
class Waiting:
    """How long an answer may still take: office time that is left, None when it was given or is too late."""

    left: timedelta | None
    late: bool


def open_complaints(viewer) -> QuerySet:
    """What is to be put right, the one whose answer is due first on top."""
    rows = Complaint.objects.visible_to(viewer).open().filter(customer__deleted_at=None)
    return rows.select_related("customer", "owner")


def closed_complaints(viewer) -> QuerySet:
    """What came to an end, the latest first."""
    rows = Complaint.objects.visible_to(viewer).standing().filter(customer__deleted_at=None)
    return rows.exclude(closed_at=None).select_related("customer", "owner")


def one_complaint(viewer) -> QuerySet:
    """Complaints with all that their page shows."""
    rows = Complaint.objects.visible_to(viewer).standing().filter(customer__deleted_at=None)
    words = Prefetch("words", queryset=ComplaintWord.objects.order_by("said_at", "id"))
    return rows.select_related("customer", "owner__company", "owner__sponsor", "promise").prefetch_related(
        words, "customer__phones", "customer__emails"
    )


def with_open_complaint(people: QuerySet) -> QuerySet:
    """Add the id of their open complaint as `complaint_id`, and since when it is open as `complaining_since`."""
    theirs = Complaint.objects.open().filter(customer=OuterRef("pk"))
    return people.annotate(
        complaint_id=Subquery(theirs.values("pk")), complaining_since=Subquery(theirs.values("opened_at"))
    )


def asked_of(viewer) -> QuerySet:
    """What the people whom a viewer sponsors ask about complaints of theirs, the unanswered first."""
    asked = {"owner__sponsor": viewer, "owner__company": viewer.company_id, "sponsor_asked_at__isnull": False}
    rows = Complaint.objects.standing().filter(**asked, customer__deleted_at=None)
    rows = rows.filter(closed_at=None) | rows.filter(closed_at__gt=clock.now() - timedelta(days=30))
    order = (F("sponsor_answered_at").asc(nulls_first=True), "-sponsor_asked_at")
    return rows.select_related("owner").order_by(*order)


def waiting(complaint: Complaint, now: datetime) -> Waiting:
    """Say how much office time is left until an answer is due."""
    if complaint.state != ComplaintState.OPEN:
        return Waiting(None, late=False)
    if now >= complaint.answer_by:
        return Waiting(None, late=True)
    hours, zone, days_off = _office(complaint.owner)
    return Waiting(open_time(now, complaint.answer_by, zone, hours, days_off), late=False)


def figures_of(viewer) -> Figures:
    """How a distributor put complaints right in the last year."""
    since = clock.now() - COUNTED
    return figures(cases(Complaint.objects.visible_to(viewer).filter(opened_at__gte=since)))


def complaint_rates(owner_ids: Iterable[int], first: date, last: date) -> dict[int, Figures]:
    """Return how distributors put the complaints right that were opened from a day to another.

    Days are those in UTC. Who had none has no entry. Figures of people are never ranked by their count.
    """
    since, until = (first_instant_at(day, time(), UTC) for day in (first, last + timedelta(days=1)))
    rows = Complaint.objects.filter(owner__in=list(owner_ids), opened_at__gte=since, opened_at__lt=until)
    found: dict[int, list[Case]] = {}
    for owner, case in _cases(rows):
        found.setdefault(owner, []).append(case)
    return {owner: figures(those) for owner, those in found.items()}


def cases(rows: QuerySet) -> list[Case]:
    """Return complaints as figures see them: three queries."""
    return [case for _owner, case in _cases(rows)]


def _cases(rows: QuerySet) -> list[tuple[int, Case]]:
    friends = Customer.objects.filter(
        introduced_by=OuterRef("customer"), created_at__gt=OuterRef("closed_at")
    )
    rows = rows.standing().annotate(introduced=Exists(friends), last_order_at=F("customer__last_order_at"))
    rows = rows.select_related("owner").prefetch_related("owner__office_hours", "owner__days_off")
    return [(row.owner_id, _case(row)) for row in rows.order_by()]


def _case(row: Complaint) -> Case:
    return Case(
        answered_after=_office_hours(row, row.answered_at),
        put_right_after=_office_hours(row, row.put_right_at),
        outcome=row.outcome,
        ordered_since=bool(row.closed_at and row.last_order_at and row.last_order_at > row.opened_at),
        introduced_since=row.introduced,
    )


def _office_hours(row: Complaint, until: datetime | None) -> float | None:
    if until is None:
        return None
    hours, zone, days_off = _office(row.owner)
    return open_time(row.opened_at, until, zone, hours, days_off) / timedelta(hours=1)


def _office(owner: Distributor) -> tuple:
    return hours_of(owner) or USUAL_HOURS, owner.zoneinfo, days_off_of(owner)
