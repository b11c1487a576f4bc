"""Gathers what the page of retention shows of a distributor's own customers: a fixed number of queries."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Q, Sum

from customers.board import columns_of
from customers.ladder import Rung
from customers.models import Customer
from reports.cohorts import Cohort, Doors, cohorts, doors, month_of
from reports.models import Fit, Flag
from sales.models import Order
from sales.models.order import Purpose

FLAG_ORDER = ("-raised_on", "-id")
FEW = 20  # of fewer, a share says more than is known


@dataclass(frozen=True)
class Figures:
    """People who ordered, who of them ordered again, and what they brought and are expected to bring in a year."""

    people: int
    again: int
    spent: Decimal
    expected: Decimal | None
    expected_of: int  # people of whom something is expected

    @property
    def rate(self) -> int | None:
        return round(100 * self.again / self.people) if self.people else None

    @property
    def is_few(self) -> bool:
        return self.people < FEW

    @property
    def spent_each(self) -> Decimal | None:
        return self.spent / self.people if self.people else None

    @property
    def expected_each(self) -> Decimal | None:
        return self.expected / self.expected_of if self.expected_of else None


@dataclass(frozen=True)
class Record:
    """Of so many flags judged, so many were real: of those of last month, and of all by the present rule."""

    month: date
    judged: int
    real: int
    judged_ever: int
    real_ever: int


@dataclass(frozen=True)
class Retention:
    """Everything on the page but the list of flags."""

    figures: Figures
    cohorts: list[Cohort]
    doors: list[Doors]
    flow: list
    record: Record
    fit: Fit | None


def retention_of(viewer) -> Retention:
    """Gather the figures of the viewer's people up to today."""
    today, days = viewer.today(), _days_of_orders(viewer)
    return Retention(
        figures=_figures(viewer, days),
        cohorts=cohorts(days, today),
        doors=_doors(viewer, days, today),
        flow=[column for column in columns_of(viewer) if column.rung < Rung.ADVOCATE],
        record=record_of(viewer),
        fit=Fit.objects.filter(company=viewer.company_id).order_by("as_of").last(),
    )


def standing_flags(viewer):
    """Whom a flag stands for now: neither cleared nor judged, on the list, and not left in peace."""
    today = viewer.today()
    spared = Q(customer__grieving_until__gte=today) | Q(customer__resting_until__gte=today)
    rows = Flag.objects.visible_to(viewer).standing().filter(customer__deleted_at=None).exclude(spared)
    return rows.select_related("customer")


def record_of(viewer) -> Record:
    """Count how flags were judged: those raised in the last month, and all of the newest rule."""
    month = month_of(month_of(viewer.today()) - timedelta(days=1))
    of_month = Q(raised_on__gte=month, raised_on__lt=month_of(viewer.today()))
    judged = Flag.objects.visible_to(viewer).exclude(judged_on=None).order_by()
    found = judged.values("rule").annotate(
        judged=Count("pk", filter=of_month),
        real=Count("pk", filter=of_month & Q(was_real=True)),
        judged_ever=Count("pk"),
        real_ever=Count("pk", filter=Q(was_real=True)),
    )
    newest = max(found, key=lambda row: row["rule"], default={})
    counts = {name: newest.get(name, 0) for name in ("judged", "real", "judged_ever", "real_ever")}
    return Record(month=month, **counts)


def _days_of_orders(viewer) -> dict:
    """The days on which each of the viewer's people ordered."""
    placed = Order.objects.visible_to(viewer).placed().filter(purpose=Purpose.CUSTOMER)
    rows = placed.filter(customer__deleted_at=None, ordered_on__lte=viewer.today()).order_by()
    found = defaultdict(set)
    for person, day in rows.values_list("customer_id", "ordered_on"):
        found[person].add(day)
    return found


def _figures(viewer, days: dict) -> Figures:
    people = Customer.objects.visible_to(viewer).filter(orders_count__gt=0)
    sums = people.aggregate(
        spent=Sum("spent", default=Decimal(0)), expected=Sum("value_expected"), of=Count("value_expected")
    )
    times = Counter(len(own) > 1 for own in days.values())
    return Figures(times.total(), times[True], sums["spent"], sums["expected"], sums["of"])


def _doors(viewer, days: dict, today: date) -> list[Doors]:
    people = Customer.objects.visible_to(viewer).cooling(today)
    return doors(map(min, days.values()), people.values_list("cools_on", flat=True), today)
