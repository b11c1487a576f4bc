"""Two sweeps at once place one order: first with the guard off, to see that there is a race at all."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from kit.events import Actor, Door
from sales import actions
from sales.actions import standing_runs
from sales.models import Order, StandingOrder

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("monday")]
WORKER = Actor(None, Door.TASK)
AT_ONCE = 3


@pytest.fixture
def due(rosa, ben, balm, by_ben):
    """A run of today, for which nothing waits to be said."""
    return actions.begin_standing(
        person=rosa, by=by_ben, lines=[(balm, 1)], every=1, unit="month", starts_on=ben.today(), agreed_words="Yes."
    )  # fmt: skip


def rush(standing, monkeypatch, guarded):
    """Let several workers run it; each waits until all have seen that it is due."""
    barrier = Barrier(AT_ONCE)
    real = standing_runs._ran

    def together(*args):
        if not guarded:
            barrier.wait(timeout=20)
        return real(*args)

    monkeypatch.setattr(standing_runs, "_ran", together)

    def run(_):
        try:
            if guarded:
                barrier.wait(timeout=20)
            return standing_runs.run_standing(id=standing.pk, by=WORKER, _guarded=guarded)
        except Exception:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as workers:
        return [order for order in workers.map(run, range(AT_ONCE)) if order]


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
def test_with_the_guard_off_several_see_a_run_as_due(due, monkeypatch):
    seen = []
    monkeypatch.setattr(standing_runs, "plan_run", lambda row, after: seen.append(row.pk))
    monkeypatch.setattr(standing_runs, "announce", lambda row, by: None)
    rush(due, monkeypatch, guarded=False)
    assert len(seen) > 1
    assert Order.objects.count() == len(seen)


def test_several_at_once_place_one_order(due, monkeypatch):
    placed = rush(due, monkeypatch, guarded=True)
    assert (len(placed), Order.objects.count()) == (1, 1)
    states = StandingOrder.objects.get().runs.order_by("number").values_list("state", flat=True)
    assert list(states) == ["done", "coming"]


def test_a_late_second_sweep_finds_nothing_to_do(due, ben):
    assert [actions.run_due_standing_orders(by=WORKER) for _ in range(3)] == [1, 0, 0]
    assert due.runs.get(state="coming").due_on > ben.today() + timedelta(days=27)
