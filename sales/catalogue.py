"""The catalogue of a distributor in the form that typed orders are read against."""

from sales.matching import Catalogue, Entry
from sales.models import Product


def catalogue_of(viewer) -> Catalogue:
    """Return what the viewer sells: one query."""
    products = Product.objects.visible_to(viewer).for_sale().order_by("name_key", "pk")
    rows = products.values_list("pk", "code", "name")
    return Catalogue(Entry(pk, code, name) for pk, code, name in rows)
