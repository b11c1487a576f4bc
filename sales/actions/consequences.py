"""What an order means elsewhere: evidence on the ladder, facts on the person, what is owed."""

from customers.actions import add_evidence, note_orders, revoke_evidence
from customers.ladder import Kind
from followups.actions import (
    cancel_for_order,
    owe_for_order,
    promise_delivery,
    replan_for_delivery,
    restore_for_order,
)
from followups.deliveries import Delivery
from followups.occasions import Purchase
from kit.events import Actor
from sales.actions.facts import facts_of_orders
from sales.models import Order
from sales.models.order import OrderState, Purpose
from sales.wares import listed


def count_order(order: Order, by: Actor) -> None:
    """Let a customer's order be evidence, be counted, and be thanked for."""
    if order.purpose != Purpose.CUSTOMER:
        return
    person = order.customer
    add_evidence(person=person, by=by, kind=Kind.ORDER, on=order.ordered_on, source=order.pk)
    note_orders(person=person, facts=facts_of_orders(person))
    owe_for_order(person=person, by=by, purchase=purchase_of(order))
    if order.told_delivery_on or order.version > 1:
        tell_delivery(order, by)


def uncount_order(order: Order, by: Actor, reason: str) -> None:
    """Take all that back, with the reason."""
    if order.purpose != Purpose.CUSTOMER:
        return
    person = order.customer
    revoke_evidence(person=person, by=by, kind=Kind.ORDER, source=order.pk, reason=reason)
    note_orders(person=person, facts=facts_of_orders(person))
    cancel_for_order(person=person, by=by, order_id=order.pk, reason=reason)
    tell_delivery(order, by)


def count_again(order: Order, by: Actor, reason: str) -> None:
    """Count an order that was taken out with a reason, and owe again what waited then."""
    count_order(order, by)
    if order.purpose == Purpose.CUSTOMER:
        restore_for_order(person=order.customer, by=by, order_id=order.pk, reason=reason)


def replan(order: Order, by: Actor) -> None:
    """Move what waits for the delivery of an order."""
    if order.purpose == Purpose.CUSTOMER:
        replan_for_delivery(person=order.customer, by=by, purchase=purchase_of(order))


def tell_delivery(order: Order, by: Actor) -> None:
    """Let the day that was told be a promise, and end with the order or its delivery."""
    if order.purpose != Purpose.CUSTOMER:
        return
    goods = listed(order) if order.told_delivery_on else ""
    promise_delivery(person=order.customer, by=by, delivery=_delivery_of(order), goods=goods)


def purchase_of(order: Order) -> Purchase:
    """Tell follow-ups of an order. The first one is the only one that stands when it is placed."""
    others = Order.objects.placed().filter(customer=order.customer).exclude(pk=order.pk)
    told = [day for day in (order.told_delivery_on, order.planned_delivery_on) if day]
    return Purchase(
        id=order.pk,
        is_first=not others.exists(),
        ordered_on=order.ordered_on,
        placed_at=order.placed_at,
        delivery_on=order.delivered_on or max(told, default=None),
        delivered=order.delivered_on is not None,
        products=listed(order),
        past=False,
    )


def _delivery_of(order: Order) -> Delivery:
    return Delivery(
        order=order.pk,
        ordered_on=order.ordered_on,
        told_on=order.told_delivery_on,
        planned_on=order.planned_delivery_on,
        delivered_on=order.delivered_on,
        extra=order.extras,
        is_void=order.state == OrderState.VOID,
        returned=order.closed_reason if order.state == OrderState.RETURNED else None,
    )
