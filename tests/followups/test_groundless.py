"""What waits for a cause that was taken back goes; looking for it costs the same for one person and for many."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from customers.actions import add_evidence
from customers.ladder import Kind
from customers.models import LadderStep
from followups.actions import plan_ahead
from followups.actions.groundless import retire_groundless
from followups.models import Task
from kit import clock
from kit.events import Actor, Door
from tests.followups.test_plans import person

pytestmark = pytest.mark.django_db
HOUSE = Actor(None, Door.TASK)


def introduce(owner, by, number: int) -> None:
    introducer, friend = person(owner, f"Ida {number}"), person(owner, f"Mia {number}")
    source = {"kind": Kind.REFERRAL, "on": date(2026, 3, 2), "source": friend.pk, "reason": friend.name}
    add_evidence(person=introducer, by=by, **source)


def asked() -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert retire_groundless(by=HOUSE) == 0
    return len(queries)


def test_many_introducers_are_looked_at_in_as_many_queries_as_one(ben, by_ben, monday):
    introduce(ben, by_ben, 0)
    plan_ahead(by=HOUSE)
    of_one = asked()
    for number in range(1, 8):
        introduce(ben, by_ben, number)
    plan_ahead(by=HOUSE)
    assert (asked(), of_one <= 19) == (of_one, True)


def test_of_two_distributors_both_lists_are_tidied_at_once(ben, by_ben, ana, by_ana, monday):
    for owner, by in ((ben, by_ben), (ana, by_ana)):
        introduce(owner, by, 1)
    plan_ahead(by=HOUSE)
    LadderStep.objects.filter(kind=Kind.REFERRAL).update(revoked_at=clock.now())
    assert (retire_groundless(by=HOUSE), retire_groundless(by=HOUSE)) == (2, 0)
    gone = Task.objects.filter(rule__anchor="referral")
    assert {(task.owner.handle, task.state, task.reason) for task in gone} == {
        ("ben", "cancelled", "What gave rise to it was taken back."),
        ("ana", "cancelled", "What gave rise to it was taken back."),
    }
