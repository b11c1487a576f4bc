"""Late or broken: saying sorry is on the list before the person has to ask, once, and gone with its cause."""

from datetime import UTC, date, datetime, timedelta

import pytest

from customers.actions import delete_person
from followups import actions
from followups.models import Promise, Task
from kit import clock
from kit.events import Actor, Door
from kit.models import Event
from kit.undo import undo

pytestmark = pytest.mark.usefixtures("monday")
HOUSE = Actor(None, Door.TASK)
THURSDAY, FRIDAY = date(2026, 3, 5), date(2026, 3, 6)
SATURDAY = datetime(2026, 3, 7, 6, tzinfo=UTC)


@pytest.fixture
def promise(rosa, by_ben):
    return actions.make_promise(customer=rosa, by=by_ben, text="A tin", due_on=THURSDAY, told_on=FRIDAY)


def apologies() -> list[str]:
    return [task.state for task in Task.objects.filter(kind="apology").order_by("pk")]


def take_back(kind, by):
    undo(event=Event.objects.filter(kind=kind).latest("id"), by=by)


@pytest.mark.parametrize(("day", "count"), [(5, 0), (6, 0), (7, 1)])
def test_a_day_that_went_by_is_noticed_once(promise, day, count):
    with clock.travel(datetime(2026, 3, day, 6, tzinfo=UTC)):
        assert actions.apologise_in_time(by=HOUSE) == count
        assert actions.apologise_in_time(by=HOUSE) == 0
    assert apologies() == ["open"] * count


def test_the_task_says_what_was_promised_for_which_day(promise, ben):
    with clock.travel(SATURDAY):
        actions.apologise_in_time(by=HOUSE)
        task = Task.objects.get(kind="apology")
        assert (task.owner, task.context, task.local_date, task.expires_at - clock.now()) == (
            ben, {"promised": "A tin", "told_on": "2026-03-06"}, date(2026, 3, 7), timedelta(days=14),
        )  # fmt: skip
        assert task.script.startswith("Say sorry first")
    task.customer.refresh_from_db()
    assert task.customer.next_due_at == SATURDAY


def test_the_day_is_that_of_the_owners_zone(promise, ben):
    ben.zone = "Pacific/Auckland"
    ben.save(update_fields=["zone"])
    with clock.travel(datetime(2026, 3, 6, 12, tzinfo=UTC)):  # Saturday there
        assert actions.apologise_in_time(by=HOUSE) == 1


def test_what_nobody_minded_for_a_month_stays_in_peace(promise):
    with clock.travel(datetime(2026, 5, 1, 6, tzinfo=UTC)):
        assert actions.apologise_in_time(by=HOUSE) == 0


def test_to_whom_was_taken_off_the_list_nobody_apologises(promise, rosa, by_ben):
    delete_person(person=rosa, by=by_ben)
    with clock.travel(SATURDAY):
        assert actions.apologise_in_time(by=HOUSE) == 0


def test_broken_is_told_at_once_and_undone_with_it(promise, by_ben):
    actions.break_promise(promise=promise, by=by_ben, reason="Sold out")
    assert apologies() == ["open"]
    take_back("promise.broken", by_ben)
    assert apologies() == ["cancelled"]
    actions.break_promise(promise=promise, by=by_ben, reason="Sold out")
    assert apologies() == ["open"]


def test_kept_late_owes_one_still(promise, by_ben):
    with clock.travel(SATURDAY):
        actions.keep_promise(promise=promise, by=by_ben)
    assert apologies() == ["open"]


def test_who_noted_late_what_was_done_in_time_owes_none(promise, by_ben):
    with clock.travel(SATURDAY):
        actions.apologise_in_time(by=HOUSE)
        actions.keep_promise(promise=promise, by=by_ben, on=THURSDAY)
        assert (promise.state, promise.ended_on, apologies()) == ("early", THURSDAY, ["cancelled"])


@pytest.mark.parametrize("verb", [actions.release_promise, actions.take_back_promise])
def test_what_nobody_waits_for_is_not_to_be_sorry_for(promise, by_ben, verb):
    with clock.travel(SATURDAY):
        actions.apologise_in_time(by=HOUSE)
        verb(promise=promise, by=by_ben)
    assert apologies() == ["cancelled"]


def test_said_once_is_enough(promise, by_ben):
    with clock.travel(SATURDAY):
        actions.apologise_in_time(by=HOUSE)
        actions.finish_task(task=Task.objects.get(kind="apology"), by=by_ben, touch_kind="call")
        actions.break_promise(promise=promise, by=by_ben, reason="Sold out")
        actions.apologise_in_time(by=HOUSE)
    assert apologies() == ["done"]


def test_another_day_told_afterwards_forgets_nothing(promise, by_ben):
    """Told for Friday, on Saturday for Tuesday, done on Monday: it came late."""
    with clock.travel(SATURDAY):
        actions.change_promise(promise=promise, by=by_ben, due_on=date(2026, 3, 10))
        assert (promise.told_on, promise.missed_on, apologies()) == (date(2026, 3, 10), FRIDAY, ["open"])
    with clock.travel(datetime(2026, 3, 9, 9, tzinfo=UTC)):
        actions.keep_promise(promise=promise, by=by_ben)
    assert promise.state == "late"
    assert Promise.objects.get().first_told_on == FRIDAY


def test_another_day_told_in_time_is_the_day_that_counts(promise, by_ben):
    actions.change_promise(promise=promise, by=by_ben, due_on=date(2026, 3, 10))
    assert (promise.told_on, promise.missed_on) == (date(2026, 3, 10), None)


def test_undoing_the_other_day_forgets_that_it_was_missed(promise, by_ben):
    with clock.travel(SATURDAY):
        actions.change_promise(promise=promise, by=by_ben, due_on=date(2026, 3, 10))
        take_back("promise.changed", by_ben)
    row = Promise.objects.get()
    assert (row.told_on, row.missed_on, apologies()) == (FRIDAY, None, ["open"])
