"""Many orders of the past at once, for imports: they count, and nothing is owed for them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from customers.actions import add_evidence_to_many, note_orders_of_many
from customers.actions.bulk import Piece
from customers.ladder import Kind
from customers.models import Customer
from kit import clock
from kit.bulk import insert_rows, save_columns
from kit.events import Actor, Change, record_many
from sales.actions.facts import facts_of_many
from sales.actions.rows import facts_with_lines, refuse_impossible_day, refuse_impossible_delivery
from sales.errors import OrderRefused
from sales.limits import MOST_LINES, MOST_MONEY, MOST_PIECES
from sales.models import Order, OrderLine, Product
from sales.models.order import OrderState, Purpose
from sales.pricing import total_of
from sales.reorder import placed_at
from team.models import Distributor


@dataclass(frozen=True)
class PastLine:
    """Pieces of a product, at the price of that day."""

    product: Product
    quantity: int
    unit_price: Decimal
    amount: Decimal


@dataclass(frozen=True)
class PastOrder:
    """An order to be placed under an id of the caller's. `person` is an id, None for own use and stock."""

    id: UUID
    external_id: str
    person: UUID | None
    purpose: str
    ordered_on: date
    currency: str
    lines: Sequence[PastLine]
    delivered_on: date | None = None


@transaction.atomic
def place_past_orders(*, owner: Distributor, by: Actor, orders: Sequence[PastOrder]) -> list[Order]:
    """Place orders that were ordered before: evidence, facts and events, but no letter and no task.

    Raises OrderRefused, and then places none.
    """
    if not orders:
        return []
    _hold_people(owner, {order.person for order in orders if order.person})
    _refuse_foreign_products(owner, (line for order in orders for line in order.lines))
    rows = {order.id: _row(owner, order) for order in orders}
    lines = {order.id: [_line(rows[order.id], line) for line in order.lines] for order in orders}
    for id, row in rows.items():
        _sum_up(row, lines[id])
    insert_rows(rows.values())
    insert_rows(line for found in lines.values() for line in found)
    placed = (
        Change("order.placed", row, person=row.customer_id, after=facts_with_lines(row, lines[id]))
        for id, row in rows.items()
    )
    record_many(placed, by=by)
    _count(owner, by, rows.values())
    return list(rows.values())


@transaction.atomic
def add_past_lines(*, owner: Distributor, by: Actor, more: Mapping[UUID, Sequence[PastLine]]) -> list[Order]:
    """Add lines to orders of an owner by id, for files in which an order's lines stand apart.

    Raises OrderRefused, and then adds none.
    """
    if not more:
        return []
    mine = Order.objects.visible_to(owner).filter(pk__in=list(more))
    _hold_people(owner, {id for id in mine.values_list("customer_id", flat=True) if id})
    _refuse_foreign_products(owner, (line for lines in more.values() for line in lines))
    rows = list(mine.select_for_update(of=("self",)).order_by("pk").prefetch_related("lines__product"))
    added, events = [], []
    for row in rows:
        held, fresh = list(row.lines.all()), [_line(row, line) for line in more[row.pk]]
        before = facts_with_lines(row, held)
        _sum_up(row, [*held, *fresh])
        row.version, row.updated_at = row.version + 1, clock.now()
        added += fresh
        after = facts_with_lines(row, [*held, *fresh])
        events.append(Change("order.extended", row, person=row.customer_id, before=before, after=after))
    insert_rows(added)
    save_columns(rows, ["total", "pv", "version", "updated_at"])
    record_many(events, by=by)
    _count(owner, by, rows)
    return rows


def _hold_people(owner: Distributor, ids: set[UUID]) -> None:
    """Hold the people's rows first of all, as every verb on orders does."""
    held = Customer.objects.visible_to(owner).select_for_update().filter(pk__in=ids).order_by("pk")
    if len(held.values_list("pk")) < len(ids):
        raise OrderRefused(_("Say who ordered."), field="person")


def _refuse_foreign_products(owner: Distributor, lines: Iterable[PastLine]) -> None:
    ids = {line.product.pk for line in lines}
    if Product.objects.visible_to(owner).filter(pk__in=ids).count() < len(ids):
        raise OrderRefused(_("There is no such product."), field="lines")


def _row(owner: Distributor, order: PastOrder) -> Order:
    if (order.purpose == Purpose.CUSTOMER) != bool(order.person):
        raise OrderRefused(_("Say who ordered; own use and stock are nobody's."), field="person")
    row = Order(
        id=order.id, owner=owner, customer_id=order.person, external_id=order.external_id,
        purpose=order.purpose, ordered_on=order.ordered_on, currency=order.currency,
        delivered_on=order.delivered_on,
        placed_at=placed_at(order.ordered_on, now=clock.now(), zone=owner.zoneinfo),
    )  # fmt: skip
    refuse_impossible_day(row.ordered_on, today=owner.today())
    refuse_impossible_delivery(row)
    return row


def _line(row: Order, line: PastLine) -> OrderLine:
    if not 1 <= line.quantity <= MOST_PIECES or not 0 <= line.amount <= MOST_MONEY:
        raise OrderRefused(_("That many pieces, or that price, cannot be."), field="lines")
    return OrderLine(
        order=row, product=line.product, quantity=line.quantity,
        unit_price=line.unit_price, amount=line.amount,
    )  # fmt: skip


def _sum_up(row: Order, lines: Sequence[OrderLine]) -> None:
    if not 1 <= len(lines) <= MOST_LINES:
        raise OrderRefused(_("From 1 to %(most)d lines, please.") % {"most": MOST_LINES}, field="lines")
    row.total = total_of(line.amount for line in lines)
    row.pv = total_of(line.quantity * line.product.pv for line in lines)
    if max(row.total, row.pv) > MOST_MONEY:
        raise OrderRefused(_("That comes to more than can be kept."), field="lines")


def _count(owner: Distributor, by: Actor, rows: Iterable[Order]) -> None:
    """Let customers' orders that stand be evidence and be counted."""
    placed = (row for row in rows if row.state == OrderState.PLACED)
    counted = [row for row in placed if row.purpose == Purpose.CUSTOMER]
    pieces = [Piece(row.customer_id, Kind.ORDER, row.ordered_on, row.pk) for row in counted]
    add_evidence_to_many(owner=owner, by=by, pieces=pieces)
    note_orders_of_many(facts=facts_of_many({row.customer_id for row in counted}))
