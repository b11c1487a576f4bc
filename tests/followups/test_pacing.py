"""After an import of thousands: a steady number of words a day, the warm and long silent first."""

from collections import Counter
from datetime import date, time, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.actions import log_touch
from customers.models import Customer
from followups.actions import expire_old, plan_ahead
from followups.actions.forecast import forecast
from followups.attention import Allowance
from followups.models import Rule, Task
from followups.pacing import Room, paced_day, words_a_day
from kit import clock
from kit.events import Actor, Door
from team.office_hours import Stretch, working_day

HOUSE = Actor(None, Door.TASK)
MONDAY = date(2026, 3, 2)

days = st.dates(MONDAY, date(2026, 4, 1))
busy = st.dictionaries(days, st.integers(0, 9), max_size=30)
taken = st.dictionaries(days, st.just(1), max_size=8)


@given(days, busy, st.integers(1, 6), taken, st.integers(1, 7))
def test_a_word_has_room_on_the_list_and_in_the_week_of_the_person(day, busy, a_day, taken, a_week):
    room = Room(busy, a_day, lambda day: day)
    found = paced_day(day, "reach_out", room, taken, Allowance(a_week))
    assert found >= day
    assert busy.get(found, 0) < a_day
    assert found not in taken


@given(busy, st.integers(1, 6), st.lists(days, max_size=40))
def test_days_that_are_full_or_free_are_passed_over(busy, a_day, wanted):
    weekday = partial(working_day, hours=[Stretch(n, time(9), time(18)) for n in range(5)])
    room = Room(busy, a_day, weekday)
    for day in wanted:
        found = room.first_free(day)
        between = [day + timedelta(days=n) for n in range((found - day).days)]
        assert found >= day and room.busy[found] < a_day and found.weekday() < 5
        assert all(room.busy[one] >= a_day or one.weekday() > 4 for one in between)
        room.take(found)


@given(st.integers(1, 100))
def test_half_of_a_day_is_for_those_who_wait(daily_limit):
    assert 1 <= words_a_day(daily_limit) <= max(1, daily_limit / 2)


@pytest.fixture
def imported(ben, monday):
    """Forty people entered at once; six words a day is what Ben has room for."""
    people = [
        Customer(
            owner=ben, name=f"{warmth} {n}", name_key=f"{warmth} {n}", warmth=warmth, created_at=clock.now()
        )
        for warmth in ("cold", "warm")
        for n in range(20)
    ]
    for n, person in enumerate(people):
        person.last_contact_at = clock.now() - timedelta(hours=n) if person.warmth == "warm" else None
    Customer.objects.bulk_create(people)
    clock.advance(days=88)
    return people


def planned():
    tasks = Task.objects.order_by("local_date", "customer__last_contact_at")
    return tasks.values_list("local_date", "customer__name")


@pytest.mark.django_db
def test_a_steady_number_a_day_comes_up_and_everybody_has_a_turn(imported, ben):
    plan_ahead(by=HOUSE)
    by_day = Counter(day for day, _name in planned())
    assert max(by_day.values()) == 6 == words_a_day(ben.daily_limit)
    assert sum(by_day.values()) == 40
    first = min(by_day)
    assert sorted(by_day) == [first + timedelta(days=n) for n in range(7)]
    for _ in range(30):
        clock.advance(days=1)
        expire_old(by=HOUSE)
        Task.objects.due(clock.now()).update(state="done", closed_at=clock.now())
    assert Counter(Task.objects.values_list("state", flat=True)) == {"done": 40}


@pytest.mark.django_db
def test_the_longest_silent_of_the_warm_come_first(imported):
    plan_ahead(by=HOUSE)
    warm = [name for _day, name in planned() if name.startswith("warm")]
    assert warm == [f"warm {n}" for n in reversed(range(20))]


@pytest.mark.django_db
def test_the_dry_run_says_what_the_planner_does(imported, ben):
    rules = list(Rule.objects.of(ben.pk).filter(key="reach_out"))
    told = forecast(ben, rules, playbook_key="suspect", days=4)
    assert Counter(line.local_date for line in told.lines).most_common(1)[0][1] == 6
    assert {held.code for held in told.held} == {"paced"}
    plan_ahead(by=HOUSE)
    soon = ben.today() + timedelta(days=4)
    said = {(line.local_date, line.person.name) for line in told.lines}
    assert said == {(day, name) for day, name in planned() if day <= soon}
    again = forecast(ben, rules, playbook_key="suspect", days=4)
    assert {(line.local_date, line.person.name) for line in again.lines} == said


@pytest.mark.django_db
def test_planning_again_adds_nothing_and_moves_nothing(imported):
    plan_ahead(by=HOUSE)
    before = list(planned())
    assert plan_ahead(by=HOUSE) == 0
    assert list(planned()) == before


@pytest.mark.django_db
def test_who_is_called_while_waiting_for_a_turn_has_had_it(imported, by_ben):
    plan_ahead(by=HOUSE)
    last = Task.objects.latest("local_date")
    clock.advance(days=3)
    log_touch(person=last.customer, by=by_ben, kind="call")
    last.refresh_from_db()
    assert last.state == "done"
