"""Finds what is worth knowing about products, and how popular each is among one's own people."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, Q, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followups.claims import claims_in
from followups.enclosing import told_name
from followups.models import ClaimPhrase
from kit.folding import pattern_at_word, pattern_of, words_of
from sales.models import KnowledgeCard, OrderLine
from sales.models.order import OrderState, Purpose

MOST = 60


@dataclass(frozen=True)
class Popularity:
    """How often a product was ordered, by how many people, and how many of them came back for it."""

    orders: int = 0
    people: int = 0
    again: int = 0

    def __str__(self):
        if not self.orders:
            return _("not ordered yet")
        times = ngettext("ordered once", "ordered %(n)d times", self.orders) % {"n": self.orders}
        people = ngettext("by %(n)d person", "by %(n)d people", self.people) % {"n": self.people}
        said = _("%(times)s %(people)s") % {"times": times, "people": people}
        again = ngettext("%(n)d reordered", "%(n)d reordered", self.again) % {"n": self.again}
        return f"{said}, {again}" if self.again else said


@dataclass(frozen=True)
class Card:
    """A card as it is shown; `popularity` is None for one that is about no product."""

    row: KnowledgeCard
    popularity: Popularity | None
    viewer_id: int | None = None

    @property
    def product(self):
        return self.row.product

    @property
    def is_own(self) -> bool:
        return self.row.owner_id is not None and self.row.owner_id == self.viewer_id

    @property
    def shared_by(self):
        """The leader whose card it is, if it is not one's own."""
        return self.row.owner if self.row.owner_id and not self.is_own else None

    @property
    def document_name(self) -> str:
        return told_name(self.row.document.name) if self.row.document else ""


def cards_for(viewer, typed: str = "", products: Iterable[UUID] = ()) -> list[Card]:
    """Return the cards in use that hold every typed word, by two queries at most.

    Without words those of `products` and those about no product, all where none are named; with
    words the cards of `products` stand first. Accents and case are as good as none.
    """
    products = list(products)
    rows = found_among(KnowledgeCard.objects.visible_to(viewer).filter(is_active=True), typed)
    if products and not words_of(typed):
        rows = rows.filter(Q(product__in=products) | Q(product=None))
    rows = rows.select_related("product", "owner").alias(place=_place(typed, products))
    by_product = F("product__name_key").asc(nulls_last=True)
    return with_popularity(viewer, rows.order_by("place", by_product, "kind", "title", "pk")[:MOST])


def with_popularity(viewer, rows: Iterable[KnowledgeCard]) -> list[Card]:
    """Return rows as they are shown, with one more query for all of them."""
    rows = list(rows)
    known = popularity_of(viewer, {row.product_id for row in rows if row.product_id})
    return [Card(row, known[row.product_id] if row.product_id else None, viewer.pk) for row in rows]


def popularity_of(viewer, products: Iterable[UUID]) -> dict[UUID, Popularity]:
    """Count a viewer's own customers' orders of products, those that stand: one query."""
    products = set(products)
    counted: dict[UUID, list[int]] = defaultdict(list)
    if products:
        lines = OrderLine.objects.filter(
            product__in=products, order__owner=viewer, order__state=OrderState.PLACED,
            order__purpose=Purpose.CUSTOMER,
        )  # fmt: skip
        by_person = lines.order_by().values("product", "order__customer")
        for row in by_person.annotate(n=Count("order", distinct=True)):
            counted[row["product"]].append(row["n"])
    return {
        product: Popularity(sum(counts), len(counts), sum(n > 1 for n in counts))
        for product, counts in ((product, counted[product]) for product in products)
    }


def claims_of(card: KnowledgeCard) -> list[str]:
    """Return what of a card nobody may promise: income, or health."""
    phrases = ClaimPhrase.objects.filter(is_active=True)
    found = claims_in(f"{card.title}\n{card.text}", phrases)
    return list(dict.fromkeys(one.words for one in found))


def found_among(rows, typed: str):
    """Return the cards among rows that hold every typed word, in themselves or in the name of their product."""
    for word in words_of(typed):
        pattern = pattern_of(word)
        rows = rows.filter(Q(search_key__regex=pattern) | Q(product__name_key__regex=pattern))
    return rows


def _place(typed: str, products: list[UUID]) -> Case:
    """What stands first: cards of the products at hand, then those whose title has the first word."""
    places = [When(product__in=products, then=Value(0))] if products else []
    if words := words_of(typed):
        begins = pattern_at_word(words[0])
        places += [When(Q(search_key__regex=begins) | Q(product__name_key__regex=begins), then=Value(1))]
    return Case(*places, default=Value(2), output_field=IntegerField())
