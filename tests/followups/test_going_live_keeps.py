"""What going live leaves alone: what somebody's hand has touched, what is of an earlier order, what is history."""

from datetime import date
from decimal import Decimal

import pytest

from followups.actions import approve_message, send_again
from followups.actions.instead import task_instead
from followups.actions.playbooks import change_step, go_live, own_playbook
from followups.models import Message, Playbook, Task
from kit import clock
from kit.events import Actor, Door
from sales.actions import place_order
from sales.models import Product

pytestmark = pytest.mark.django_db
HOUSE = Actor(None, Door.TASK)


@pytest.fixture
def buys(ben, rosa, by_ben, company, monday):
    balm = Product.objects.create(
        company=company, code="B", name="Hand balm", price=Decimal(12), currency="EUR"
    )
    return lambda **rest: place_order(owner=ben, by=by_ben, person=rosa, lines=[(balm, 1, None)], **rest)


@pytest.fixture
def title_changes(ben, by_ben):
    """Give a step of a playbook another title, and put that live."""

    def change(book: str, step: str, **values):
        own = own_playbook(owner=ben, key=book, by=by_ben)
        change_step(playbook=own, owner=ben, by=by_ben, key=step, values=values or {"title": "Mine"})
        return go_live(playbook=Playbook.objects.get(pk=own.pk), owner=ben, by=by_ben).replanned

    return change


def thanks() -> list[tuple]:
    return [(one.rule.key, one.state) for one in Message.objects.filter(rule__kind="thank").order_by("pk")]


def failed() -> Message:
    Message.objects.filter(rule__key="thank_first_order").update(state="failed", reason_code="given_up")
    return Message.objects.get(rule__key="thank_first_order")


def test_the_thanks_of_an_older_order(buys, title_changes):
    buys()
    clock.advance(minutes=5)
    buys()
    before = thanks()
    title_changes("order", "thank_first_order")
    assert thanks() == before == [("thank_first_order", "planned"), ("thank_repeat_order", "draft")]


def test_the_task_that_stands_in_for_a_letter(buys, title_changes):
    buys()
    task = task_instead(failed(), HOUSE, "given_up", "Given up.")
    title_changes("order", "thank_first_order")
    assert Task.objects.get(pk=task.pk).state == "open"


def test_a_letter_sent_again_by_hand(buys, title_changes, by_ben):
    buys()
    again = send_again(message=failed(), by=by_ben)
    title_changes("order", "thank_first_order")
    assert Message.objects.get(pk=again.pk).state == "planned"


def test_a_letter_that_was_approved_with_its_words(buys, title_changes, by_ben):
    buys()
    Message.objects.filter(rule__key="thank_first_order").update(state="sent", sent_at=clock.now())
    clock.advance(days=1)
    buys()
    draft = Message.objects.get(rule__key="thank_repeat_order")
    approve_message(message=draft, by=by_ben, subject="Thanks", text="My own words, Rosa.")
    title_changes("order", "thank_repeat_order")
    kept = Message.objects.get(pk=draft.pk)
    assert (kept.state, kept.letter.frozen, kept.letter.text) == ("planned", True, "My own words, Rosa.\n")


def test_an_order_that_was_history_when_it_was_entered(buys, title_changes):
    buys(ordered_on=date(2026, 2, 1))
    assert (Message.objects.count(), Task.objects.count()) == (0, 0)
    assert title_changes("delivery", "check_in_2_weeks", offset_days=28).added == []
