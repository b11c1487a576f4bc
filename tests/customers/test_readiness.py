"""Who is ready to climb, by which evidence; the database and the pure rule agree."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from customers import actions
from customers.board import card_of
from customers.glance import Seen, ready_said
from customers.ladder import Kind, Rung
from customers.models import Customer, LadderStep, Touch
from customers.readiness import (
    GLAD,
    INTEREST,
    INTRODUCED,
    LATE,
    SETTLED,
    SOON,
    WROTE,
    Facts,
    Ready,
    Why,
    readiness,
)

TODAY = date(2026, 3, 2)


def ago(days):
    return TODAY - timedelta(days=days)


REGULAR = {"orders": 4, "since": ago(SETTLED), "ordered_on": ago(3)}
CASES = [
    ({"rung": 1}, None),
    ({"rung": 1, "wrote_on": ago(WROTE)}, Ready(Why.WROTE, ago(WROTE))),
    ({"rung": 1, "wrote_on": ago(WROTE + 1)}, None),
    ({"rung": 1, "introduced": True, "warm": True, "since": ago(INTRODUCED)}, Ready(Why.INTRODUCED, ago(INTRODUCED))),
    ({"rung": 1, "introduced": True, "warm": True, "since": ago(INTRODUCED + 1)}, None),
    ({"rung": 1, "introduced": True, "warm": False, "since": ago(1)}, None),
    ({"rung": 1, "introduced": True, "warm": True}, None),
    ({"rung": 2, "interest_on": ago(INTEREST)}, Ready(Why.INTEREST, ago(INTEREST))),
    ({"rung": 2, "interest_on": ago(INTEREST + 1)}, None),
    ({"rung": 2, "wrote_on": ago(1)}, None),
    ({"rung": 3, "expected_on": ago(-SOON), "slips_on": ago(-9)}, Ready(Why.ORDER_DUE, ago(-SOON))),
    ({"rung": 3, "expected_on": ago(LATE), "slips_on": ago(-1)}, Ready(Why.ORDER_DUE, ago(LATE))),
    ({"rung": 3, "expected_on": ago(-SOON - 1), "slips_on": ago(-90)}, None),
    ({"rung": 3, "expected_on": ago(LATE + 1), "slips_on": ago(-90)}, None),
    ({"rung": 3, "expected_on": ago(1), "slips_on": ago(0)}, None),
    ({"rung": 4, **REGULAR}, Ready(Why.GLAD, ago(3))),
    ({"rung": 4, **REGULAR, "orders": 3}, None),
    ({"rung": 4, **REGULAR, "since": ago(SETTLED - 1)}, None),
    ({"rung": 4, **REGULAR, "ordered_on": ago(GLAD + 1)}, None),
    ({"rung": 4, "since": ago(9), "interest_on": ago(8)}, Ready(Why.INTEREST, ago(8))),
    ({"rung": 4, "since": ago(9), "interest_on": ago(9)}, None),
    ({"rung": 5, **REGULAR}, Ready(Why.GLAD, ago(3))),
    ({"rung": 5, "wrote_on": ago(2)}, Ready(Why.WROTE, ago(2))),
    ({"rung": 6, **REGULAR, "wrote_on": ago(2), "interest_on": ago(1)}, None),
]  # fmt: skip


@pytest.mark.parametrize("facts, found", CASES)
def test_the_rule(facts, found):
    assert readiness(Facts(**facts), TODAY) == found


@pytest.mark.parametrize(
    "ready, seen, said",
    [
        (Ready(Why.WROTE, ago(3)), Seen(), "Got in touch on 27 Feb"),
        (Ready(Why.INTRODUCED, ago(3)), Seen(), "From <bdi>&lt;Mateus&gt;</bdi>, warm"),
        (Ready(Why.INTEREST, ago(3)), Seen(interest=("sample", ago(3))), "Got a sample, 27 Feb"),
        (Ready(Why.ORDER_DUE, ago(-3)), Seen(), "Next order expected on 5 Mar"),
        (Ready(Why.ORDER_DUE, ago(0)), Seen(), "Next order expected on 2 Mar"),
        (Ready(Why.ORDER_DUE, ago(3)), Seen(), "Next order was expected on 27 Feb"),
        (Ready(Why.GLAD, ago(3)), Seen(), "6 orders, the last on 27 Feb"),
    ],
)
def test_the_reason_is_one_sentence(ready, seen, said):
    person = Customer(name="Mai", orders_count=6, introduced_by=Customer(name="<Mateus>"))
    assert ready_said(person, ready, seen, TODAY) == said


days = st.one_of(st.none(), st.integers(-10, 100))
histories = st.lists(
    st.fixed_dictionaries(
        {
            "rung": st.sampled_from(list(Rung)),
            "rung_since": days,
            "warmth": st.sampled_from(["warm", "cold"]),
            "introduced": st.booleans(),
            "orders_count": st.integers(0, 6),
            "last_order_at": days,
            "expected_order_on": days,
            "slips_on": days,
            "wrote": days,
            "interest": days,
            "revoked": st.booleans(),
        }
    ),
    min_size=1,
    max_size=8,
)


def _moment(days, ben):
    """The first moment of a day where Ben is, so that the border is met."""
    return datetime.combine(ago(days), time.min, ben.zoneinfo) if days is not None else None


def _make(ben, rosa, history):
    def day(name):
        return ago(history[name]) if history[name] is not None else None

    person = Customer.objects.create(
        owner=ben, name="Somebody", rung=history["rung"], rung_since=day("rung_since"), warmth=history["warmth"],
        introduced_by=rosa if history["introduced"] else None, orders_count=history["orders_count"],
        last_order_at=_moment(history["last_order_at"], ben), expected_order_on=day("expected_order_on"),
        slips_on=day("slips_on"),
    )  # fmt: skip
    revoked_at = datetime(2026, 3, 1, tzinfo=UTC) if history["revoked"] else None
    if history["wrote"] is not None:
        Touch.objects.create(
            owner=ben, customer=person, kind="call", direction="in", at=_moment(history["wrote"], ben), revoked_at=revoked_at,
        )  # fmt: skip
    if history["interest"] is not None:
        LadderStep.objects.create(
            owner=ben, customer=person, kind=Kind.SAMPLE, on=day("interest"), revoked_at=revoked_at
        )
    return person


def test_the_database_says_the_same(ben, rosa, monday):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(histories)
    def agree(histories):
        Customer.objects.exclude(pk=rosa.pk).delete()
        made = [_make(ben, rosa, history) for history in histories]
        found = set(Customer.objects.visible_to(ben).ready_to_climb(ben).values_list("pk", flat=True))
        assert found - {rosa.pk} == {person.pk for person in made if card_of(ben, person).ready}

    agree()


def test_counts_are_one_query(ben, rosa, by_ben, monday, django_assert_num_queries):
    friend = actions.add_person(owner=ben, by=by_ben, name="Friend", introduced_by=rosa)
    actions.log_touch(person=friend, by=by_ben, kind="call", direction="in")
    with django_assert_num_queries(1):
        rows = list(Customer.objects.visible_to(ben).counted_by_rung(ben))
    assert rows == [{"rung": 1, "everyone": 2, "ready": 1, "stayed": 2}]
    assert card_of(ben, friend).line == "Got in touch on 2 Mar"
