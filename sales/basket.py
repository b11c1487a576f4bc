"""What an order form holds so far: typed words, answers to questions, and pieces from the list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _

from sales.limits import MOST_PIECES
from sales.matching import Catalogue, Entry
from sales.models import Product
from sales.pricing import amount_of, total_of
from sales.wording import Parsed, Problem, Question, Trouble, answer, parse_order

LONGEST_TEXT = 500
LONGEST_POSITION = 3  # digits
PIECES, ANSWER = "pieces-", "answer-"


@dataclass(frozen=True)
class Item:
    """Pieces of a product at a price."""

    product: Product
    quantity: int
    price: Decimal

    @property
    def amount(self) -> Decimal:
        return amount_of(self.quantity, self.price, self.product.currency)

    @property
    def pv(self) -> Decimal:
        return self.quantity * self.product.pv


@dataclass(frozen=True)
class Asked:
    """A question with the choices to show; `chosen` is the key of the answer given."""

    question: Question
    chosen: str


@dataclass(frozen=True)
class Basket:
    """A form read against the catalogue; nothing is kept."""

    products: list[Product]
    parsed: Parsed
    asked: list[Asked] = field(default_factory=list)
    picked: dict[UUID, int] = field(default_factory=dict)
    misfits: tuple[str, ...] = ()

    @cached_property
    def items(self) -> list[Item]:
        """What is clear, each product at a price once."""
        by_id = {product.pk: product for product in self.products}
        typed = [(line.entry.id, line.price, line.quantity) for line in self.parsed.lines]
        pieces: dict = {}
        for pk, price, quantity in [*typed, *((pk, None, n) for pk, n in self.picked.items())]:
            pieces[pk, price] = pieces.get((pk, price), 0) + quantity
        return [
            Item(by_id[pk], quantity, by_id[pk].price if price is None else price)
            for (pk, price), quantity in pieces.items()
        ]

    @property
    def lines(self) -> list[tuple[Product, int, Decimal]]:
        """What `place_order` wants."""
        return [(item.product, item.quantity, item.price) for item in self.items]

    @property
    def total(self) -> Decimal:
        return total_of(item.amount for item in self.items)

    @property
    def pv(self) -> Decimal:
        return total_of(item.pv for item in self.items)

    @property
    def currency(self) -> str:
        return self.items[0].product.currency if self.items else ""

    @property
    def is_clear(self) -> bool:
        return bool(self.items) and not (self.complaints or self.parsed.questions)

    @property
    def is_empty(self) -> bool:
        return not (self.items or self.complaints or self.asked)

    @property
    def complaints(self) -> list[str]:
        """What cannot be understood or cannot be, in sentences."""
        unknown = [_("No product is called “%(words)s”.") % {"words": w} for w in self.parsed.unknown]
        return [*unknown, *(_impossible(trouble) for trouble in self.parsed.troubles), *self.misfits]

    @property
    def open_questions(self) -> list[str]:
        return [_("Which one is “%(words)s”?") % {"words": q.words} for q in self.parsed.questions]


def read_basket(owner, data: Mapping) -> Basket:
    """Read `typed`, `answer-<n>` and `pieces-<product>` of a submitted form. One query."""
    products = list(Product.objects.visible_to(owner).for_sale())
    parsed = _parsed(data.get("typed", ""), _catalogue(products))
    answers = _answers(data)
    asked = [Asked(question, answers.get(question.position, "")) for question in parsed.questions]
    picked, misfits = _picked(data, {str(product.pk): product for product in products})
    return Basket(products, answer(parsed, answers), asked, picked, tuple(misfits))


def baskets_of(owner, texts: Iterable[str]) -> list[Basket]:
    """Read several typed orders, each as one that was typed alone. One query, none without texts."""
    texts = list(texts)
    products = list(Product.objects.visible_to(owner).for_sale()) if texts else []
    catalogue = _catalogue(products)
    return [_asking(products, _parsed(text, catalogue)) for text in texts]


def _catalogue(products: list[Product]) -> Catalogue:
    return Catalogue(Entry(product.pk, product.code, product.name) for product in products)


def _parsed(text, catalogue: Catalogue) -> Parsed:
    return parse_order(str(text)[:LONGEST_TEXT], catalogue)


def _asking(products: list[Product], parsed: Parsed) -> Basket:
    return Basket(products, parsed, [Asked(question, "") for question in parsed.questions])


def _answers(data: Mapping) -> dict[int, str]:
    named = {name.removeprefix(ANSWER): data[name] for name in data if name.startswith(ANSWER)}
    return {
        int(position): key
        for position, key in named.items()
        if position.isdecimal() and len(position) <= LONGEST_POSITION
    }


def _picked(data: Mapping, products: dict[str, Product]) -> tuple[dict[UUID, int], list[str]]:
    picked, misfits = {}, []
    for name in data:
        text = str(data[name]).strip()
        if not name.startswith(PIECES) or text in ("", "0"):
            continue
        product = products.get(name.removeprefix(PIECES))
        if product is None:
            misfits.append(_("There is no such product."))
        elif not (text.isdecimal() and len(text) < 6 and 1 <= int(text) <= MOST_PIECES):
            misfits.append(_pieces_of(product.name))
        else:
            picked[product.pk] = int(text)
    return picked, misfits


def _pieces_of(words: str) -> str:
    return _("“%(words)s”: a whole number from 1 to %(most)d, please.") % {
        "words": words, "most": MOST_PIECES,
    }  # fmt: skip


def _impossible(trouble: Trouble) -> str:
    if trouble.problem == Problem.PRICE:
        return _("“%(words)s”: a price, please, for example @ 12.50.") % {"words": trouble.words}
    return _pieces_of(trouble.words)
