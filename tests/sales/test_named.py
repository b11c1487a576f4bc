"""Names of products are no promises, whatever words they hold."""

from decimal import Decimal

import pytest

from followups.drafting import claims_of
from followups.goods import names_with
from followups.steps import Step
from sales.models import Product

pytestmark = pytest.mark.django_db


@pytest.fixture
def tea(company):
    return Product.objects.create(
        company=company, code="TEA", name="Detox Miracle Tea", price=Decimal(9), currency="EUR"
    )


def promised(text: str) -> list[str]:
    return [found.words for _step, found in claims_of([Step(key="s", title="", text=text)])]


def test_a_product_of_that_name_is_no_promise(tea):
    assert promised("Your Detox Miracle Tea is here.\nIt cures.") == ["cures"]


def test_its_words_by_themselves_are_one(tea):
    assert promised("This tea is a miracle, a real detox.") == ["miracle", "detox"]


def test_the_line_stays_right_after_a_name(tea):
    found = claims_of([Step(key="s", title="", text="Detox Miracle Tea\nis here.\nIt cures.")])
    assert [(claim.words, claim.line) for _step, claim in found] == [("cures", 5)]


def test_only_names_with_such_words_are_asked_for(tea, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert names_with({"detox", "cures"}) == ["Detox Miracle Tea"]
    with django_assert_num_queries(0):
        assert names_with(set()) == []
