"""A complaint that is open shows on Today again on the next working day, whatever became of its task."""

from datetime import date

import pytest

from followups import actions
from followups.actions import complaints as verbs
from followups.models import Task
from followups.tasks import ask_whether_well
from kit import clock
from team.actions import take_days_off

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def complaint(rosa, by_ben):
    return verbs.open_complaint(customer=rosa, by=by_ben, text="The lid leaked.")


def done(by):
    actions.finish_task(task=Task.objects.open().get(kind="complaint"), by=by)


def shown() -> int:
    """How many stand on the list once the task for it has run twice."""
    ask_whether_well()
    ask_whether_well()
    return Task.objects.open().filter(kind="complaint").count()


def test_one_whose_task_was_done_comes_back_the_next_day(complaint, by_ben):
    done(by_ben)
    assert shown() == 0, "not on the same day"
    clock.advance(days=1)
    assert shown() == 1
    task = Task.objects.open().get(kind="complaint")
    assert (task.context["page"], str(task.local_date)) == (complaint.get_absolute_url(), "2026-03-03")


def test_one_whose_task_was_taken_off_comes_back_too(complaint, by_ben):
    actions.cancel_task(task=Task.objects.open().get(kind="complaint"), by=by_ben, reason="no")
    verbs.answer_complaint(complaint=complaint, by=by_ben, heard="The lid.")
    clock.advance(days=1)
    assert shown() == 1


def test_it_comes_back_on_a_working_day(complaint, ben, by_ben):
    clock.advance(days=4)
    done(by_ben)
    take_days_off(distributor=ben, by=by_ben, first=date(2026, 3, 9))
    counts = []
    for _day in range(4):
        clock.advance(days=1)
        counts.append(shown())
    assert counts == [0, 0, 0, 1], "Saturday, Sunday, a day off, Tuesday"


def test_what_waits_for_their_word_does_not_come_back(complaint, by_ben):
    verbs.put_right(complaint=complaint, by=by_ben, remedy="Both again")
    clock.advance(days=1)
    assert shown() == 0
    verbs.close_complaint(complaint=complaint, by=by_ben, words="Fine.")
    clock.advance(days=1)
    assert shown() == 0


def test_who_says_nothing_for_a_week_is_asked_in_person_week_by_week(complaint, by_ben):
    verbs.put_right(complaint=complaint, by=by_ben, remedy="Both again")
    verbs.ask_whether_well(complaint=complaint, by=by_ben)
    clock.advance(days=6)
    assert shown() == 0
    clock.advance(days=1)
    assert shown() == 1
    assert Task.objects.open().get(kind="complaint").title == "Ask them yourself whether all is well now"
    done(by_ben)
    clock.advance(days=6)
    assert shown() == 0
    clock.advance(days=1)
    assert shown() == 1
    verbs.close_complaint(complaint=complaint, by=by_ben, words="Fine.")
    assert shown() == 0


def test_somebody_taken_off_the_list_is_not_shown(complaint, rosa, by_ben):
    done(by_ben)
    type(rosa).objects.filter(pk=rosa.pk).update(deleted_at=clock.now())
    clock.advance(days=1)
    assert shown() == 0


def test_who_says_not_yet_is_not_to_be_asked_but_answered(complaint, by_ben):
    verbs.put_right(complaint=complaint, by=by_ben, remedy="Both again")
    verbs.ask_whether_well(complaint=complaint, by=by_ben)
    clock.advance(days=7)
    assert shown() == 1
    verbs.say_not_yet(complaint=complaint, by=by_ben, words="One is missing.")
    assert [task.title for task in Task.objects.open().filter(kind="complaint")] == [""]
