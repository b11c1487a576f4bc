"""The newest orders of many people, as follow-ups must know them: two queries, however many."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from followups.occasions import Purchase
from followups.planning import TOO_OLD
from followups.purchases import knows_buyers, knows_purchases
from sales.models import Order, OrderLine
from sales.models.order import Purpose
from sales.wares import goods_in


@knows_purchases
def newest_purchases(people: Iterable[UUID], goods: bool) -> dict[UUID, Purchase]:
    """Return the newest order that counts of each of some people; without `goods` not what is in it."""
    orders = list(_newest(people))
    lines = _lines([order.pk for order in orders]) if goods else {}
    return {order.customer_id: _purchase(order, lines.get(order.pk, [])) for order in orders}


@knows_buyers
def buyer_of(order: UUID) -> UUID | None:
    """Return the person an order is for."""
    return Order.objects.filter(pk=order).values_list("customer", flat=True).first()


def _newest(people: Iterable[UUID]):
    counting = Order.objects.placed().filter(purpose=Purpose.CUSTOMER)
    later = Q(ordered_on__gt=OuterRef("ordered_on")) | Q(
        ordered_on=OuterRef("ordered_on"), id__gt=OuterRef("id")
    )
    newer = Exists(counting.filter(later, customer=OuterRef("customer")))
    return counting.filter(customer__in=people).exclude(newer).order_by().values_list(
        "pk", "customer_id", "ordered_on", "placed_at", "told_delivery_on", "planned_delivery_on",
        "delivered_on", "created_at", "customer__orders_count", "customer__language", "owner__language", named=True,
    )  # fmt: skip


def _lines(orders: list[UUID]) -> dict[UUID, list]:
    lines = defaultdict(list)
    rows = OrderLine.objects.filter(order__in=orders).order_by("pk").annotate(name=F("product__name"))
    for line in rows.values_list("order_id", "quantity", "name", named=True):
        lines[line.order_id].append(line)
    return lines


def _purchase(order, lines: list) -> Purchase:
    told = [day for day in (order.told_delivery_on, order.planned_delivery_on) if day]
    return Purchase(
        id=order.pk,
        is_first=order.customer__orders_count <= 1,
        ordered_on=order.ordered_on,
        placed_at=order.placed_at,
        delivery_on=order.delivered_on or max(told, default=None),
        delivered=order.delivered_on is not None,
        past=order.ordered_on < (order.created_at - TOO_OLD).date(),
        products=goods_in(lines, order.customer__language or order.owner__language) if lines else "",
    )
