"""The demo world with its clock moved on ninety days, day by day: nothing twice, nothing out of turn.

Through the tasks of the schedule and the verbs of the pages, while people answer, order, ask, move,
grieve, rest and want no more, and everything stands still for two days. `manage.py demo --days 90`
does the same at length and prints the table.
"""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import transaction
from django.test import TestCase, override_settings

from customers.models import Customer
from kit import clock
from kit.events import Actor, Door
from mlmcrm.demo.onward import Onward
from mlmcrm.demo.promises import Lived
from mlmcrm.demo.world import build
from team import actions as team
from team import tasks
from team.models import Company, Distributor

START = datetime(2027, 1, 15, 12, tzinfo=UTC)  # the clocks change on the way, here and over there
DAYS = 90
WORKER = Actor(None, Door.TASK)
HOURS = {"hours": (time(4), time(14, 30)), "plans_at": (time(4),), "plans_every": 2}
PROMISES = (
    "no occurrence twice",
    "one touch a person and day",
    "no more than allowed in seven days",
    "no letter in quiet hours",
    "nothing after a stop",
    "nothing while spared",
    "each with a reason",
    "states add up to what was planned",
    "each letter of the outbox has one row",
)


@pytest.fixture(scope="module")
def lived(django_db_setup, django_db_blocker, tmp_path_factory):
    """Ninety days of Yaw's people, lived once and taken back at the end."""
    outbox = override_settings(EMAIL_FILE_PATH=tmp_path_factory.mktemp("outbox"))
    with django_db_blocker.unblock(), transaction.atomic(), outbox:
        yield live()
        transaction.set_rollback(True)


def live() -> Lived:
    with clock.travel(START):
        build(people=0, distributors=8)
        Customer.objects.filter(owner__handle="cleo").update(deleted_at=START)
        team.recount_ledger(company=Company.objects.get(), by=WORKER)
        yaw = Distributor.objects.get(handle="yaw")
        team.set_quiet_hours(
            distributor=yaw, by=Actor(yaw, Door.WEB), quiet_from=time(21), quiet_until=time(8), on=True
        )
    onward = Onward([yaw], START.date() + timedelta(days=1), seed=1, still=(40, 41), **HOURS)
    for number in range(DAYS):
        with TestCase.captureOnCommitCallbacks(execute=True):
            onward.live(number)
    return Lived(onward)


@pytest.fixture(scope="module")
def broken(lived, django_db_blocker):
    with django_db_blocker.unblock():
        return lived.broken()


def test_much_happened(lived, broken, db):
    happened = set(lived.onward.deeds)
    assert happened >= {"ordered", "answered", "away", "was spoken to", "grieved", "was left in peace"}
    assert lived.onward.stopped
    rows = [row for found in lived.touches.values() for row in found]
    assert sum(row.what == "letter" for row in rows) > 30
    assert sum(row.what == "task" for row in rows) > 30
    assert tuple(broken) == PROMISES


@pytest.mark.parametrize("promise", PROMISES)
def test_it_keeps_its_promises(broken, promise):
    assert broken[promise] == []


def test_what_was_counted_day_by_day_is_what_a_recount_finds(lived, db):
    with clock.travel(lived.onward.now):
        tasks.fold_ledger()
        tasks.tick_ledger()
        assert team.recount_ledger(company=Company.objects.get(), by=WORKER, check=True) == []
