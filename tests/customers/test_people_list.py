"""The list of people: who is shown, found by what, in which order."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from customers.models import Customer, Email, Phone, Tag

pytestmark = pytest.mark.usefixtures("monday")

TODAY = date(2026, 3, 2)


def names(response):
    return [person.name for person in response.context["page"].rows]


def people(ben, *names_, **values):
    return [Customer.objects.create(owner=ben, name=name, **values) for name in names_]


@pytest.fixture
def listed(as_ben):
    return lambda **asked: as_ben.get(reverse("people"), asked)


def test_my_people_by_name(listed, ben, cleo, rosa):
    people(ben, "zoe", "Ada")
    people(cleo, "Foreign")
    response = listed()
    assert names(response) == ["Ada", "Rosa Lind", "zoe"]
    assert (response.context["everyone"], response.status_code) == (3, 200)


def test_a_leader_sees_nobody_of_her_line(as_ana, rosa):
    assert names(as_ana.get(reverse("people"))) == []


def test_without_people_the_page_says_how_to_begin(listed):
    assert "Nobody here yet" in listed().content.decode()


def test_signed_out_goes_to_sign_in(client):
    response = client.get(reverse("people"))
    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize(
    "words, found",
    [
        ("rosa", ["Rosa Lind"]),
        ("LIND ro", ["Rosa Lind"]),
        ("rosa ada", []),
        ("post.example", ["Rosa Lind"]),
        ("030 123", ["Ada Byron"]),
        ("+49 30 12", ["Ada Byron"]),
        ("byron 123456", ["Ada Byron"]),
        ("12", []),
        ("%", []),
        ("_", []),
        ("\x00", ["Ada Byron", "Rosa Lind"]),
        ("x" * 101, ["Ada Byron", "Rosa Lind"]),
    ],
)
def test_search(listed, ben, cleo, rosa, words, found):
    ada = people(ben, "Ada Byron")[0]
    Phone.objects.create(customer=ada, owner=ben, number="+4930123456")
    stranger = people(cleo, "Rosa Foreign")[0]
    Email.objects.create(customer=stranger, owner=cleo, address="x@post.example", key="x@post.example")
    assert names(listed(q=words)) == found


def test_filters(listed, ben):
    people(ben, "Slipping", slips_on=TODAY, cools_on=TODAY + timedelta(days=1), rung=4)
    people(ben, "Cooling", slips_on=TODAY - timedelta(days=9), cools_on=TODAY, rung=4)
    people(ben, "Fine", slips_on=TODAY + timedelta(days=1), cools_on=TODAY + timedelta(days=9), rung=3)
    people(ben, "New", warmth="cold")
    tag = Tag.objects.create(owner=ben, name="tea")
    Customer.objects.get(name="Fine").tags.add(tag)
    assert names(listed(state="slipping")) == ["Slipping"]
    assert names(listed(state="cooling")) == ["Cooling"]
    assert names(listed(warmth="cold")) == ["New"]
    assert names(listed(tag=tag.pk)) == ["Fine"]
    assert names(listed(rung=4)) == ["Cooling", "Slipping"]
    assert names(listed(rung=4, state="cooling")) == ["Cooling"]
    assert {number: count for number, _label, count in listed(rung=4).context["rungs"]} == {
        1: 1, 2: 0, 3: 1, 4: 2, 5: 0, 6: 0,
    }  # fmt: skip


def test_what_makes_no_sense_is_left_out(listed, ben, cleo, rosa):
    foreign = Tag.objects.create(owner=cleo, name="tea")
    for asked in (
        {"rung": 9},
        {"state": "gone"},
        {"tag": foreign.pk},
        {"sort": "luck"},
        {"cursor": "nonsense"},
    ):
        assert names(listed(**asked)) == ["Rosa Lind"]


def test_sorting_puts_the_unknown_last(listed, ben):
    early, late = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
    people(ben, "A")
    people(ben, "B", last_contact_at=early, last_order_at=late, next_due_at=late)
    people(ben, "C", last_contact_at=late, last_order_at=early, next_due_at=early)
    orders = {sort: names(listed(sort=sort)) for sort in ("name", "contact", "silent", "order", "due")}
    assert orders == {
        "name": ["A", "B", "C"],
        "contact": ["C", "B", "A"],
        "silent": ["B", "C", "A"],
        "order": ["B", "C", "A"],
        "due": ["C", "B", "A"],
    }


def test_pages_follow_each_other_without_gaps(listed, ben):
    people(ben, *(f"Person {number:03}" for number in range(90)))
    seen, cursor = [], ""
    for rows in (25, 25, 25, 15):
        found = listed(cursor=cursor).context["page"]
        assert len(found.rows) == rows
        seen += [person.name for person in found.rows]
        cursor = found.next
    assert (seen, cursor) == ([f"Person {number:03}" for number in range(90)], "")


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_number_of_queries_does_not_grow(listed, ben, rows, django_assert_num_queries):
    people(ben, *(f"Person {number}" for number in range(rows)), spent=Decimal(5), orders_count=1)
    with django_assert_num_queries(6):
        listed()


def test_htmx_gets_the_found_alone(as_ben, rosa):
    answer = as_ben.get(reverse("people"), {"q": "rosa"}, headers={"hx-request": "true"})
    assert answer.content.decode().lstrip().startswith('<div id="found"')


def test_thousands_are_set_apart_wherever_people_are_counted(as_ben, ben):
    Customer.objects.bulk_create(Customer(owner=ben, name=f"P{n}") for n in range(1200))
    page, ladder = (as_ben.get(reverse(name)).content.decode() for name in ("people", "ladder"))
    for said in ("1,200 people", "All 1,200 found", 'id="count-people">1,200<', 'push number">1,200<'):
        assert said in page
    for said in ("1,200 people", 'id="count-of-1">1,200<', "1,190 more"):
        assert said in ladder
    assert 'name="seen" value="1200"' in page
    assert not re.search(r">\s*(All )?1200\b", page + ladder)
