"""Find or do asks the database the same few questions, however many people there are."""

import pytest

from customers.models import Customer
from tests.queries.counting import count_queries

# Address: queries with those for session and user; by itself, and as a page with what stands around it.
FIGURES = {
    "/search/?q=": (3, 4),
    "/search/?q=person": (4, 5),
    "/search/?q=person+1": (5, 6),  # a number may be an order's
    "/search/?q=persno": (5, 6),  # nobody fits: names alike are looked for
    "/search/?q=quetzal": (5, 6),
}


@pytest.fixture
def people(ben):
    def make(count: int) -> None:
        for number in range(count):
            person = Customer.objects.create(owner=ben, name=f"Person {number + 1:02}")
            person.emails.create(owner=ben, address=f"p{number}@post.example", key=f"p{number}@post.example")

    return make


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize("path", FIGURES)
def test_search_asks_the_same_for_any_number_of_people(as_ben, people, path, rows):
    people(rows)
    as_ben.get(path)  # what is asked once in the life of a process
    alone, page = count_queries(as_ben, path, htmx=True), count_queries(as_ben, path)
    assert (alone.status, alone.count, page.status, page.count) == (
        200,
        FIGURES[path][0],
        200,
        FIGURES[path][1],
    ), (
        alone,
        page,
    )
    assert (alone.repeated, page.repeated) == ({}, {})
