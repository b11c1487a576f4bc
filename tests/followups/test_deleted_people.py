"""Nothing is to be done for somebody who was taken off the list."""

import pytest

from customers.actions import delete_person
from followups.actions import expire_old, owe_for_order
from followups.delivery.finish import finish
from followups.delivery.replies import Outcome
from followups.models import Message, Task
from kit import clock
from kit.events import Actor, Door
from tests.followups.test_owing import purchase

pytestmark = pytest.mark.django_db


def test_a_draft_that_passes_by_becomes_nothing_to_do(rosa, by_ben, monday):
    owe_for_order(person=rosa, by=by_ben, purchase=purchase(is_first=False))
    delete_person(person=rosa, by=by_ben)
    clock.advance(hours=49)
    expire_old(by=Actor(None, Door.TASK))
    assert Message.objects.get(rule__key="thank_repeat_order").state == "expired"
    assert not Task.objects.filter(kind="thank").exists()


def test_nor_does_a_letter_that_came_back(rosa, by_ben, monday):
    owe_for_order(person=rosa, by=by_ben, purchase=purchase(is_first=False))
    Message.objects.filter(state="draft").update(state="claimed", begun_at=clock.now(), lease_token=7)
    begun = Message.objects.select_related("customer", "owner", "rule").get(state="claimed")
    delete_person(person=rosa, by=by_ben)
    finish(7, [(begun, Outcome("refused", "rcpt", "550", "no such mailbox", bad_address=True))])
    begun.refresh_from_db()
    assert begun.state == "failed"
    assert not Task.objects.filter(kind__in=("thank", "fix_address")).exists()
