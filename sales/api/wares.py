"""Finds the products that an order names by code or id, by one question."""

from django.db.models import Q
from django.utils.translation import gettext as _
from rest_framework.serializers import ValidationError

from sales.api.shapes import as_id
from sales.limits import MOST_MONEY
from sales.models import Product


def lines_of(viewer, items: list[dict]) -> list[tuple]:
    """Return the lines as `place_order` wants them. Raises ValidationError naming each item at fault.

    Of an own product and one of the company with the same code the own one is meant.
    """
    keys = {item["product"] for item in items}
    ids = {pk for key in keys if (pk := as_id(key))}
    products = Product.objects.visible_to(viewer).filter(Q(code__in=keys) | Q(pk__in=ids))
    found = {}
    for product in sorted(products, key=lambda product: (product.is_active, product.owner_id is not None)):
        found[product.code] = found[product.pk] = product
    lines, wrong = [], {}
    for number, item in enumerate(items):
        product = found.get(item["product"]) or found.get(as_id(item["product"]))
        problem = _problem(product, item.get("unit_price"))
        if problem:
            wrong[number] = problem
        else:
            lines.append((product, item["quantity"], _price(item)))
    if wrong:
        raise ValidationError({"items": {str(number): problem for number, problem in wrong.items()}})
    return lines


def _price(item: dict):
    price = item.get("unit_price")
    return price["amount"] if price else None


def _problem(product: Product | None, price: dict | None) -> dict | None:
    if product is None:
        return {"product": [_("There is no such product.")]}
    if not product.is_active:
        return {"product": [_("%(product)s is no longer for sale.") % {"product": product.name}]}
    if price and price["currency"] != product.currency:
        return {"unit_price": [_("In %(currency)s, please.") % {"currency": product.currency}]}
    if price and not 0 <= price["amount"] <= MOST_MONEY:
        return {"unit_price": [_("From 0 to %(most)s, please.") % {"most": MOST_MONEY}]}
    return None
