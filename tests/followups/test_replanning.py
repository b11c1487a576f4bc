"""A playbook that goes live plans anew what waits by it; what was sent or begun stays as it was."""

from datetime import date
from decimal import Decimal

import pytest

from customers.models import Customer
from followups.actions import keep_words, plan_ahead
from followups.actions.playbooks import add_step, change_step, go_live, own_playbook, remove_step
from followups.models import Message, Playbook, Task
from kit import clock
from kit.events import Actor, Door
from sales.actions import place_order
from sales.models import Product
from tests.followups.test_owing import owed

pytestmark = pytest.mark.django_db
HOUSE = Actor(None, Door.TASK)


@pytest.fixture
def ordered(rosa, ben, company, by_ben, monday):
    """Rosa ordered today; the goods are told for 5 March."""
    balm = Product.objects.create(
        company=company, code="HB", name="Hand balm", price=Decimal("12.00"), currency="EUR"
    )
    return place_order(
        owner=ben, by=by_ben, person=rosa, lines=[(balm, 1, None)], told_delivery_on=date(2026, 3, 5)
    )


def live(ben, by_ben, playbook_key, edit, **what):
    book = own_playbook(owner=ben, key=playbook_key, by=by_ben)
    edit(playbook=book, owner=ben, by=by_ben, **what)
    return go_live(playbook=Playbook.objects.get(pk=book.pk), owner=ben, by=by_ben).replanned


def keys(rows):
    return [row.rule.key for row in rows]


def test_a_changed_day_moves_what_waits_and_nothing_else(rosa, ben, by_ben, ordered):
    before = owed(rosa)
    done = live(ben, by_ben, "delivery", change_step, key="check_in_2_weeks", values={"offset_days": 20})
    assert (keys(done.moved), done.added, done.gone) == (["check_in_2_weeks"], [], [])
    days = {row[0]: row[3] for row in before} | {"check_in_2_weeks": date(2026, 3, 25)}
    assert {row[0]: row[3] for row in owed(rosa)} == days
    letter = Message.objects.get(rule__key="check_in_2_weeks")
    assert letter.due_at.date() == letter.local_date == date(2026, 3, 25)
    assert plan_ahead(by=HOUSE) == 0


def test_what_was_sent_or_claimed_stays(rosa, ben, by_ben, ordered):
    own_playbook(owner=ben, key="delivery", by=by_ben)
    Message.objects.filter(rule__key="check_in_2_days").update(state="claimed", lease_token=1)
    Message.objects.filter(rule__key="check_in_2_weeks").update(state="sent", sent_at=clock.now())
    before = owed(rosa)
    for key, days in (("check_in_2_days", 3), ("check_in_2_weeks", 4)):
        done = live(ben, by_ben, "delivery", change_step, key=key, values={"offset_days": days})
        assert (done.moved, done.added, done.gone) == ([], [], [])
    assert owed(rosa) == before


def test_a_step_that_is_gone_takes_what_waits_along(rosa, ben, by_ben, ordered):
    done = live(ben, by_ben, "delivery", remove_step, key="check_in_2_months")
    assert keys(done.gone) == ["check_in_2_months"]
    task = Task.objects.get(rule__key="check_in_2_months")
    assert (task.state, task.reason) == ("cancelled", "The playbook no longer asks for it.")


def test_a_new_step_is_planned_where_it_is_still_to_come(rosa, ben, by_ben, ordered):
    values = {
        "title": "A call",
        "kind": "check_in",
        "anchor": "delivery",
        "offset_days": 30,
        "action": "task",
    }
    done = live(ben, by_ben, "delivery", add_step, values=values)
    assert [(row.local_date, row.customer) for row in done.added] == [(date(2026, 4, 4), rosa)]
    at_once = {**values, "title": "Only with an order", "anchor": "first_order", "offset_days": 0}
    assert live(ben, by_ben, "delivery", add_step, values=at_once).added == []


def test_a_letter_that_becomes_a_task_makes_place_for_it_and_back(rosa, ben, by_ben, ordered):
    live(ben, by_ben, "delivery", change_step, key="check_in_2_weeks", values={"action": "task"})
    rows = [row for row in owed(rosa) if row[0] == "check_in_2_weeks"]
    assert rows == [
        ("check_in_2_weeks", "letter", "cancelled", date(2026, 3, 19)),
        ("check_in_2_weeks", "task", "open", date(2026, 3, 19)),
    ]
    live(ben, by_ben, "delivery", change_step, key="check_in_2_weeks", values={"action": "letter"})
    rows = [row for row in owed(rosa) if row[0] == "check_in_2_weeks"]
    assert [row[2] for row in rows] == ["planned", "cancelled"]


def test_drafts_are_written_anew_unless_somebody_changed_them(rosa, ben, by_ben, monday):
    Customer.objects.filter(pk=rosa.pk).update(slips_on=date(2026, 3, 3), cools_on=date(2026, 6, 1))
    words = {"action": "review", "subject": "One", "text": "Dear {{ name }}"}
    live(ben, by_ben, "slipping", change_step, key="slipping_word", values=words)
    plan_ahead(by=HOUSE)
    draft = Message.objects.get(rule__key="slipping_word")
    assert (draft.letter.subject, draft.state) == ("One", "draft")
    live(
        ben,
        by_ben,
        "slipping",
        change_step,
        key="slipping_word",
        values={"subject": "Two", "at_time": "11:00"},
    )
    draft = Message.objects.get(pk=draft.pk)
    assert draft.letter.subject == "Two"
    keep_words(message=draft, by=by_ben, subject="Mine", text="Hello")
    live(
        ben,
        by_ben,
        "slipping",
        change_step,
        key="slipping_word",
        values={"subject": "Three", "at_time": "12:00"},
    )
    assert Message.objects.get(pk=draft.pk).letter.subject == "Mine"


def test_playing_it_live_twice_changes_nothing(rosa, ben, by_ben, ordered):
    live(ben, by_ben, "delivery", change_step, key="check_in_2_weeks", values={"offset_days": 20})
    before = owed(rosa)
    done = live(ben, by_ben, "delivery", change_step, key="check_in_2_weeks", values={"script": "Listen."})
    assert (done.added, done.gone, owed(rosa)) == ([], [], before)
