"""Of many people a worker plans anew what waits, batch by batch, after a playbook went live."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from customers.models import Customer
from followups.actions import plan_ahead, plan_anew
from followups.actions.playbooks import change_step, go_live, own_playbook, remove_step
from followups.actions.replanning import AT_ONCE
from followups.models import Playbook, Replanning, Task
from kit import clock
from kit.events import Actor, Door, Event
from kit.undo import undo

pytestmark = pytest.mark.django_db
HOUSE = Actor(None, Door.TASK)
MANY = AT_ONCE + 50
EARLIER = date(2026, 3, 3)


@pytest.fixture
def crowd(ben, by_ben, monday):
    """More people than are planned for at once, who have their birthday in two days, and a task each."""
    born = {"birth_month": 3, "birth_day": 4, "warmth": "warm", "created_at": clock.now()}
    Customer.objects.bulk_create(Customer(owner=ben, name=f"Noor {n}", **born) for n in range(MANY))
    plan_ahead(by=HOUSE)
    own_playbook(owner=ben, key="birthday", by=by_ben)
    assert Task.objects.open().filter(rule__key="birthday").count() == MANY


def edited(ben, by_ben, edit=change_step, **what):
    book = Playbook.objects.get(owner=ben, key="birthday")
    edit(playbook=book, owner=ben, by=by_ben, key="birthday", **what)
    return go_live(playbook=Playbook.objects.get(pk=book.pk), owner=ben, by=by_ben)


def days() -> dict[date, int]:
    found: dict[date, int] = {}
    for day in Task.objects.open().filter(rule__key="birthday").values_list("local_date", flat=True):
        found[day] = found.get(day, 0) + 1
    return found


def told(row: Replanning) -> tuple:
    row.refresh_from_db()
    return row.people, row.done, row.moved, row.added, row.gone, row.ended_at is not None


def test_the_steps_are_live_at_once_and_people_follow_batch_by_batch(ben, by_ben, crowd):
    live = edited(ben, by_ben, values={"offset_days": -1})
    row = live.replanning
    assert (live.replanned.moved, told(row)) == ([], (MANY, 0, 0, 0, 0, False))
    assert days() == {date(2026, 3, 4): MANY}
    assert plan_anew(by=HOUSE, seconds=0)
    assert told(row) == (MANY, AT_ONCE, AT_ONCE, 0, 0, False)
    assert days() == {date(2026, 3, 4): 50, EARLIER: AT_ONCE}
    assert not plan_anew(by=HOUSE)
    assert told(row) == (MANY, MANY, MANY, 0, 0, True)
    assert days() == {EARLIER: MANY}
    moved = Event.objects.filter(kind="task.moved")
    assert (moved.count(), set(moved.values_list("actor", "door", "deed"))) == (
        MANY, {(ben.pk, "web", by_ben.deed)},
    )  # fmt: skip
    assert not plan_anew(by=HOUSE)
    assert plan_ahead(by=HOUSE) == 0


def test_going_live_again_takes_over_what_is_left(ben, by_ben, crowd):
    first = edited(ben, by_ben, values={"offset_days": -1}).replanning
    plan_anew(by=HOUSE, seconds=0)
    second = edited(ben, by_ben, remove_step).replanning
    assert told(first)[-1]
    plan_anew(by=HOUSE)
    assert told(second) == (MANY, MANY, 0, 0, MANY, True)
    assert days() == {}


def test_undo_on_the_way_brings_all_back(ben, by_ben, crowd):
    live = edited(ben, by_ben, remove_step)
    plan_anew(by=HOUSE, seconds=0)
    assert days() == {date(2026, 3, 4): 50}
    undo(event=live.event, by=by_ben)
    plan_anew(by=HOUSE)
    assert days() == {date(2026, 3, 4): MANY}


def test_one_who_breaks_it_stops_nobody(ben, by_ben, crowd):
    broken = Task.objects.filter(rule__key="birthday").order_by("customer_id")[3]
    Task.objects.filter(pk=broken.pk).update(context=["no", "object"])
    row = edited(ben, by_ben, values={"offset_days": -1}).replanning
    plan_anew(by=HOUSE)
    assert told(row) == (MANY, MANY, MANY - 1, 0, 0, True)
    assert days() == {EARLIER: MANY - 1, date(2026, 3, 4): 1}


def test_the_page_says_how_far_it_is(ben, by_ben, as_ben, crowd):
    page, fragment = (reverse(name, args=["birthday"]) for name in ("playbook", "playbook-planning"))
    assert 'id="planning"' not in as_ben.get(page).content.decode()
    edited(ben, by_ben, values={"offset_days": -1})
    plan_anew(by=HOUSE, seconds=0)
    for address in (page, fragment):
        said = as_ben.get(address).content.decode()
        assert f"What waits is planned anew: {AT_ONCE} of {MANY} people." in said
        assert 'hx-trigger="every 2s"' in said
    plan_anew(by=HOUSE)
    said = as_ben.get(fragment).content.decode()
    assert f"Planned anew for {MANY} people: {MANY} changed, 0 new, 0 taken off." in said
    assert "hx-trigger" not in said
    clock.advance(minutes=11)
    assert 'id="planning"' not in as_ben.get(page).content.decode()


def test_in_slices_it_comes_to_the_same_as_at_once(ben, by_ben, crowd):
    Customer.objects.filter(owner=ben).update(grieving_until=clock.now().date() + timedelta(days=1))
    live = edited(ben, by_ben, values={"offset_days": -1})
    plan_anew(by=HOUSE)
    in_slices = days()
    undo(event=live.event, by=by_ben)
    plan_anew(by=HOUSE)
    assert days() == {date(2026, 3, 4): MANY}
    assert in_slices in ({}, {EARLIER: MANY})
