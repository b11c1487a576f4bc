"""The verbs for many leave the same rows and events as the verbs for one, in a fixed number of queries."""

from datetime import date
from decimal import Decimal

import pytest

from customers.actions import (
    add_evidence_to_many,
    add_people,
    add_person,
    change_people,
    change_person,
    recount_facts,
)
from customers.actions.bulk import NewPerson, PersonChange, Piece
from customers.errors import CustomerError
from customers.models import Customer, LadderStep, Note
from kit.ids import uuid7
from kit.models import Event
from sales.actions import add_past_lines, place_order, place_past_orders, void_order
from sales.actions import recount_facts as recount_orders
from sales.actions.bulk import PastLine, PastOrder
from sales.errors import OrderRefused
from sales.models import Order, Product

VALUES = {
    "name": "Eva Lind",
    "greeting": "Evi",
    "birthday": (None, 2, 29),
    "zone": "Europe/Lisbon",
    "source": "fair",
    "warmth": "cold",
}
LISTS = {
    "emails": ["eva@post.example", "Eva@work.example"],
    "phones": ["+491711234567"],
    "tags": ["Tea", "garden"],
}
VOLATILE = {"id", "owner_id", "created_at", "updated_at", "last_order_at"}


def columns(row):
    return {
        name: value
        for name, value in type(row).objects.filter(pk=row.pk).values()[0].items()
        if name not in VOLATILE
    }


def told(owner):
    """The events of an owner, without ids and order."""
    rows = Event.objects.filter(owner=owner).values_list("kind", "subject_type", "before", "after")
    return sorted(str((kind, subject, _bare(before), _bare(after))) for kind, subject, before, after in rows)


def _bare(facts):
    if isinstance(facts, dict):
        return {
            key: _bare(value)
            for key, value in facts.items()
            if key not in ("id", "source", "introduced_by", "at")
        }
    return [_bare(item) for item in facts] if isinstance(facts, list) else facts


def lists_of(row):
    return {
        "emails": [email.address for email in row.emails.all()],
        "phones": [phone.number for phone in row.phones.all()],
        "tags": sorted(tag.name for tag in row.tags.all()),
    }


def test_adding_many_is_adding_one(ben, cleo, by_ben, by_cleo, monday):
    first = add_person(owner=ben, by=by_ben, name="Fay")
    one = add_person(owner=ben, by=by_ben, **VALUES, **LISTS, note="mint", introduced_by=first)
    introducer, id = uuid7(), uuid7()
    people = [
        NewPerson(id=introducer, values={"name": "Fay"}),
        NewPerson(id=id, values={**VALUES, "introduced_by": introducer}, lists=LISTS, notes=["mint"]),
    ]
    add_people(owner=cleo, by=by_cleo, people=people)
    many = Customer.objects.get(pk=id)
    introduced = {"introduced_by_id"}
    assert columns(many).keys() == columns(one).keys()
    assert {k: v for k, v in columns(many).items() if k not in introduced} == {
        k: v for k, v in columns(one).items() if k not in introduced
    }
    assert many.introduced_by_id == introducer
    assert lists_of(many) == lists_of(one)
    assert [(email.key, email.position) for email in many.emails.all()] == [
        (email.key, email.position) for email in one.emails.all()
    ]
    assert told(cleo) == told(ben)


def test_changing_many_is_changing_one(ben, cleo, by_ben, by_cleo, monday):
    rows = {}
    for owner, by in ((ben, by_ben), (cleo, by_cleo)):
        fay = add_person(owner=owner, by=by, name="Fay")
        gus = add_person(owner=owner, by=by, name="Gus")
        eva = add_person(owner=owner, by=by, **VALUES, **LISTS, introduced_by=fay)
        rows[owner] = (eva, gus)
    eva, gus = rows[ben]
    lists = {**LISTS, "emails": [*LISTS["emails"], "e3@post.example"]}
    change_person(
        person=eva, by=by_ben, version=None, name="Eva Lund", emails=lists["emails"], introduced_by=gus
    )
    eva2, gus2 = rows[cleo]
    values = {"name": "Eva Lund", "introduced_by": gus2.pk}
    change_people(
        owner=cleo,
        by=by_cleo,
        changes=[PersonChange(id=eva2.pk, values=values, more={"emails": ["e3@post.example"]})],
    )
    for row in (eva, eva2):
        row.refresh_from_db()
    assert (
        (eva2.name, eva2.name_key, eva2.version)
        == (eva.name, eva.name_key, eva.version)
        == ("Eva Lund", "eva lund", 2)
    )
    assert lists_of(eva2) == lists_of(eva)
    assert told(cleo) == told(ben)


def test_a_change_that_changes_nothing_is_no_event(ben, by_ben):
    eva = add_person(owner=ben, by=by_ben, **VALUES)
    before = (Event.objects.count(), columns(eva))
    change_people(owner=ben, by=by_ben, changes=[PersonChange(id=eva.pk, values=VALUES)])
    assert (Event.objects.count(), columns(eva)) == before


def test_many_of_others_are_left_alone(ben, cleo, by_ben, by_cleo):
    theirs = add_person(owner=cleo, by=by_cleo, name="Eva")
    change_people(
        owner=ben, by=by_ben, changes=[PersonChange(id=theirs.pk, values={"name": "Mine"}, notes=["seen"])]
    )
    theirs.refresh_from_db()
    assert (theirs.name, Note.objects.count()) == ("Eva", 0)
    new = NewPerson(id=uuid7(), values={"name": "Fay", "introduced_by": theirs.pk})
    with pytest.raises(CustomerError, match="no such person"):
        add_people(owner=ben, by=by_ben, people=[new])
    assert Customer.objects.filter(owner=ben).count() == 0


