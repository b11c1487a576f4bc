"""Planning looks for people in as many questions as the house has steps, whoever has steps of their own."""

from dataclasses import replace
from datetime import timedelta

import pytest

from customers.models import Customer
from followups.actions import plan_ahead
from followups.actions.playbooks import change_step, go_live
from followups.models import Playbook, Rule, Task
from followups.rounds import MOST_ALIKE, rounds_of
from followups.steps import Step
from kit import clock
from kit.events import Actor, Door
from team.models import Distributor

HOUSE = Actor(None, Door.TASK)


class Live:
    """A step that is live and whose it is."""

    playbook = None

    def __init__(self, owner_id, step):
        self.owner_id, self.step = owner_id, step

    def __getattr__(self, name):
        return getattr(self.step, name)


def live(owner, key, **values):
    return Live(owner, replace(Step(key=key, kind="check_in", anchor="climb", action="task"), **values))


def told(rounds):
    return [[[(step.owner_id, step.key) for step in alike] for alike in one.alike] for one in rounds]


def test_steps_of_many_with_the_same_numbers_are_one_question():
    steps = [live(owner, f"s{owner}", offset_days=3) for owner in (1, 2, 3)] + [live(4, "s4", offset_days=5)]
    assert told(rounds_of(steps)) == [[[(1, "s1"), (2, "s2"), (3, "s3")], [(4, "s4")]]]


def test_each_has_one_step_in_a_round_and_the_house_rounds_of_its_own():
    steps = [live(1, "a"), live(1, "b"), live(2, "c"), live(None, "h"), live(None, "i")]
    assert told(rounds_of(steps)) == [[[(1, "a"), (2, "c")]], [[(1, "b")]], [[(None, "h")]], [[(None, "i")]]]


def test_the_weightier_comes_before_the_lighter_of_the_same_owner():
    steps = [
        live(1, "light", kind="win_back"),
        live(1, "other", anchor="birthday"),
        live(None, "birthday", kind="birthday"),
    ]
    assert told(rounds_of(steps)) == [[[(None, "birthday")]], [[(1, "other")]], [[(1, "light")]]]


def test_a_question_holds_only_so_many_numbers():
    steps = [live(owner, "s", offset_days=owner) for owner in range(MOST_ALIKE * 2 + 1)]
    assert [len(one.alike) for one in rounds_of(steps)] == [MOST_ALIKE, MOST_ALIKE, 1]


def distributor(company, n):
    return Distributor.objects.create(
        company=company,
        name=f"D {n}",
        email=f"d{n}@kept.example",
        handle=f"d{n}",
        number=f"D{n}",
        path=f"{n + 5}",
    )


def with_an_own_step(owner, **values):
    playbook = Playbook.objects.get(owner=None, key="birthday")
    by = Actor(owner, Door.WEB)
    key = playbook.steps.get().key
    change_step(playbook=playbook, owner=owner, by=by, key=key, values=values)
    own = Playbook.objects.get(owner=owner, key="birthday")
    go_live(playbook=own, owner=owner, by=by)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3, 12])
def test_own_playbooks_cost_no_more_questions(company, monday, django_assert_num_queries, number):
    born = clock.now() + timedelta(days=1)
    for n in range(number):
        owner = distributor(company, n)
        with_an_own_step(owner, title=f"Of {n}", keep_hours=24 + n % 2)
        Customer.objects.create(
            owner=owner, name=f"P {n}", birth_month=born.month, birth_day=born.day, created_at=clock.now()
        )
    assert Rule.objects.filter(key=Rule.objects.get(owner=None, anchor="birthday").key).count() == number + 1
    assert plan_ahead(by=HOUSE) == number
    assert sorted(Task.objects.values_list("rule__owner__name", "customer__name")) == sorted(
        (f"D {n}", f"P {n}") for n in range(number)
    )
    with django_assert_num_queries(
        34
    ):  # the rules; one for each of 30 and for all who have their own; what has lost its cause
        assert plan_ahead(by=HOUSE) == 0
