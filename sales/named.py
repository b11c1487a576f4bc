"""Tells follow-ups what products are called: a name is no promise, whatever words it holds."""

from collections.abc import Collection
from functools import reduce
from operator import or_

from django.db.models import Q

from followups.goods import knows_names
from sales.models import Product


@knows_names
def names_with(words: Collection[str]) -> list[str]:
    """Return the names of products, of anybody here, that hold one of these words."""
    holding = reduce(or_, (Q(name_key__contains=word.casefold()) for word in words))
    return list(Product.objects.filter(holding).order_by().values_list("name", flat=True).distinct())
