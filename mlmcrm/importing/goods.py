"""Finds the products that lines of an orders file name, and makes those it may make."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from kit.events import Actor
from mlmcrm.importing.order_groups import Item
from mlmcrm.importing.order_lines import OrderLineRead
from mlmcrm.importing.values import BadValue
from sales.actions import add_product
from sales.actions.bulk import PastLine
from sales.models import Product
from sales.pricing import amount_of, rounded

PRICE_STEP = Decimal("0.0001")


class Goods:
    """The catalogue of an owner while a file is read.

    Products that are no longer for sale are part of it: they were sold once. What is new is
    kept back until a line with it is written.
    """

    def __init__(self, owner, by: Actor, *, create: bool):
        self._owner, self._by, self._create = owner, by, create
        products = sorted(Product.objects.visible_to(owner), key=lambda product: product.owner_id is not None)
        self._by_code = {product.code.casefold(): product for product in products}  # one's own wins
        self._new: dict[str, Product] = {}
        self._untold: list[Product] = []

    def item(self, read: OrderLineRead) -> Item:
        """Return what a line orders. Raises BadValue for an unknown product or price."""
        code = read.product.casefold()
        product = self._by_code.get(code) or self._new.get(code) or self._made(read)
        currency = read.currency or product.currency
        if read.amount is not None:
            amount = rounded(read.amount, currency)
            return Item(code, read.quantity, _each(amount, read.quantity), amount, currency, said=True)
        price = self._price(read, product, currency)
        amount = amount_of(read.quantity, price, currency)
        return Item(code, read.quantity, price, amount, currency, said=read.unit_price is not None)

    def line(self, item: Item) -> PastLine:
        """Return the line to be written, of a product that is in the catalogue now."""
        return PastLine(self._by_code[item.code], item.quantity, item.unit_price, item.amount)

    def news(self) -> list[list[str]]:
        """Return which products were met for the first time since the last time."""
        untold, self._untold = self._untold, []
        return [[product.code, str(product.price), product.currency] for product in untold]

    def recall(self, news: list[list[str]]) -> None:
        """Know the products that a run before met; those it saved are in the catalogue."""
        for code, price, currency in news:
            if code.casefold() not in self._by_code:
                self._new[code.casefold()] = Product(
                    code=code, name=code, price=Decimal(price), currency=currency
                )

    def save(self, codes: Iterable[str]) -> None:
        """Add the new products among these to the catalogue."""
        for code in sorted(set(codes) & self._new.keys()):
            new = self._new.pop(code)
            self._by_code[code] = add_product(
                owner=self._owner, by=self._by, code=new.code, name=new.name, price=new.price
            )

    def _made(self, read: OrderLineRead) -> Product:
        if not self._create:
            said = _("product: there is no “%(code)s”. With --create-products it is added.")
            raise BadValue(said % {"code": read.product})
        if read.amount is None and read.unit_price is None:
            said = _("product: “%(code)s” is new, so the line must give its unit_price or amount.")
            raise BadValue(said % {"code": read.product})
        price = _each(read.amount, read.quantity) if read.amount is not None else read.unit_price
        own = self._owner.currency
        foreign = read.currency not in ("", own)
        product = Product(
            code=read.product,
            name=read.product,
            price=Decimal(0) if foreign else rounded(price, own),
            currency=own,
        )
        self._new[read.product.casefold()] = product
        self._untold.append(product)
        return product

    def _price(self, read: OrderLineRead, product: Product, currency: str) -> Decimal:
        if read.unit_price is not None:
            return read.unit_price
        if currency != product.currency:
            said = _("“%(code)s” has no price in %(currency)s: the line must give unit_price or amount.")
            raise BadValue(said % {"code": product.code, "currency": currency})
        return product.price


def _each(amount: Decimal, quantity: int) -> Decimal:
    return (amount / quantity).quantize(PRICE_STEP)
