"""Reads when people ordered and for how much, of many at once: void and returned orders are none."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from customers.models import Customer
from kit.expressions import among
from reports.survival import History
from sales.models import Order, StandingOrder
from sales.models.order import OrderState, Purpose

SLICE = 2_000  # people in memory at once
WEEK = 7


@dataclass(slots=True)
class Purchases:
    """The days on which somebody ordered, from the first on, and what each day came to in the company's money."""

    days: list[date] = field(default_factory=list)
    amounts: list[Decimal | None] = field(default_factory=list)
    changed_at: datetime | None = None

    def history(self, on: date) -> History:
        """What the days tell until a day. Needs one at least."""
        first = self.days[0]
        last, known = (self.days[-1] - first).days / WEEK, (on - first).days / WEEK
        return History(len(self.days) - 1, last, known)

    @property
    def further(self) -> tuple[int, float]:
        """How many further orders have an amount, and their mean."""
        told = [amount for amount in self.amounts[1:] if amount]
        return len(told), float(sum(told) / len(told)) if told else 0.0

    @property
    def mean(self) -> float | None:
        """The mean of all amounts."""
        told = [amount for amount in self.amounts if amount]
        return float(sum(told) / len(told)) if told else None


def purchases_of(ids: Collection[UUID], until: date) -> dict[UUID, Purchases]:
    """Return what each of some people ordered up to a day: one query. `changed_at` looks at all their orders.

    Who has no order that stands has no days; money of another currency is no amount.
    """
    found: dict[UUID, Purchases] = defaultdict(Purchases)
    orders = Order.objects.filter(customer__in=among(list(ids)), purpose=Purpose.CUSTOMER)
    names = (
        "customer_id",
        "ordered_on",
        "state",
        "total",
        "currency",
        "owner__company__currency",
        "updated_at",
    )
    rows = orders.order_by("customer_id", "ordered_on").values_list(*names, named=True)
    for (person, day), on_day in groupby(rows, attrgetter("customer_id", "ordered_on")):
        _add_day(found[person], day, list(on_day), until)
    return dict(found)


def coming_runs(ids: Collection[UUID], on: date) -> dict[UUID, date]:
    """Return when the next goods of a standing order come to each of some people: one query, none for nobody."""
    if not ids:
        return {}
    runs = StandingOrder.objects.running().filter(customer__in=among(list(ids)), next_on__gte=on)
    return dict(runs.order_by("-next_on").values_list("customer_id", "next_on"))


def slices_of(company, among_these=None) -> Iterator[list[UUID]]:
    """Yield the ids of a company's people who ordered, or of those among a queryset, some at a time.

    With those who were taken off the list: a count without whoever left says that nobody leaves.
    """
    people = Customer.objects.all() if among_these is None else among_these
    people = people.filter(owner__company=company, orders_count__gt=0)
    people, last = people.order_by("pk").values_list("pk", flat=True), None
    while found := list((people.filter(pk__gt=last) if last else people)[:SLICE]):
        yield found
        last = found[-1]


def _add_day(one: Purchases, day: date, rows: list, until: date) -> None:
    one.changed_at = max([row.updated_at for row in rows] + ([one.changed_at] if one.changed_at else []))
    placed = [row for row in rows if row.state == OrderState.PLACED]
    if placed and day <= until:
        own = [row.total for row in placed if row.currency == row.owner__company__currency]
        one.days.append(day)
        one.amounts.append(sum(own) if own else None)
