"""Changing what an order says of its delivery and its extras; lines are never rewritten."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kit.events import Actor, facts_of, record
from sales.actions.consequences import replan, tell_delivery
from sales.actions.rows import (
    fitting,
    lock_order,
    refuse_closed,
    refuse_impossible_delivery,
    refuse_stale,
    refuse_unknown_place,
    save_order,
)
from sales.errors import OrderRefused
from sales.models import Order

CHANGEABLE = ("told_delivery_on", "planned_delivery_on", "place_of_sale", "extras")
DAYS = {"told_delivery_on", "planned_delivery_on", "delivered_on"}
PROMISED = DAYS | {"extras"}


@transaction.atomic
def change_order(*, order: Order, by: Actor, version: int | None = None, **values) -> Order:
    """Change promised and planned day, place of sale or extras; only what differs is written.

    `version` is the one that was looked at: OrderChanged is raised if it moved on since.
    """
    if unknown := set(values) - set(CHANGEABLE):
        raise TypeError(f"An order has no {', '.join(sorted(unknown))} to change.")
    if "extras" in values:
        values["extras"] = fitting(values["extras"], "extras")
    refuse_unknown_place(values.get("place_of_sale", ""))
    return _change(order, by, "order.changed", values, version)


@transaction.atomic
def deliver_order(*, order: Order, by: Actor, on: date) -> Order:
    """Note the day on which the goods arrived; the check-ins count from it."""
    if on is None:
        raise OrderRefused(_("Say on which day it was delivered."), field="on")
    return _change(order, by, "order.delivered", {"delivered_on": on})


@transaction.atomic
def take_back_delivery(*, order: Order, by: Actor, to: date | None = None) -> Order:
    """Take a delivery back, to the day noted before it or to none."""
    return _change(order, by, "order.delivery_taken_back", {"delivered_on": to})


def _change(order: Order, by: Actor, kind: str, values: dict, version: int | None = None) -> Order:
    row = lock_order(order)
    refuse_stale(row, version)
    refuse_closed(row)
    values = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not values:
        return order
    before = facts_of(row, values)
    for name, value in values.items():
        setattr(row, name, value)
    refuse_impossible_delivery(row)
    save_order(row, values, order)
    record(kind, row, by=by, person=row.customer, before=before, after=facts_of(row, values))
    if DAYS & values.keys():
        replan(row, by)
    if PROMISED & values.keys():
        tell_delivery(row, by)
    return order
