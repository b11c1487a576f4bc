"""Whatever a verb does by either door, its event is sign enough: what is folded is what a recount finds."""

from datetime import timedelta
from itertools import cycle

import pytest
from django.db import transaction

from kit import clock
from kit.events import Actor, Door
from team import tasks
from team.actions import recount_ledger
from team.models import OwnStanding
from tests.api.conftest import phone_of
from tests.doors.test_both_doors import _both, _browser
from tests.doors.verbs import VERBS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
WORKER = Actor(None, Door.TASK)
DEEDS = (
    "add a person", "delete a person", "move up", "move a step back", "plan for people", "log a contact",
    "place an order", "void an order", "return an order", "reinstate an order", "deliver an order", "finish a task",
    "put a task off", "cancel a task", "hand a message over", "finish a meeting", "miss a meeting", "end the meeting",
    "keep a promise", "break a promise", "release a promise", "write an answer down", "hear a complaint",
    "close a complaint", "open a complaint again", "take a complaint back", "take an enrolment back", "settle an answer",
    "put a playbook live", "undo",
)  # fmt: skip


@pytest.fixture
def counted(ben, things):
    """Everything is counted, on a day on which something is overdue."""
    with clock.travel(clock.now() + timedelta(days=1)):
        tasks.fold_ledger()
        tasks.tick_ledger()
        yield


def differences(ben) -> list[str]:
    tasks.fold_ledger()
    return recount_ledger(company=ben.company, by=WORKER, check=True)


def test_what_follows_from_verbs_is_counted_by_their_events(ben, things, counted, by_ben):
    doors, found = cycle(_both(_browser(ben), phone_of(ben)).items()), {}
    assert OwnStanding.objects.get(person=ben).overdue > 0
    for name, (door, goes_through) in zip(DEEDS, doors, strict=False):
        with transaction.atomic():
            if prepare := VERBS[name].first:
                prepare(things, by_ben)
                tasks.fold_ledger()
            answer = goes_through(VERBS[name], things)
            found[name, door] = (answer.status_code < 400, differences(ben))
            transaction.set_rollback(True)
    assert {key: what for key, what in found.items() if what != (True, [])} == {}
