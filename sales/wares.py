"""Says in words what an order holds, in the language of whoever reads it."""

from django.utils import translation
from django.utils.translation import gettext as _

from sales.models import Order

MOST_NAMED = 5


def listed(order: Order) -> str:
    """Return "2 × Hand balm and Morning tea", in the person's language."""
    language = order.customer.language if order.customer_id else ""
    with translation.override(language or order.owner.language):
        return in_words(order.lines.select_related("product"))


def in_words(lines) -> str:
    """Return what lines hold, in the language that is active."""
    return _in_words([_one(line.quantity, line.product.name) for line in lines])


def goods_in(lines, language: str) -> str:
    """Return what lines, each with its quantity and the name of its product, hold in a language."""
    with translation.override(language):
        return _in_words([_one(line.quantity, line.name) for line in lines])


def goods_of(lines, language: str) -> str:
    """Return what lines of products hold, in a language."""
    with translation.override(language):
        return in_words(lines)


def listed_names(names: list[str]) -> str:
    """Return names as one list, in the language that is active."""
    return _in_words(names)


def _in_words(names: list[str]) -> str:
    if len(names) > MOST_NAMED:
        names = [*names[: MOST_NAMED - 1], _("more")]
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def _one(quantity: int, name: str) -> str:
    if quantity == 1:
        return name
    return _("%(n)d × %(product)s") % {"n": quantity, "product": name}
