"""The wants of a person on their page: what fits, from which sentence, and who came back for it."""

import re

from customers.actions import note_want
from sales.models import Product
from tests.queries.counting import count_queries


def test_what_fits_stands_beside_the_want(as_ben, by_ben, rosa, company):
    balm = Product.objects.create(company=company, code="B", name="Hand balm", price=12, currency="EUR")
    as_ben.get(f"/people/{rosa.pk}/")
    before = count_queries(as_ben, f"/people/{rosa.pk}/").count
    for text in ("Her son is ill. Her hands are dry.", "A bicycle", "Something for hands"):
        note_want(customer=rosa, by=by_ben, text=text)
    as_ben.get(f"/people/{rosa.pk}/")
    counted = count_queries(as_ben, f"/people/{rosa.pk}/")
    assert counted.count == before + 1, counted
    page = as_ben.get(f"/people/{rosa.pk}/").content.decode()
    fits = re.findall(r'Fits: <a href="([^"]*)"><bdi>([^<]*)</bdi></a> · ([^<]*)<', page)
    assert fits == [(f"/products/{balm.pk}/cards/", "Hand balm", "nobody has bought it yet")] * 2
    assert '“<span dir="auto">Her hands are dry.</span>”' in page
