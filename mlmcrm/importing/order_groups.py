"""Decides whether the lines of one order agree with each other and with the order as placed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from mlmcrm.importing.order_lines import OrderLineRead

Piece = tuple[str, int, Decimal]  # code of the product in lower case, quantity, amount


@dataclass(frozen=True, slots=True)
class Item:
    """What a line orders. `said` is False where the price is the catalogue's, not the file's."""

    code: str
    quantity: int
    unit_price: Decimal
    amount: Decimal
    currency: str
    said: bool

    @property
    def piece(self) -> Piece:
        return (self.code, self.quantity, self.amount)


@dataclass(slots=True, eq=False)
class KnownOrder:
    """An order as known while a file is read.

    `unmet` are those of its lines that the file has not named yet; an `is_open` order is of
    this import, so that more lines may be added to it.
    """

    id: UUID
    number: str
    person: UUID | None
    purpose: str
    day: date
    currency: str
    delivered_on: date | None
    lines: list[Piece] = field(default_factory=list)
    unmet: list[Piece] = field(default_factory=list)
    is_open: bool = False

    def packed(self) -> list[Any]:
        return [
            self.id.hex, self.number, self.person.hex if self.person else None, self.purpose,
            self.day.isoformat(), self.currency,
            self.delivered_on.isoformat() if self.delivered_on else None,
            _packed(self.lines), _packed(self.unmet), self.is_open,
        ]  # fmt: skip

    @classmethod
    def unpacked(cls, values: list[Any]) -> "KnownOrder":
        id, number, person, purpose, day, currency, delivered, lines, unmet, is_open = values
        return cls(
            UUID(id), number, UUID(person) if person else None, purpose, date.fromisoformat(day), currency,
            date.fromisoformat(delivered) if delivered else None,
            _unpacked(lines), _unpacked(unmet), is_open,
        )  # fmt: skip


@dataclass
class Partly:
    """An order of which the file has not named all lines so far."""

    order: KnownOrder
    line: int
    raw: str
    lines: int

    def packed(self) -> list[Any]:
        return [self.order.packed(), self.line, self.raw, self.lines]

    @classmethod
    def unpacked(cls, values: list[Any]) -> "Partly":
        order, line, raw, lines = values
        return cls(KnownOrder.unpacked(order), line, raw, lines)


@dataclass
class Group:
    """The lines of a batch that are of one order; the first tells of the order as a whole."""

    number: str
    person: UUID | None
    first: OrderLineRead
    currency: str
    lines: list[tuple[OrderLineRead, Item]] = field(default_factory=list)
    delivered_on: date | None = None

    @property
    def items(self) -> list[Item]:
        return [item for _read, item in self.lines]

    @property
    def pieces(self) -> list[Piece]:
        return [item.piece for item in self.items]

    def refusal_of(self, read: OrderLineRead, item: Item, person: UUID | None) -> str:
        """Why a line is not of this order, or nothing."""
        what = ", ".join(self._differing(read, item, person))
        if not what:
            return ""
        said = _("Order %(number)s has another %(what)s on line %(line)s.")
        return said % {"number": self.number, "what": what, "line": self.first.number}

    def _differing(self, read: OrderLineRead, item: Item, person: UUID | None) -> Iterator[str]:
        if person != self.person:
            yield _("person")
        if read.day != self.first.day:
            yield _("date")
        if read.purpose != self.first.purpose:
            yield _("purpose")
        if item.currency != self.currency:
            yield _("currency")
        if read.delivered_on not in (None, self.delivered_on or read.delivered_on):
            yield _("day of delivery")

    def add(self, read: OrderLineRead, item: Item) -> None:
        self.lines.append((read, item))
        self.delivered_on = self.delivered_on or read.delivered_on


def header_difference(group: Group, order: KnownOrder) -> str:
    """Say in what an order as placed differs from the file, lines aside; nothing if it does not."""
    number = {"number": group.number}
    if order.person != group.person:
        return _("Order %(number)s was placed for somebody else.") % number
    if order.day != group.first.day:
        return _("Order %(number)s was placed for %(day)s.") % {**number, "day": order.day.isoformat()}
    if order.purpose != group.first.purpose:
        return _("Order %(number)s was placed for another purpose.") % number
    if order.currency != group.currency:
        return _("Order %(number)s was placed in %(currency)s.") % {**number, "currency": order.currency}
    if group.delivered_on not in (None, order.delivered_on):
        return _("Order %(number)s has another day of delivery.") % number
    return ""


def meet(order: KnownOrder, items: list[Item]) -> list[Item]:
    """Take the lines that these items name off `order.unmet`; return the items that name none."""
    return [item for item in items if not _met(order, item)]


def _met(order: KnownOrder, item: Item) -> bool:
    for piece in order.unmet:
        code, quantity, amount = piece
        if (code, quantity) == (item.code, item.quantity) and (not item.said or amount == item.amount):
            order.unmet.remove(piece)
            return True
    return False


def _packed(pieces: list[Piece]) -> list[list]:
    return [[code, quantity, str(amount)] for code, quantity, amount in pieces]


def _unpacked(pieces: list[list]) -> list[Piece]:
    return [(code, quantity, Decimal(amount)) for code, quantity, amount in pieces]
