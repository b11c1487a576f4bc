"""Two tasks of one day for a person are done in one go; a letter keeps the day to itself."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from followups.actions import cancel_task, ensure_default_rules, finish_task, owe_for_order, plan_ahead
from followups.actions.forecast import forecast
from followups.actions.touched import touched_days, touched_lately
from followups.attention import Allowance
from followups.models import Rule, Task
from followups.schedule import agenda
from followups.standing import Friend, Span
from followups.steps import Step
from followups.templatetags.playbooks import goes_how
from kit import clock
from kit.events import Actor, Door
from kit.undo import undo
from tests.followups.test_owing import purchase
from tests.followups.test_schedule import A_FRIEND, TODAY, standing

DAY = date(2026, 3, 10)
BORN = Step(
    keep_hours=24,
    key="birthday",
    kind="birthday",
    title="Their birthday",
    anchor="birthday",
    action="task",
    priority=0,
)
TELL = Step(key="tell", kind="outcome", title="Tell them", anchor="friend_ordered", action="task")
PERSON = standing(birthday=(3, 10), friends_ordered=(Friend(A_FRIEND, "Mia", DAY),))
HOUSE = Actor(None, Door.TASK)
SAID = "Done together with “Two months after the delivery: a word in person” on the same day."


def decided(person, *steps):
    pairs = [(step, None) for step in steps]
    found = agenda(pairs, person, TODAY, TODAY + timedelta(days=30))
    return [(step.key, one.day, one.code, one.asked.context.get("together")) for step, one in found]


def test_of_two_tasks_on_a_day_the_weightier_carries_the_other():
    assert decided(PERSON, TELL, BORN) == [
        ("birthday", DAY, "", None), ("tell", DAY, "", "Their birthday"),
    ]  # fmt: skip


def test_a_task_that_stands_already_carries_what_comes_later():
    planned = replace(PERSON, open=(Span(DAY, DAY, "Ask"),), taken={DAY: 1})
    assert decided(planned, BORN) == [("birthday", DAY, "", "Ask")]


@pytest.mark.parametrize(
    "facts",
    [
        {"open": (Span(DAY, DAY),), "taken": {DAY: 1}},  # what answers them carries nothing
        {"taken": {DAY: 1}},  # a letter
        {
            "open": (Span(DAY, DAY, "Ask"),),
            "taken": {DAY: 2},
            "allowance": Allowance(7),
        },  # a letter and a task
    ],
)
def test_letters_and_answers_carry_nothing(facts):
    assert decided(replace(PERSON, **facts), TELL) == [("tell", DAY + timedelta(days=1), "", None)]


def test_a_letter_moves_on_from_the_day_of_a_task():
    letter = replace(TELL, action="letter")
    assert decided(PERSON, letter, BORN) == [
        ("birthday", DAY, "", None), ("tell", DAY + timedelta(days=1), "", None),
    ]  # fmt: skip


def test_who_is_spared_is_spared_both():
    spared = replace(
        PERSON, allowance=Allowance(grieving_until=DAY), open=(Span(DAY, DAY, "Ask"),), taken={DAY: 1}
    )
    assert decided(spared, BORN)[0][2:] == ("grieving", None)


@pytest.fixture
def born_that_day(rosa, ben, by_ben, monday):
    """Somebody who has her birthday on the day of a check-in after a delivery."""
    ensure_default_rules()
    owe_for_order(person=rosa, by=by_ben, purchase=purchase())
    task = Task.objects.get(rule__key="check_in_2_months")
    rosa.birth_month, rosa.birth_day = task.local_date.month, task.local_date.day
    rosa.warmth = "warm"
    rosa.save()
    clock.advance(days=(task.local_date - ben.today()).days - 1)
    return rosa


def test_a_birthday_on_the_day_of_another_task_is_not_lost(born_that_day, ben):
    carrier = Task.objects.get(rule__key="check_in_2_months")
    rule = Rule.objects.get(key="birthday", owner=None)
    [line] = forecast(ben, [rule], playbook_key="birthday").lines
    assert goes_how(line) == "Task for you, together with “Two months after the delivery: a word in person”"
    plan_ahead(by=HOUSE)
    birthday = Task.objects.get(rule__key="birthday")
    assert (birthday.local_date, birthday.reason) == (carrier.local_date, SAID)
    assert touched_days([born_that_day.pk], ben.today())[born_that_day.pk][carrier.local_date] == 1
    clock.advance(days=1)
    assert len(touched_lately([born_that_day.pk], clock.now())[born_that_day.pk]) == 1


def test_it_stands_for_itself_when_the_other_is_cancelled(born_that_day, by_ben):
    plan_ahead(by=HOUSE)
    cancel_task(task=Task.objects.get(rule__key="check_in_2_months"), by=by_ben, reason="no")
    birthday = Task.objects.get(rule__key="birthday")
    assert (birthday.state, birthday.reason, "together" in birthday.context) == ("open", "", False)


@pytest.mark.parametrize("key", ["birthday", "check_in_2_months"])
def test_doing_one_does_both_and_undo_opens_both(born_that_day, by_ben, key):
    plan_ahead(by=HOUSE)
    task = finish_task(task=Task.objects.get(rule__key=key), by=by_ben)
    both = Task.objects.filter(rule__key__in=["birthday", "check_in_2_months"])
    assert [*both.values_list("state", flat=True)] == ["done", "done"]
    undo(event=task.event, by=by_ben)
    assert [*both.values_list("state", flat=True)] == ["open", "open"]


def test_what_stands_on_the_list_counts_for_the_day_it_is_where_they_are(born_that_day):
    """Where the distributor is, the day began at 22:00 UTC: in Lisbon it was yesterday then."""
    plan_ahead(by=HOUSE)
    Task.objects.filter(rule__key="check_in_2_months").delete()
    birthday = Task.objects.get(rule__key="birthday")
    with clock.travel(birthday.due_at + timedelta(hours=11)):
        [touched] = touched_lately([born_that_day.pk], clock.now())[born_that_day.pk]
        assert touched == clock.now()
