"""Placing an order, and all that follows from one in the same transaction."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from customers.models import Customer
from kit import clock
from kit.events import Actor, record
from sales.actions.consequences import count_order
from sales.actions.rows import (
    facts_with_lines,
    fitting,
    refuse_impossible_day,
    refuse_impossible_delivery,
    refuse_unknown_place,
)
from sales.errors import OrderRefused
from sales.limits import MOST_LINES, MOST_MONEY, MOST_PIECES
from sales.models import Order, OrderLine, Product
from sales.models.order import Purpose
from sales.pricing import amount_of, total_of
from sales.reorder import placed_at

Wanted = tuple[Product, int, Decimal | None]  # the product, how many, and a price of its own


@transaction.atomic
def place_order(
    *,
    owner,
    by: Actor,
    lines: Iterable[Wanted],
    person: Customer | None = None,
    purpose: str = Purpose.CUSTOMER,
    ordered_on: date | None = None,
    told_delivery_on: date | None = None,
    planned_delivery_on: date | None = None,
    place_of_sale: str = "",
    extras: str = "",
    request_key: str = "",
) -> Order:
    """Place an order; for a customer it climbs the ladder and plans thanks and check-ins.

    A line without a price takes the product's. `ordered_on` is a day of the owner, today if
    left out. The same request key returns the order that it placed before. Raises OrderRefused
    and names the field at fault.
    """
    lines = list(lines)
    order = Order(
        owner=owner, customer=person, purpose=purpose, ordered_on=ordered_on or owner.today(),
        told_delivery_on=told_delivery_on, planned_delivery_on=planned_delivery_on,
        place_of_sale=place_of_sale, extras=fitting(extras, "extras"), request_key=request_key,
    )  # fmt: skip
    _hold_person(order)
    if known := _placed_before(order, lines):
        return known
    _refuse_misfits(order)
    rows = _priced(order, lines)
    return _keep(order, rows, by) or _placed_before(order, lines)


def repeat_order(*, order: Order, by: Actor, request_key: str = "") -> Order:
    """Place the same lines again today, at today's prices, for the same person and purpose.

    Raises OrderRefused if a product is no longer for sale.
    """
    lines = [(line.product, line.quantity, None) for line in order.lines.select_related("product")]
    return place_order(
        owner=order.owner,
        by=by,
        lines=lines,
        person=order.customer,
        purpose=order.purpose,
        place_of_sale=order.place_of_sale,
        request_key=request_key,
    )


def _hold_person(order: Order) -> None:
    """Hold the person's row first of all: of two orders at once the second sees the first."""
    if order.purpose not in Purpose.values:
        raise OrderRefused(_("Say what the order is for."), field="purpose")
    if order.purpose != Purpose.CUSTOMER:
        if order.customer_id:
            raise OrderRefused(_("Own use and stock are not for a person."), field="purpose")
        return
    people = Customer.objects.visible_to(order.owner).select_for_update()
    person = people.filter(pk=order.customer_id).first() if order.customer_id else None
    if person is None:
        raise OrderRefused(_("Say who ordered."), field="person")
    person.owner = order.owner
    order.customer = person


def _placed_before(order: Order, lines: list[Wanted]) -> Order | None:
    """Return the order of the same request. Raises OrderRefused if that was another order."""
    if not order.request_key:
        return None
    known = Order.objects.filter(owner=order.owner, request_key=order.request_key).first()
    if known is None:
        return None
    asked = sorted((product.pk, quantity) for product, quantity, _price in lines)
    placed = sorted(known.lines.values_list("product", "quantity"))
    if (known.customer_id, known.purpose, placed) != (order.customer_id, order.purpose, asked):
        raise OrderRefused(
            _("This form was sent before, with another order. Start a new one, please."),
            code="request_key_used",
        )
    return known


def _refuse_misfits(order: Order) -> None:
    if len(order.request_key) > 64:
        raise OrderRefused(_("Start a new order, please."))
    refuse_unknown_place(order.place_of_sale)
    refuse_impossible_day(order.ordered_on, today=order.owner.today())
    refuse_impossible_delivery(order)


def _priced(order: Order, lines: list[Wanted]) -> list[OrderLine]:
    """Fill in currency and totals, and return the lines with their amounts."""
    if not lines:
        raise OrderRefused(_("Say what was ordered, for example: 2 hand balm."), field="lines")
    if len(lines) > MOST_LINES:
        raise OrderRefused(_("At most %(most)d lines, please.") % {"most": MOST_LINES}, field="lines")
    order.currency = lines[0][0].currency
    rows = [_line(order, *line) for line in lines]
    order.total = total_of(row.amount for row in rows)
    order.pv = total_of(row.quantity * row.product.pv for row in rows)
    if max(order.total, order.pv) > MOST_MONEY:
        raise OrderRefused(_("That comes to more than can be kept."), field="lines")
    return rows


def _line(order: Order, product: Product, quantity: int, price: Decimal | None) -> OrderLine:
    _refuse_product(order, product)
    if not 1 <= quantity <= MOST_PIECES:
        raise OrderRefused(
            _("From 1 to %(most)d pieces of a product, please.") % {"most": MOST_PIECES}, field="lines"
        )
    price = product.price if price is None else _sane(price)
    amount = amount_of(quantity, price, order.currency)
    return OrderLine(order=order, product=product, quantity=quantity, unit_price=price, amount=amount)


def _refuse_product(order: Order, product: Product) -> None:
    own_or_house = product.owner_id in (None, order.owner.pk)
    if product.company_id != order.owner.company_id or not own_or_house:
        raise OrderRefused(_("There is no such product."), field="lines")
    if not product.is_active:
        raise OrderRefused(_("%(product)s is no longer for sale.") % {"product": product.name}, field="lines")
    if product.currency != order.currency:
        raise OrderRefused(_("One order is in one currency."), field="lines")


def _sane(price: Decimal) -> Decimal:
    if not price.is_finite():
        raise OrderRefused(_("A price is a number, for example 12.50."), field="lines")
    if price < 0:
        raise OrderRefused(_("A price cannot be negative."), field="lines")
    if price > MOST_MONEY:
        raise OrderRefused(_("That price is more than can be kept."), field="lines")
    return price.quantize(Decimal("0.0001"))


def _keep(order: Order, rows: list[OrderLine], by: Actor) -> Order | None:
    """Write the order with what follows; None if the same request was quicker elsewhere."""
    order.placed_at = placed_at(order.ordered_on, now=clock.now(), zone=order.owner.zoneinfo)
    try:
        with transaction.atomic():
            order.save(force_insert=True)
    except IntegrityError:
        if not Order.objects.filter(owner=order.owner, request_key=order.request_key or None).exists():
            raise
        return None
    OrderLine.objects.bulk_create(rows)
    record("order.placed", order, by=by, person=order.customer, after=facts_with_lines(order, rows))
    count_order(order, by)
    return order
