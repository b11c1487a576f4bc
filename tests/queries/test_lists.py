"""Every page asks the database the same few questions, whether it shows 1, 3 or 30 rows."""

from decimal import Decimal

import pytest

from customers.models import Consent, Customer
from sales.actions import place_order
from sales.models import Product
from team.actions import sign_in_device
from tests.queries.counting import count_queries

# Page: queries, with those for session, user and the counts beside the navigation; behind it the most it may be.
FIGURES = {
    "/today/": 12,  # 15
    "/people/": 6,  # 8
    "/ladder/": 8,
    "/orders/": 7,  # 8
    "/orders/add/": 4,
    "/products/": 4,
    "/messages/": 7,
    "/history/": 6,
    "/settings/hours/": 5,
    "/settings/team/": 4,
    "/settings/security/": 4,
}
PERSON, SIGN_IN = 18, 1  # 15, 1


@pytest.fixture
def people(ben, by_ben, company):
    """Make people who each ordered once, with everything that follows from it."""

    def make(count: int) -> list[Customer]:
        balm = Product.objects.create(
            company=company, code="B", name="Hand balm", price=Decimal(12), currency="EUR"
        )
        made = []
        for number in range(count):
            person = Customer.objects.create(owner=ben, name=f"Person {number:02}", greeting="You")
            person.emails.create(owner=ben, address=f"p{number}@post.example", key=f"p{number}@post.example")
            Consent.objects.create(owner=ben, customer=person, channel="email", purpose="service")
            place_order(owner=ben, by=by_ben, lines=[(balm, 1, None)], person=person, request_key=f"{number}")
            Product.objects.create(
                company=company,
                owner=ben,
                code=f"P{number}",
                name=f"Own {number}",
                price=Decimal(1),
                currency="EUR",
            )
            sign_in_device(distributor=ben, by=by_ben, name=f"Phone {number}")
            made.append(person)
        return made

    return make


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize("path", FIGURES)
def test_a_list_asks_the_same_for_any_number_of_rows(as_ben, people, path, rows):
    people(rows)
    as_ben.get(path)  # what is asked once in the life of a process
    counted = count_queries(as_ben, path)
    assert (counted.status, counted.count) == (200, FIGURES[path]), counted
    assert counted.repeated == {}, counted


def test_the_page_of_a_person_keeps_its_figure(as_ben, people):
    person = people(3)[0]
    counted = count_queries(as_ben, f"/people/{person.pk}/")
    assert (counted.status, counted.count) == (200, PERSON), counted


def test_the_sign_in_page_asks_only_whether_this_is_a_demo(client, db):
    assert count_queries(client, "/accounts/login/").count == SIGN_IN
