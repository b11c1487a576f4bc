"""Two windows, or a phone and a window, with one playbook at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from followups.actions import playbooks
from followups.actions.planned import keep, task_for
from followups.actions.playbooks import live
from followups.drafting import draft_steps, live_steps
from followups.models import Playbook, Rule, Task
from followups.planning import Due
from kit import clock
from kit.errors import Refused
from kit.events import Actor, Door
from kit.models import Event
from tests.followups.books import book_of, rules_of

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 3


def at_once(verb, times=TIMES):
    barrier = Barrier(times)

    def run(number):
        try:
            barrier.wait(timeout=10)
            return verb(number)
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return [future.result(timeout=30) for future in [pool.submit(run, number) for number in range(times)]]


@pytest.fixture
def house():
    return book_of(None)


def test_of_first_edits_at_once_one_is_kept_and_one_copy_made(house, ben):
    def edit(number):
        book = Playbook.objects.get(pk=house.pk)
        who = {"playbook": book, "owner": ben, "by": Actor(ben, Door.WEB), "seen": "1"}
        playbooks.change_step(key="t_one", values={"offset_days": 10 + number}, **who)
        return "kept"

    answers = at_once(edit)
    assert sorted(answers) == ["kept", "stale", "stale"]
    own = Playbook.objects.get(owner=ben)
    assert draft_steps(own)[0].offset_days == 10 + answers.index("kept")
    assert Rule.objects.filter(owner=ben).count() == 2
    assert Event.objects.filter(kind="playbook.made").count() == 1


def test_going_live_at_once_is_once(house, ben):
    by = Actor(ben, Door.WEB)
    own = playbooks.remove_step(playbook=house, owner=ben, by=by, key="t_two")

    def go(number):
        book = Playbook.objects.get(pk=own.pk)
        return playbooks.go_live(playbook=book, owner=ben, by=Actor(ben, Door.WEB), seen=own.mark).version

    assert at_once(go) == [2] * TIMES
    assert Event.objects.filter(kind="playbook.live").count() == 1


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
def test_without_the_hold_it_would_go_live_for_each(house, ben):
    """The twin of the test above: each sees the draft."""
    own = playbooks.remove_step(playbook=house, owner=ben, by=Actor(ben, Door.WEB), key="t_two")
    all_looked = Barrier(TIMES)

    def unguarded(number):
        with transaction.atomic():
            book = Playbook.objects.get(pk=own.pk)
            steps = draft_steps(book)
            all_looked.wait(timeout=10)
            return live._put_live(book, steps, Actor(ben, Door.WEB), "playbook.live").version

    at_once(unguarded)
    assert Event.objects.filter(kind="playbook.live").count() == TIMES


def test_a_planner_that_read_the_houses_steps_before_the_copy_doubles_nothing(house, ben, rosa):
    """The occurrence is known by the key of its step, whoever's the step is by now."""
    by, stale = Actor(ben, Door.WEB), rules_of(house)[0]
    now = clock.now()
    due = Due(now.date(), now.time(), now, now + timedelta(days=2))

    def planned(rule):
        return task_for(rosa, rule, due, occurrence="order:1:t_one", kind="check_in")

    with transaction.atomic():
        keep([planned(stale)], by)
    own = playbooks.own_playbook(owner=ben, key="t_book", by=by)
    with transaction.atomic():
        assert keep([planned(stale)], by) == []
        assert keep([planned(rules_of(own)[0])], by) == []
    assert [task.rule.playbook for task in Task.objects.all()] == [own]
    assert live_steps(own) == live_steps(house)
