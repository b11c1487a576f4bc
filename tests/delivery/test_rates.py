"""Rates hold over all workers, and whoever has thousands of letters holds up nobody else."""

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from customers.models import Customer
from followups.delivery import allowances, deliver_due, rates
from followups.delivery.claim import LIMIT, claim
from followups.delivery.turns import Due, in_turn
from followups.models import Message, SendingAccount
from kit import clock
from tests.delivery.test_twice import LEASE, at_once

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_a_minutes_worth_may_go_at_once_and_the_rest_evenly():
    assert rates.left(60, None, NOW) == 60
    used = rates.use(60, None, NOW, 60)
    assert rates.left(60, used, NOW) == 0
    assert rates.left(60, used, NOW + timedelta(seconds=10)) == 10
    assert rates.left(60, used, NOW + timedelta(hours=1)) == 60
    assert rates.left(60, rates.give_back(60, used, 5), NOW) == 5


def test_a_clock_that_was_turned_back_shuts_nobody_up():
    used = rates.use(60, None, NOW + timedelta(hours=1), 60)
    used = rates.use(60, used, NOW, 0)
    assert rates.left(60, used, NOW) == 0
    assert rates.left(60, used, NOW + timedelta(seconds=30)) == 30


@given(
    st.integers(1, 500),
    st.lists(st.tuples(st.integers(0, 90), st.integers(0, 600)), min_size=1, max_size=30),
)
def test_in_no_stretch_goes_more_than_its_rate_and_a_minutes_worth(rate, asked):
    now, used, went = NOW, None, []
    for seconds, wanted in asked:
        now += timedelta(seconds=seconds)
        count = min(wanted, rates.left(rate, used, now))
        used = rates.use(rate, used, now, count)
        went.append((now, count))
    for start, _ in went:
        for end, _ in went:
            minutes = (end - start) / timedelta(minutes=1)
            sent = sum(count for at, count in went if start <= at <= end)
            assert sent <= rate * max(0.0, minutes) + rate + 1e-6


def due(owner, count, priority=1):
    return [Due(f"{owner}{priority}{n}", owner, priority) for n in range(count)]


def test_each_gets_a_turn_and_what_is_urgent_goes_first():
    letters = [*due(1, 50), *due(2, 2, priority=2), *due(3, 1, priority=0)]
    chosen = in_turn(letters, 6)
    assert [letter.owner for letter in chosen] == [3, 1, 2, 1, 2, 1]
    assert len(in_turn(letters, 100)) == 53


def test_nobody_sends_more_than_is_left():
    letters = [*due(1, 50), *due(2, 5)]
    assert Counter(letter.owner for letter in in_turn(letters, 100, {1: 3, 2: 9})) == {1: 3, 2: 5}
    assert in_turn(letters, 100, {}) == []


@pytest.mark.django_db
def test_five_thousand_letters_of_one_do_not_starve_another(sink, smtp, plan_letters, monday, ana, settings):
    settings.MAIL_RATE = settings.MAIL_RATE_EACH = 0
    plan_letters(LIMIT * 6, due_at=monday - timedelta(minutes=5))
    hers = plan_letters(3, start="hers", priority=2)
    Customer.objects.filter(pk__in=[message.customer_id for message in hers]).update(owner=ana)
    Message.objects.filter(pk__in=[message.pk for message in hers]).update(owner=ana)
    mine = claim(LEASE)
    assert len(mine.ids) == LIMIT
    assert Counter(mine.owners.values())[ana.pk] == 3


@pytest.mark.django_db
def test_a_distributor_sends_a_minutes_worth_and_then_evenly(sink, smtp, plan_letters, monday, settings):
    settings.MAIL_RATE, settings.MAIL_RATE_EACH = 0, 30
    plan_letters(50)
    assert deliver_due(line=smtp) == 30
    assert deliver_due(line=smtp) == 0
    clock.advance(seconds=20)
    assert deliver_due(line=smtp) == 10
    clock.advance(seconds=60)
    assert deliver_due(line=smtp) == 10
    assert Message.objects.counted_by_state() == {"sent": 50}


@pytest.mark.django_db
def test_the_house_has_a_rate_of_its_own(sink, smtp, plan_letters, monday, settings):
    settings.MAIL_RATE, settings.MAIL_RATE_EACH = 20, 0
    plan_letters(25)
    assert deliver_due(line=smtp) == 20
    clock.advance(seconds=15)
    assert deliver_due(line=smtp) == 5


@pytest.mark.django_db
def test_what_did_not_go_is_not_counted(sink, smtp, plan_letters, monday, settings):
    settings.MAIL_RATE, settings.MAIL_RATE_EACH = 30, 30
    late = plan_letters(30, start="late", due_at=monday - timedelta(days=3), expires_at=monday)
    plan_letters(30)
    assert deliver_due(line=smtp) == 30
    assert Message.objects.counted_by_state() == {"expired": len(late), "sent": 30}
    assert {rates.left(30, row.used_until, monday) for row in SendingAccount.objects.all()} == {0}


@pytest.mark.django_db
def test_the_outbox_has_no_rate(plan_letters, monday, settings, tmp_path):
    settings.EMAIL_FILE_PATH = str(tmp_path / "outbox")
    settings.MAIL_RATE = settings.MAIL_RATE_EACH = 1
    plan_letters(20)
    assert deliver_due() == 20


def claimed_at_once(plan_letters, settings) -> int:
    """How many letters four workers take that come at the same moment, each as many as it may."""
    settings.MAIL_RATE, settings.MAIL_RATE_EACH = 20, 20
    plan_letters(160)

    def work(n):
        mine = claim(LEASE, limit=20, rated=True)
        return len(mine.ids) if mine else 0

    return sum(at_once(4, work))


@pytest.mark.django_db(transaction=True)
def test_four_workers_together_keep_to_one_rate(plan_letters, monday, settings):
    assert claimed_at_once(plan_letters, settings) == 20


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="there writers take turns, whatever is held")
def test_without_holding_the_rows_they_would_not(ben, plan_letters, monday, settings, monkeypatch):
    read = threading.Barrier(4)
    SendingAccount.objects.bulk_create(SendingAccount(name=name) for name in ("house", f"owner:{ben.pk}"))

    def unheld(names):
        found = {row.name: row for row in SendingAccount.objects.filter(name__in=names)}
        read.wait(timeout=20)
        return found

    monkeypatch.setattr(allowances, "_locked", unheld)
    assert claimed_at_once(plan_letters, settings) == 80
