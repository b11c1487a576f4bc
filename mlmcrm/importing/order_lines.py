"""Decides what a line of an orders file says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from mlmcrm.importing import values
from mlmcrm.importing.columns import Schema
from mlmcrm.importing.lines import Line
from mlmcrm.importing.person_lines import Setting
from mlmcrm.importing.values import BadValue
from sales.limits import DELIVERY_WITHIN, EARLIEST_DAY, MOST_MONEY, MOST_PIECES

NOBODY = ("own_use", "stock")  # purposes for which there is no person
PERSON = ("person_id", "email", "phone")
REQUIRED = ("order_id", "date", "product", "quantity", PERSON)
SEVERAL = ("email", "phone")

Reader = Callable[[str, Setting], Any]


@dataclass(frozen=True, slots=True)
class OrderLineRead:
    """One line of an order. An `amount` wins over a `unit_price`; None and "" mean not said."""

    number: int
    raw: str
    order_id: str
    day: date
    product: str
    quantity: int
    unit_price: Decimal | None
    amount: Decimal | None
    currency: str
    purpose: str
    delivered_on: date | None
    person_id: str
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    person_name: str

    @property
    def names_nobody(self) -> bool:
        return not (self.person_id or self.emails or self.phones)


READERS: dict[str, Reader] = {
    "order_id": lambda cell, _: values.text(cell, at_most=100),
    "date": lambda cell, at: values.day(cell, earliest=EARLIEST_DAY, today=at.today),
    "product": lambda cell, _: values.text(cell, at_most=40),
    "quantity": lambda cell, _: values.pieces(cell, at_most=MOST_PIECES),
    "unit_price": lambda cell, _: values.money(cell, at_most=MOST_MONEY, places=4),
    "amount": lambda cell, _: values.money(cell, at_most=MOST_MONEY),
    "currency": lambda cell, _: values.currency(cell),
    "purpose": lambda cell, _: values.purpose(cell),
    "delivered_on": lambda cell, at: values.day(cell, earliest=EARLIEST_DAY, today=at.today),
    "person_id": lambda cell, _: values.text(cell, at_most=100),
    "email": lambda cell, _: tuple(values.emails(cell)),
    "phone": lambda cell, at: tuple(values.phones(cell, region=at.region)),
    "person_name": lambda cell, _: values.name(cell),
}
KNOWN = tuple(READERS)
SCHEMA = Schema(KNOWN, REQUIRED, SEVERAL)


def read_order_line(line: Line, at: Setting) -> OrderLineRead:
    """Read the cells of a line. Raises BadValue with a sentence that names the column."""
    cells = {column: _read(line, column, reader, at) for column, reader in READERS.items()}
    for column in ("date", "product", "quantity"):
        if cells[column] is None:
            raise BadValue(_("%(column)s: empty.") % {"column": column})
    read = OrderLineRead(
        number=line.number,
        raw=line.raw,
        order_id=cells["order_id"] or "",
        day=cells["date"],
        product=cells["product"],
        quantity=cells["quantity"],
        unit_price=cells["unit_price"],
        amount=cells["amount"],
        currency=cells["currency"] or "",
        purpose=cells["purpose"] or "customer",
        delivered_on=cells["delivered_on"],
        person_id=cells["person_id"] or "",
        emails=cells["email"] or (),
        phones=cells["phone"] or (),
        person_name=cells["person_name"] or "",
    )
    _refuse_misfits(read)
    return read


def _read(line: Line, column: str, reader: Reader, at: Setting) -> Any:
    cell = line.cells.get(column, "").strip()
    try:
        return reader(cell, at) if cell else None
    except BadValue as bad:
        raise BadValue(f"{column}: {bad}") from None


def _refuse_misfits(read: OrderLineRead) -> None:
    if read.names_nobody and read.purpose not in NOBODY:
        raise BadValue(_("Say who ordered, in person_id, email or phone."))
    if read.delivered_on is None:
        return
    if read.delivered_on < read.day:
        raise BadValue(_("delivered_on: that is before the order."))
    if read.delivered_on > read.day + DELIVERY_WITHIN:
        raise BadValue(_("delivered_on: that is more than two years after the order."))
