"""What the orders of people come to, as facts that each person's row carries."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from itertools import islice
from uuid import UUID

from django.db import transaction

from customers.actions import note_orders_of_many
from customers.models import Customer
from customers.rhythm import OrderFacts
from sales.models import Order, OrderLine
from sales.models.order import Purpose
from sales.reorder import lasts

BATCH = 500


def facts_of_orders(person: Customer) -> OrderFacts:
    """Return what the standing orders of one person come to."""
    return facts_of_many([person.pk])[person.pk]


def facts_of_many(ids: Iterable[UUID]) -> dict[UUID, OrderFacts]:
    """Return the facts for each of some people: two queries, however many.

    Money in another currency than the company's is not added up.
    """
    ids = list(ids)
    orders = defaultdict(list)
    placed = Order.objects.placed().filter(customer__in=ids, purpose=Purpose.CUSTOMER)
    for row in placed.values_list(
        "pk", "customer_id", "ordered_on", "placed_at", "total", "currency",
        "owner__company__currency", named=True,
    ):  # fmt: skip
        orders[row.customer_id].append(row)
    lasting = _lasting(orders)
    return {pk: _facts(orders[pk], lasting.get(pk)) for pk in ids}


def _facts(rows: list, lasts_days: int | None) -> OrderFacts:
    return OrderFacts(
        count=len(rows),
        spent=sum((row.total for row in rows if row.currency == row.owner__company__currency), Decimal(0)),
        last_at=max((row.placed_at for row in rows), default=None),
        days=tuple(sorted({row.ordered_on for row in rows})),
        lasts=lasts_days,
    )


def _lasting(orders: dict[UUID, list]) -> dict[UUID, int | None]:
    """Return how long the orders of each person's last day last together."""
    last_orders = {}
    for person, rows in orders.items():
        last_day = max((row.ordered_on for row in rows), default=None)
        last_orders.update({row.pk: person for row in rows if row.ordered_on == last_day})
    portions = defaultdict(list)
    lines = OrderLine.objects.filter(order__in=list(last_orders), product__lasts_days__isnull=False)
    for order, *portion in lines.values_list("order", "product", "quantity", "product__lasts_days"):
        portions[last_orders[order]].append(portion)
    return {person: lasts(rows) for person, rows in portions.items()}


def recount_facts(ids: Iterable[UUID] | None = None, check: bool = False) -> list[str]:
    """Find again what orders come to for everybody, or these ids; return the differences in words.

    `check` compares without writing.
    """
    if ids is None:
        ids = Customer.objects.order_by("pk").values_list("pk", flat=True)
    ids, differences = iter(list(ids)), []
    while batch := list(islice(ids, BATCH)):
        differences += _recount_batch(batch, check)
    return differences


@transaction.atomic
def _recount_batch(ids: list[UUID], check: bool) -> list[str]:
    """Hold the people before their orders are read: an order in between would be forgotten."""
    list(Customer.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    return note_orders_of_many(facts=facts_of_many(ids), check=check)
