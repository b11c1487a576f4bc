"""What comes to a day otherwise than by the planner does not become a second touch on it."""

from datetime import date, timedelta

import pytest

from customers.actions import climb_by_hand
from followups.actions import ensure_default_rules, plan_ahead
from followups.actions.facts import hold_people
from followups.actions.moved import move_to
from followups.actions.retired import Why, bring_back, retire
from followups.models import Message, Rule, Task
from kit import clock
from kit.events import Actor, Door

pytestmark = pytest.mark.django_db
HOUSE = Actor(None, Door.TASK)
TODAY, TOMORROW = date(2026, 3, 2), date(2026, 3, 3)
GONE = Why("ordered", "They have ordered since.")


@pytest.fixture
def tips(rosa, ben, monday):
    """A letter went to Rosa this morning."""
    ensure_default_rules()
    rule = Rule.objects.get(owner=None, key="check_in_2_weeks")
    return Message.objects.create(
        owner=ben, customer=rosa, rule=rule, occurrence="order:1", state="sent", sent_at=clock.now(),
        begun_at=clock.now(), due_at=clock.now(), expires_at=clock.now() + timedelta(days=7),
    )  # fmt: skip


def task(person, key: str, day: date) -> Task:
    rule = Rule.objects.get(owner=None, key=key)
    clock_day = clock.now() + (day - TODAY)
    return Task.objects.create(
        owner=person.owner, customer=person, rule=rule, occurrence="x", kind=rule.kind, local_date=day,
        due_at=clock_day, expires_at=clock_day + timedelta(days=7),
    )  # fmt: skip


def test_a_task_that_is_brought_back_waits_for_a_day_without_a_letter(rosa, by_ben, tips):
    back = task(rosa, "check_in_2_months", TODAY)
    hold_people([rosa.pk])
    retire([back], GONE, by_ben)
    bring_back([back], by_ben)
    back.refresh_from_db()
    assert (back.state, back.local_date) == ("open", TOMORROW)
    assert back.context["turned"] == ["2026-03-02", "one_a_day"]
    assert back.event.kind == "task.moved"


def test_one_that_is_brought_back_to_the_day_of_another_is_done_with_it(rosa, by_ben, monday):
    ensure_default_rules()
    stands, back = task(rosa, "client_check_in", TOMORROW), task(rosa, "check_in_2_months", TOMORROW)
    retire([back], GONE, by_ben)
    bring_back([back], by_ben)
    back.refresh_from_db()
    assert (back.local_date, back.context["together"]) == (TOMORROW, stands.rule.title)
    assert back.reason == f"Done together with “{stands.rule.title}” on the same day."


def test_one_that_is_moved_there_gives_way_too(rosa, by_ben, tips):
    moved = task(rosa, "check_in_2_months", TODAY + timedelta(days=20))
    move_to(moved, TODAY, rosa, by_ben)
    moved.refresh_from_db()
    assert moved.local_date == TOMORROW


def test_alone_on_its_day_nothing_moves(rosa, by_ben, monday):
    ensure_default_rules()
    back = task(rosa, "check_in_2_months", TODAY)
    retire([back], GONE, by_ben)
    bring_back([back], by_ben)
    back.refresh_from_db()
    assert (back.local_date, back.reason, back.context) == (TODAY, "", {})


def test_a_welcome_by_hand_gives_way_to_a_letter_that_went_today(rosa, by_ben, tips):
    """Without an address it is a task, and one at once; the letter of the day is touch enough."""
    rosa.emails.all().delete()
    climb_by_hand(person=rosa, by=by_ben, rung=5, reason="joined")
    plan_ahead(by=HOUSE)
    welcome = Task.objects.get(rule__key="joined_welcome")
    assert welcome.local_date == TOMORROW
