"""Finds the orders that lines mean, and remembers which of their lines the file has named."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from mlmcrm.importing.order_groups import KnownOrder, Piece
from mlmcrm.importing.shelf import Shelf
from sales.models import Order, OrderLine
from sales.models.order import OrderState


class OrderBook:
    """The orders of an owner by their number, as far as a batch asks for them."""

    def __init__(self, owner):
        self._owner = owner
        self.shelf = Shelf(KnownOrder.packed, KnownOrder.unpacked)
        self._orders: dict[str, KnownOrder] = {}

    def open(self, numbers: Iterable[str], *, since: datetime) -> None:
        """Load the orders of these numbers; those made after `since` are open while they stand."""
        numbers = set(numbers)
        met = self.shelf.get(self.shelf.ids_of(numbers))
        self._orders = {order.number: order for order in met.values()}
        for order in self._stored(numbers - self._orders.keys(), since):
            self._orders[order.number] = order

    def get(self, number: str) -> KnownOrder | None:
        return self._orders.get(number)

    def add(self, order: KnownOrder) -> None:
        self._orders[order.number] = order

    def close_batch(self, touched: Iterable[KnownOrder]) -> None:
        """Remember orders for later batches, with what is still unmet of them."""
        touched = list(touched)
        self.shelf.put({order.id: order for order in touched})
        self.shelf.put_keys((order.number, order.id) for order in touched)

    def _stored(self, numbers: set[str], since: datetime) -> list[KnownOrder]:
        if not numbers:
            return []
        rows = Order.objects.visible_to(self._owner).filter(external_id__in=numbers).order_by()
        lines = self._lines([row.pk for row in rows])
        return [
            KnownOrder(
                id=row.pk,
                number=row.external_id,
                person=row.customer_id,
                purpose=row.purpose,
                day=row.ordered_on,
                currency=row.currency,
                delivered_on=row.delivered_on,
                lines=lines[row.pk],
                unmet=list(lines[row.pk]),
                is_open=row.state == OrderState.PLACED and row.created_at > since,
            )
            for row in rows
        ]

    def _lines(self, ids: list[UUID]) -> dict[UUID, list[Piece]]:
        found = defaultdict(list)
        rows = OrderLine.objects.filter(order__in=ids).order_by("id")
        for order, code, quantity, amount in rows.values_list("order", "product__code", "quantity", "amount"):
            found[order].append((code.casefold(), quantity, amount))
        return found
