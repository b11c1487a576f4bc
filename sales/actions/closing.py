"""Taking an order out of the count: void when it never was, returned when it came back."""

from django.db import transaction
from django.utils.translation import gettext as _

from kit import clock
from kit.events import Actor, facts_of, record
from sales.actions.consequences import count_again, uncount_order
from sales.actions.rows import ORDER_FACTS, lock_order, refuse_closed, save_order, tidy_reason
from sales.errors import OrderRefused
from sales.models import Order
from sales.models.order import OrderState


@transaction.atomic
def void_order(*, order: Order, by: Actor, reason: str) -> Order:
    """Say that an order never was: what rested on it is revoked, what waits is cancelled.

    Allowed at any time, with a reason. Void twice is void once; a returned order stays returned.
    """
    return _close(order, by, OrderState.VOID, reason, "order.voided")


@transaction.atomic
def return_order(*, order: Order, by: Actor, reason: str) -> Order:
    """Note that the goods of an order came back; it no longer counts. Twice is once."""
    return _close(order, by, OrderState.RETURNED, reason, "order.returned")


@transaction.atomic
def reinstate_order(*, order: Order, by: Actor) -> Order:
    """Let a void or returned order count again. One that stands is left as it is."""
    row = lock_order(order)
    if row.state == OrderState.PLACED:
        return order
    if row.customer_id and row.customer.deleted_at:
        raise OrderRefused(_("The person was deleted. Bring the person back first."))
    before, reason = facts_of(row, ORDER_FACTS), row.closed_reason
    save_order(row, {"state": OrderState.PLACED, "closed_at": None, "closed_reason": ""}, order)
    record(
        "order.reinstated", row, by=by, person=row.customer,
        before=before, after=facts_of(row, ORDER_FACTS),
    )  # fmt: skip
    count_again(row, by, reason)
    return order


def _close(order: Order, by: Actor, state: str, reason: str, kind: str) -> Order:
    reason = tidy_reason(reason)
    row = lock_order(order)
    if row.state == state:
        order.refresh_from_db()
        return order
    refuse_closed(row)
    before = facts_of(row, ORDER_FACTS)
    save_order(row, {"state": state, "closed_at": clock.now(), "closed_reason": reason}, order)
    record(kind, row, by=by, person=row.customer, before=before, after=facts_of(row, ORDER_FACTS))
    uncount_order(row, by, reason)
    return order
