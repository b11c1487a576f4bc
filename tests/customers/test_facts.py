"""Carried facts say what their rows say, and recounting changes nothing."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from customers import actions
from customers.ladder import Rung
from customers.models import Customer
from customers.rhythm import OrderFacts
from kit.models import Event

pytestmark = pytest.mark.usefixtures("monday")

LAST = datetime(2026, 2, 1, 12, tzinfo=UTC)


def test_orders_bring_their_rhythm(rosa):
    facts = OrderFacts(
        count=2, spent=Decimal("31.50"), last_at=LAST, days=(date(2026, 1, 2), date(2026, 2, 1)), lasts=90
    )
    actions.note_orders(person=rosa, facts=facts)
    rosa.refresh_from_db()
    assert (
        rosa.orders_count, rosa.spent, rosa.last_order_at, rosa.order_interval,
        rosa.expected_order_on, rosa.slips_on, rosa.cools_on,
    ) == (
        2, Decimal("31.50"), LAST, 30, date(2026, 3, 3), date(2026, 3, 18), date(2026, 5, 2),
    )  # fmt: skip


def test_one_order_is_judged_by_the_company(rosa, company):
    company.usual_interval_days = 40
    company.save()
    facts = OrderFacts(count=1, spent=Decimal(9), last_at=LAST, days=(date(2026, 2, 1),), lasts=None)
    actions.note_orders(person=rosa, facts=facts)
    rosa.refresh_from_db()
    assert (rosa.order_interval, rosa.expected_order_on, rosa.cools_on) == (
        None, date(2026, 3, 13), date(2026, 6, 1),
    )  # fmt: skip


def test_no_order_leaves_no_rhythm(rosa):
    actions.note_orders(
        person=rosa, facts=OrderFacts(count=1, spent=Decimal(9), last_at=LAST, days=(date(2026, 2, 1),))
    )
    actions.note_orders(person=rosa, facts=OrderFacts())
    rosa.refresh_from_db()
    assert (rosa.orders_count, rosa.spent, rosa.last_order_at, rosa.expected_order_on, rosa.slips_on, rosa.cools_on) == (
        0, 0, None, None, None, None,
    )  # fmt: skip


def test_a_fact_that_stays_is_no_change(rosa, monday):
    actions.note_next_due(person=rosa, at=LAST)
    Customer.objects.update(updated_at=LAST)
    actions.note_next_due(person=rosa, at=LAST)
    rosa.refresh_from_db()
    assert (rosa.next_due_at, rosa.updated_at) == (LAST, LAST)


def test_recounting_right_facts_changes_nothing(rosa, by_ben, ben, monday):
    friend = actions.add_person(owner=ben, by=by_ben, name="Friend", introduced_by=rosa)
    actions.log_touch(person=friend, by=by_ben, kind="sample")
    touch = actions.log_touch(person=rosa, by=by_ben, kind="call", at=monday - timedelta(days=1))
    actions.add_evidence(person=rosa, by=by_ben, kind="order", on=date(2026, 2, 1), source=touch.pk)
    actions.revoke_touch(touch=touch, by=by_ben)
    before = list(Customer.objects.order_by("pk").values())
    assert actions.recount_facts() == []
    assert list(Customer.objects.order_by("pk").values()) == before


def test_wrong_facts_are_found_and_put_right(rosa, by_ben, monday):
    actions.log_touch(person=rosa, by=by_ben, kind="sample")
    events = Event.objects.count()
    Customer.objects.update(rung=6, rung_since=date(2020, 1, 1), last_contact_at=None)
    found = [
        f"{rosa.pk} rung: 6 is 2",
        f"{rosa.pk} rung_since: 2020-01-01 is 2026-03-02",
        f"{rosa.pk} last_contact_at: None is {monday}",
    ]
    assert actions.recount_facts(check=True) == found
    assert actions.recount_facts(ids=[rosa.pk]) == found
    assert actions.recount_facts() == []
    rosa.refresh_from_db()
    assert (rosa.rung, rosa.last_contact_at, Event.objects.count()) == (Rung.PROSPECT, monday, events)
