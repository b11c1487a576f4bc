"""The dry run says what the planner then does, and who gets nothing and why; it writes nothing."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from customers.actions import log_touch
from customers.models import Customer
from followups.actions import plan_ahead
from followups.actions.forecast import forecast
from followups.drafting import live_steps
from followups.models import Message, Playbook, Task
from kit import clock
from kit.events import Actor, Door

pytestmark = pytest.mark.django_db
HOUSE = Actor(None, Door.TASK)


def steps_of(key):
    return live_steps(Playbook.objects.get(owner=None, key=key))


def rules_of(key):
    return list(Playbook.objects.get(owner=None, key=key).steps.order_by("position"))


def person(owner, name, **values):
    return Customer.objects.create(owner=owner, name=name, created_at=clock.now(), **values)


def told(run):
    return [
        (line.person.name, line.step_key, line.local_date, line.channel, line.action) for line in run.lines
    ]


def test_it_is_what_the_planner_does(ben, by_ben, monday):
    for n in range(3):
        one = person(ben, f"P {n}")
        log_touch(person=one, by=by_ben, kind="sample", at=clock.now() - timedelta(days=n))
    run = forecast(ben, rules_of("prospect"), playbook_key="prospect")
    assert not Task.objects.exists()
    assert (run.counts, run.people) == ({"task": len(run.lines)}, 3)
    for _ in range(31):
        plan_ahead(by=HOUSE)
        Task.objects.due(clock.now()).update(state="done", closed_at=clock.now())
        clock.advance(days=1)
    last = date(2026, 3, 2) + timedelta(days=30)
    done = Task.objects.filter(local_date__lte=last).values_list("customer__name", "rule__key", "local_date")
    assert Counter(line[:3] for line in told(run)) == Counter(done)


def test_letters_go_by_a_way_and_at_their_hour_else_it_is_a_task(rosa, ben, monday):
    person(ben, "Mia")
    Customer.objects.update(slips_on=date(2026, 3, 20), cools_on=date(2026, 6, 1))
    word = replace(steps_of("slipping")[0], action="letter", letter="check_in_days")
    run = forecast(ben, [word], playbook_key="slipping")
    assert told(run) == [
        ("Mia", "slipping_word", date(2026, 3, 20), "", "task"),
        ("Rosa Lind", "slipping_word", date(2026, 3, 20), "email", "letter"),
    ]
    assert f"{run.lines[1].when:%H:%M}" == "09:00"


def test_who_gets_nothing_and_why(rosa, ben, monday):
    Customer.objects.filter(pk=rosa.pk).update(
        slips_on=date(2026, 3, 9), cools_on=date(2026, 6, 1), grieving_until=date(2026, 5, 1)
    )
    run = forecast(ben, steps_of("slipping"), playbook_key="slipping")
    assert [(held.person, held.step_key, held.code) for held in run.held] == [
        (rosa, "slipping_word", "grieving")
    ]
    assert run.held[0].sentence
    assert run.lines == []


def test_what_was_done_is_not_foretold_again_and_what_waits_is(ben, monday):
    person(ben, "Mia", slips_on=date(2026, 3, 3), cools_on=date(2026, 3, 20))
    plan_ahead(by=HOUSE)
    assert [line[1:3] for line in told(forecast(ben, rules_of("slipping"), playbook_key="slipping"))] == [
        ("slipping_word", date(2026, 3, 3)), ("win_back", date(2026, 3, 20)),
    ]  # fmt: skip
    Task.objects.update(state="done", closed_at=clock.now())
    run = forecast(ben, rules_of("slipping"), playbook_key="slipping")
    assert [line[1] for line in told(run)] == ["win_back"]


def test_only_ones_own_people(ben, cleo, monday):
    person(cleo, "Yara", slips_on=date(2026, 3, 3), cools_on=date(2026, 3, 20))
    assert forecast(ben, rules_of("slipping"), playbook_key="slipping").people == 0


@pytest.mark.parametrize("people", [1, 30])
def test_the_number_of_people_costs_no_queries(ben, monday, django_assert_num_queries, people):
    for n in range(people):
        person(ben, f"P {n}", slips_on=date(2026, 3, 3), cools_on=date(2026, 3, 20))
    steps = steps_of("slipping")
    with django_assert_num_queries(14):
        assert forecast(ben, steps, playbook_key="slipping").people == people
    assert not Message.objects.exists()