def test_nobody_is_added_if_one_does_not_fit(ben, by_ben):
    people = [NewPerson(id=uuid7(), values={"name": "Eva"}), NewPerson(id=uuid7(), values={"name": " "})]
    with pytest.raises(CustomerError, match="A name"):
        add_people(owner=ben, by=by_ben, people=people)
    assert (Customer.objects.count(), Event.objects.count()) == (0, 0)


def test_evidence_twice_is_one_piece(ben, by_ben, rosa):
    piece = Piece(person=rosa.pk, kind="inquiry", on=date(2026, 2, 1), source=uuid7())
    assert len(add_evidence_to_many(owner=ben, by=by_ben, pieces=[piece, piece])) == 1
    assert add_evidence_to_many(owner=ben, by=by_ben, pieces=[piece]) == []
    assert (LadderStep.objects.count(), Event.objects.count()) == (1, 1)


@pytest.fixture
def tea(company):
    return Product.objects.create(
        company=company,
        code="TEA",
        name="Tea",
        price=Decimal("4.50"),
        pv=Decimal(2),
        currency="EUR",
        lasts_days=30,
    )


def past_order(person, product, day, number="A1", quantity=2):
    line = PastLine(product, quantity, product.price, quantity * product.price)
    return PastOrder(
        id=uuid7(), external_id=number, person=person.pk, purpose="customer",
        ordered_on=day, currency="EUR", lines=[line],
    )  # fmt: skip


def test_placing_past_orders_is_placing_orders_without_what_is_owed(ben, cleo, by_ben, by_cleo, monday, tea):
    rosa = add_person(owner=ben, by=by_ben, name="Rosa")
    days = [date(2026, 1, 10), date(2026, 2, 1)]
    for day in days:
        place_order(owner=ben, by=by_ben, person=rosa, lines=[(tea, 2, None)], ordered_on=day)
    other = add_person(owner=cleo, by=by_cleo, name="Rosa")
    for number, day in enumerate(days):
        place_past_orders(owner=cleo, by=by_cleo, orders=[past_order(other, tea, day, str(number))])
    for row in (rosa, other):
        row.refresh_from_db()
    owed = {"next_due_at"}
    assert {k: v for k, v in columns(other).items() if k not in owed} == {
        k: v for k, v in columns(rosa).items() if k not in owed
    }
    assert (other.last_order_at, other.next_due_at) == (rosa.last_order_at, None)
    about_orders = ("customer.", "evidence.", "ladder.", "order.")
    kinds = [event for event in told(ben) if event[2:].startswith(about_orders)]
    assert told(cleo) == kinds
    assert recount_facts(check=True) + recount_orders(check=True) == []


def test_lines_added_later_count(ben, by_ben, monday, tea):
    rosa = add_person(owner=ben, by=by_ben, name="Rosa")
    [order] = place_past_orders(owner=ben, by=by_ben, orders=[past_order(rosa, tea, date(2026, 2, 1))])
    add_past_lines(owner=ben, by=by_ben, more={order.pk: [PastLine(tea, 1, tea.price, tea.price)]})
    order.refresh_from_db()
    rosa.refresh_from_db()
    assert (order.total, order.pv, order.version) == (Decimal("13.50"), Decimal(6), 2)
    assert (rosa.spent, rosa.orders_count) == (Decimal("13.50"), 1)
    extended = Event.objects.get(kind="order.extended")
    assert (extended.before["total"], extended.after["total"], len(extended.after["lines"])) == (
        "9.00",
        "13.50",
        2,
    )


def test_lines_added_to_a_void_order_count_nothing(ben, by_ben, monday, tea):
    rosa = add_person(owner=ben, by=by_ben, name="Rosa")
    [order] = place_past_orders(owner=ben, by=by_ben, orders=[past_order(rosa, tea, date(2026, 2, 1))])
    void_order(order=order, by=by_ben, reason="Never was")
    add_past_lines(owner=ben, by=by_ben, more={order.pk: [PastLine(tea, 1, tea.price, tea.price)]})
    rosa.refresh_from_db()
    assert (rosa.rung, rosa.spent, rosa.orders_count) == (1, 0, 0)
    assert not LadderStep.objects.standing().filter(kind="order").exists()


def test_past_orders_of_others_people_or_products_are_refused(ben, cleo, by_ben, by_cleo, monday, tea):
    theirs = add_person(owner=cleo, by=by_cleo, name="Eva")
    mine = add_person(owner=ben, by=by_ben, name="Fay")
    foreign = Product.objects.create(
        company=cleo.company, owner=cleo, code="X", name="X", price=Decimal(1), currency="EUR"
    )
    for person, product in ((theirs, tea), (mine, foreign)):
        with pytest.raises(OrderRefused):
            place_past_orders(owner=ben, by=by_ben, orders=[past_order(person, product, date(2026, 2, 1))])
    with pytest.raises(OrderRefused, match="still to come"):
        place_past_orders(owner=ben, by=by_ben, orders=[past_order(mine, tea, date(2026, 3, 3))])
    assert Order.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_do_not_grow_with_people(ben, by_ben, monday, tea, django_assert_max_num_queries, count):
    people = [
        NewPerson(
            id=uuid7(),
            values={"name": f"P {number}"},
            lists={"emails": [f"p{number}@post.example"]},
            notes=["x"],
        )
        for number in range(count)
    ]
    with django_assert_max_num_queries(16):
        rows = add_people(owner=ben, by=by_ben, people=people)
    orders = [past_order(row, tea, date(2026, 2, 1), str(number)) for number, row in enumerate(rows)]
    with django_assert_max_num_queries(36):
        place_past_orders(owner=ben, by=by_ben, orders=orders)
