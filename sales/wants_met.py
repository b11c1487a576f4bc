"""Finds the products that answer what people want, each with the share of its buyers who came back for it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, IntegerField, QuerySet, Subquery, TextField, UUIDField, Value
from django.db.models.functions import Cast, JSONArray
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from customers.models import Want
from kit.expressions import Gathered
from kit.folding import pattern_of
from sales.models import OrderLine, Product, Synonym
from sales.models.order import OrderState, Purpose
from sales.wanted import Fit, Shelf, Ware, beginnings
from sales.wanted import Synonym as Taught

ENOUGH = 20  # buyers; below, a share in percent would say more than is known
MOST_SHOWN = 3


@dataclass(frozen=True)
class Met:
    """A product that answers a want: the sentence, and how many of its buyers came back for it."""

    product_id: UUID
    name: str
    sentence: str
    buyers: int = 0
    again: int = 0

    @property
    def percent(self) -> int:
        return round(100 * self.again / self.buyers) if self.buyers else 0

    def __str__(self):
        """The share in words; of few buyers the numbers themselves."""
        if not self.buyers:
            return _("nobody has bought it yet")
        if self.buyers < ENOUGH:
            said = ngettext(
                "%(again)d of %(n)d buyer reordered", "%(again)d of %(n)d buyers reordered", self.buyers
            )
            return said % {"again": self.again, "n": self.buyers}
        return _("%(percent)d%% of buyers reorder") % {"percent": self.percent}


def with_synonyms(wants: QuerySet, viewer) -> QuerySet:
    """Let each want carry what its owner taught, for `taught_in`: no query of its own."""
    words = Synonym.objects.visible_to(viewer).order_by().values("company")
    return wants.annotate(
        taught=Subquery(words.annotate(all=Gathered(JSONArray("said", "meant"))).values("all"))
    )


def taught_in(wants: Sequence[Want]) -> list[Taught]:
    """Return the synonyms that wants carry."""
    return [Taught(*pair) for pair in (wants[0].taught or ())] if wants else []


def taught_to(viewer) -> list[Taught]:
    """Return the synonyms that hold for somebody: one query."""
    return [Taught(*pair) for pair in Synonym.objects.visible_to(viewer).values_list("said", "meant")]


def answered_by(
    viewer, wants: Sequence[Want], taught: Iterable[Taught], most: int = MOST_SHOWN
) -> dict[UUID, list[Met]]:
    """Return what answers each of some wants, the best first: one query, none without wants.

    The wants' customers and owners are loaded.
    """
    taught = list(taught)
    tongues = {want.pk: tongues_of(want) for want in wants}
    begins = {begin for want in wants for begin in beginnings(want.text, tongues[want.pk], taught)}
    names, buyers = _found(viewer, begins) if begins else ({}, {})
    shelves = Shelves(names, taught)
    return {
        want.pk: [
            met(fit, buyers.get(fit.ware.id, ())) for fit in shelves.fits(want.text, tongues[want.pk])[:most]
        ]
        for want in wants
    }


def met(fit: Fit, orders: Sequence[int]) -> Met:
    """Return a fit with its buyers, each given by the number of their orders of it."""
    again = sum(count > 1 for count in orders)
    return Met(fit.ware.id, fit.ware.name, fit.sentence, len(orders), again)


def tongues_of(want: Want) -> tuple[str, ...]:
    """In which languages something was said or written down: the person's, and the distributor's."""
    return want.customer.language, want.owner.language or "en"


class Shelves:
    """Products as people of different languages find them."""

    def __init__(self, names: dict[UUID, str], taught: Iterable[Taught]):
        self._wares = [Ware(id, name) for id, name in names.items()]
        self._taught = list(taught)
        self._shelves: dict[tuple[str, ...], Shelf] = {}

    def fits(self, text: str, languages: tuple[str, ...]) -> list[Fit]:
        if languages not in self._shelves:
            self._shelves[languages] = Shelf(self._wares, languages, self._taught)
        return self._shelves[languages].fits(text)


def _found(viewer, begins: set[str]) -> tuple[dict[UUID, str], dict[UUID, list[int]]]:
    """The products for sale whose names hold one of these, and how often each buyer ordered each of them."""
    pattern = "|".join(sorted(map(pattern_of, begins)))
    products = Product.objects.visible_to(viewer).for_sale().filter(name_key__regex=pattern).order_by()
    nobody, none = Cast(Value(None), UUIDField()), Value(0, IntegerField())
    named = products.annotate(text=Cast("name", TextField()), buyer=nobody, times=none)
    lines = OrderLine.objects.filter(
        order__owner=viewer, order__state=OrderState.PLACED, order__purpose=Purpose.CUSTOMER,
        product__in=products.values("pk"),
    )  # fmt: skip
    by_person = lines.order_by().values("product", "order__customer").annotate(
        text=Value("", TextField()), times=Count("order", distinct=True)
    )  # fmt: skip
    rows = named.values_list("pk", "text", "buyer", "times").union(
        by_person.values_list("product", "text", "order__customer", "times"), all=True
    )
    names: dict[UUID, str] = {}
    buyers: dict[UUID, list[int]] = defaultdict(list)
    for product, name, buyer, times in rows:
        if buyer is None:
            names[product] = name
        else:
            buyers[product].append(times)
    return names, buyers
