"""Every list of the API asks the database the same few questions, whether it holds 1, 3 or 30 rows.

The limit of calls is counted in memory here, as with Redis; with PostgreSQL alone it is two more.
"""

from decimal import Decimal

import pytest

from customers.actions import add_note, add_person, log_touch
from customers.models import Customer
from followups.actions import ensure_default_rules, plan_task
from sales.actions import place_order
from sales.models import Product
from tests.api.conftest import phone_of
from tests.appointments.meetings import booked
from tests.followups.books import book_of
from tests.queries.counting import Counted, count_of, count_queries

API = "/api/v1/"
# Address: queries, with the one that signs in; behind it the most it may be.
LISTS = {
    "people/": 3,  # 5
    "people/?search=person": 3,  # 5
    "people/?rung=customer&tag=Fair&updated_since=2020-01-01T00:00:00Z": 3,
    "touches/": 2,
    "orders/": 4,
    "products/": 2,
    "tasks/": 2,
    "messages/": 2,
    "meeting-kinds/": 2,
    "playbooks/": 2,
    "playbooks/?rung=customer&updated_since=2020-01-01T00:00:00Z": 2,
    "playbooks/shared/": 2,
    "events/": 4,
    "today/": 10,  # 15
}
ONE = {"": 3, "notes/": 3, "consents/": 3}  # of a person
TOUCH, ORDER = 13, 63  # with everything that follows
SLOTS = 8  # the kind or the meeting, limits, hours, days off, protected times, single days, what is busy
KEPT = 2  # more with an Idempotency-Key: to take it, and to keep the outcome


@pytest.fixture
def phone(ben):
    return phone_of(ben)


@pytest.fixture
def balm(company):
    return Product.objects.create(
        company=company, code="B", name="Hand balm", price=Decimal(12), currency="EUR"
    )


@pytest.fixture
def people(ben, by_ben, balm, company):
    """Make people with everything that a person can have."""
    ensure_default_rules()

    def make(count: int) -> list[Customer]:
        made = []
        for number in range(count):
            person = add_person(
                owner=ben, by=by_ben, name=f"Person {number:02}", emails=[f"p{number}@post.example"],
                phones=[f"030 1234{number:02}"], tags=["Fair", f"Tag {number}"], note="Likes dogs",
                consents=[("email", "service"), ("email", "marketing")],
            )  # fmt: skip
            add_note(person=person, by=by_ben, text="And cats")
            log_touch(person=person, by=by_ben, kind="call")
            place_order(owner=ben, by=by_ben, lines=[(balm, 1, None)], person=person)
            plan_task(person=person, by=by_ben, kind="other", local_date=ben.today())
            Product.objects.create(
                company=company, owner=ben, code=f"P{number}", name=f"P {number}", price=1, currency="EUR"
            )
            for owner, shared_at in ((ben, None), (ben.sponsor, ben.date_joined)):
                book_of(owner, f"book_{number}", shared_at=shared_at, keys=(f"a{number}", f"b{number}"))
            made.append(person)
        return made

    return make


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize("path", LISTS)
def test_a_list_asks_the_same_for_any_number_of_rows(phone, people, path, rows):
    people(rows)
    phone.get(API + path)  # notes the use of the token, once an hour
    counted = count_queries(phone, API + path)
    assert (counted.status, counted.count) == (200, LISTS[path]), counted
    assert counted.repeated == {}, counted


@pytest.mark.parametrize("part", ONE)
def test_a_person_keeps_the_figure(phone, people, part):
    path = f"{API}people/{people(3)[0].pk}/{part}"
    phone.get(path)
    counted = count_queries(phone, path)
    assert (counted.status, counted.count) == (200, ONE[part]), counted
    assert counted.repeated == {}, counted


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_meetings_and_free_times_ask_the_same_however_much_is_booked(phone, ben, by_ben, people, rows):
    for number, person in enumerate(people(rows)):
        meeting = booked(ben, by_ben, person, days=3 + number)
    asked = {
        f"slots/?kind={meeting.kind_id}": SLOTS,
        f"slots/?appointment={meeting.pk}": SLOTS,
        "appointments/": 3,
        "appointments/?from=2020-01-01&until=2099-01-01T00:00:00Z&state=booked": 3,
    }
    phone.get(f"{API}appointments/")
    counted = {path: count_queries(phone, API + path) for path in asked}
    assert {path: deed.count for path, deed in counted.items()} == asked
    assert [deed.repeated for deed in counted.values()] == [{}] * len(asked)


def count_post(phone, path: str, said: dict, **headers) -> Counted:
    return count_of(lambda: phone.post(API + path, said, headers=headers).status_code)


def test_to_add_somebody_takes_eight_questions_at_most(phone, people):
    people(3)
    phone.get(f"{API}people/")
    for number, (said, count) in enumerate(
        [
            ({"name": "Ida"}, 4),
            ({"name": "Ida", "email": "ida@post.example", "phone": "030 654321"}, 6),
        ]
    ):
        counted = count_post(phone, "people/", said)
        assert (counted.status, counted.count) == (201, count), counted
        assert counted.repeated == {}, counted
        counted = count_post(phone, "people/", said, **{"Idempotency-Key": f"key-{number}"})
        assert (counted.status, counted.count) == (201, count + KEPT), counted


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_what_is_written_asks_the_same_however_much_there_is(phone, people, rows):
    person = str(people(rows)[0].pk)
    phone.get(f"{API}people/")
    touch = {"person": person, "kind": "call"}
    order = {"person": person, "items": [{"product": "B", "quantity": 2}]}
    counted = {
        path: count_post(phone, path, said) for path, said in (("touches/", touch), ("orders/", order))
    }
    assert {path: (deed.status, deed.count) for path, deed in counted.items()} == {
        "touches/": (201, TOUCH),
        "orders/": (201, ORDER),
    }
    assert counted["touches/"].repeated == {}, counted["touches/"]
    # Events of one order are written together where they look alike: PostgreSQL repeats fewer of them.
    assert max(counted["orders/"].repeated.values(), default=0) <= 3, counted["orders/"].repeated
