from datetime import date, timedelta
from decimal import Decimal

import pytest

from customers.actions import add_person
from kit.events import Event
from sales.actions import learn_usual_interval, place_order, recount_facts
from sales.models import Product

START = date(2026, 3, 2)


@pytest.fixture
def balm(company):
    return Product.objects.create(
        company=company, code="HB", name="Hand balm", price=Decimal("9.50"), currency="EUR"
    )


def person_with_orders(owner, by, product, name, *days_ago):
    person = add_person(owner=owner, by=by, name=name)
    for days in days_ago:
        on = START - timedelta(days=days)
        place_order(owner=owner, by=by, person=person, lines=[(product, 1, None)], ordered_on=on)
    return person


def test_one_time_buyers_are_judged_by_the_median_of_the_company(company, ben, by_ben, balm, monday):
    once = person_with_orders(ben, by_ben, balm, "Once", 50)
    for n in range(20):
        person_with_orders(ben, by_ben, balm, f"Often {n}", 40, 10)
    assert learn_usual_interval(company=company, by=by_ben) == 30
    once.refresh_from_db()
    assert once.cools_on == START - timedelta(days=50) + timedelta(days=90)
    assert recount_facts(check=True) == []
    assert Event.objects.get(kind="company.usual_interval_learned").after == {"usual_interval_days": 30}


def test_too_few_people_teach_nothing(company, ben, by_ben, balm, monday):
    for n in range(3):
        person_with_orders(ben, by_ben, balm, f"Often {n}", 40, 10)
    assert learn_usual_interval(company=company, by=by_ben) == 60
