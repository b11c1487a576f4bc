"""What the verbs on orders share: rows held, texts tidied, days checked, facts for events."""

from datetime import date

from django.utils.translation import gettext as _

from customers.tidying import tidy_line
from kit import clock
from kit.events import facts_of
from sales.errors import OrderChanged, OrderClosed, OrderRefused
from sales.limits import DELIVERY_WITHIN, EARLIEST_DAY
from sales.models import Order
from sales.models.order import OrderState, Place

ORDER_FACTS = (
    "purpose", "place_of_sale", "state", "ordered_on", "currency", "total", "pv",
    "told_delivery_on", "planned_delivery_on", "delivered_on", "extras", "closed_reason",
)  # fmt: skip
LONGEST_TEXT = 500


def lock_order(order: Order) -> Order:
    """Return the order's row as it is now, held until the transaction ends.

    The person's row is always held first, so that two verbs never wait for each other.
    """
    if order.customer_id:
        type(order.customer).objects.select_for_update().get(pk=order.customer_id)
    return Order.objects.select_for_update(of=("self",)).select_related("customer", "owner").get(pk=order.pk)


def refuse_closed(order: Order) -> None:
    if order.state == OrderState.VOID:
        raise OrderClosed(_("This order is void, so it stays as it is."))
    if order.state == OrderState.RETURNED:
        raise OrderClosed(_("This order was returned, so it stays as it is."))


def refuse_stale(order: Order, version: int | None) -> None:
    if version is not None and order.version != version:
        raise OrderChanged(_("This order was changed elsewhere in the meantime. Look at it again."))


def save_order(order: Order, values: dict, *beside: Order) -> None:
    """Write these fields alone, one version on, and show them on other instances of the row."""
    values = {**values, "version": order.version + 1, "updated_at": clock.now()}
    Order.objects.filter(pk=order.pk).update(**values)
    for instance in (order, *beside):
        for name, value in values.items():
            setattr(instance, name, value)


def facts_with_lines(order: Order, lines) -> dict:
    """Return what an event tells of an order with its lines."""
    rows = [
        {
            "product": line.product.pk,
            "code": line.product.code,
            "name": line.product.name,
            "quantity": line.quantity,
            "unit_price": line.unit_price,
            "amount": line.amount,
        }
        for line in lines
    ]
    return {**facts_of(order, ORDER_FACTS), "lines": rows}


def tidy_reason(reason: str) -> str:
    """Return a reason as one line. Raises OrderRefused without one."""
    reason = tidy_line(reason)
    if not reason:
        raise OrderRefused(_("Say why, please."), field="reason")
    return fitting(reason, "reason")


def fitting(text: str, field: str, most: int = LONGEST_TEXT) -> str:
    text = tidy_line(text)
    if len(text) > most:
        raise OrderRefused(_("At most %(most)d signs, please.") % {"most": most}, field=field)
    return text


def refuse_unknown_place(place: str) -> None:
    if place and place not in Place.values:
        raise OrderRefused(_("Choose where the sale was made."), field="place_of_sale")


def refuse_impossible_day(day: date, *, today: date) -> None:
    """Orders are entered on their day or later."""
    if day > today:
        raise OrderRefused(_("That day is still to come. Choose today or earlier."), field="ordered_on")
    if day < EARLIEST_DAY:
        raise OrderRefused(
            _("Choose a day from %(year)d on.") % {"year": EARLIEST_DAY.year}, field="ordered_on"
        )


def refuse_impossible_delivery(order: Order) -> None:
    """Promised and planned days follow the order within two years; a delivered day is past."""
    for field in ("told_delivery_on", "planned_delivery_on", "delivered_on"):
        day = getattr(order, field)
        if day is None:
            continue
        if day < order.ordered_on:
            raise OrderRefused(_("That is before the order. Choose a later day."), field=field)
        if day > order.ordered_on + DELIVERY_WITHIN:
            raise OrderRefused(_("That is more than two years after the order."), field=field)
    if order.delivered_on and order.delivered_on > order.owner.today():
        raise OrderRefused(
            _("That day is still to come. Choose the day it was delivered."), field="delivered_on"
        )
