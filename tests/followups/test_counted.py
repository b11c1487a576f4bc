"""What the ledger counts of follow-ups: tasks done and overdue, promises, complaints, answers to surveys."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from customers.actions import delete_person, log_touch, restore_person, revoke_touch
from followups import actions
from followups.actions import complaints, surveys
from followups.actions.surveys.holding import Answer
from followups.counted import count_followups, newly_overdue
from followups.models import Complaint, Promise, Survey, Task
from kit import clock
from kit.events import Actor, Door
from kit.models import Event
from kit.undo import undo
from team.actions import fold, recount_ledger, tick
from team.counting import Tally
from team.models import LineStanding, OwnStanding
from tests.queries.counting import count_of
from tests.team.counting import counted, standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
MONDAY = date(2026, 3, 2)
A_DAY = timedelta(days=1)
WORKER = Actor(None, Door.TASK)
PROMISES = ("promises_ended", "promises_kept", "promises_early")
COMPLAINTS = ("complaints", "answered", "answer_minutes")


@pytest.fixture
def task(rosa, by_ben):
    return actions.plan_task(person=rosa, by=by_ben, kind="reach_out", local_date=MONDAY)


def at(day, hour=12, minute=0):
    return clock.travel(datetime(2026, 3, day, hour, minute, tzinfo=UTC))


def overdue(person):
    return standing(person, ["overdue"]).get("overdue", 0)


def done(person, month=202603):
    return counted(person, ["done"], month).get("done", 0)


def take_back(kind, by):
    return undo(event=Event.objects.filter(kind=kind).latest("id"), by=by)


def test_a_task_done_counts_until_it_is_taken_back(ben, by_ben, task):
    actions.finish_task(task=task, by=by_ben)
    assert done(ben) == 1
    take_back("task.done", by_ben)
    assert done(ben) == 0


def test_what_a_contact_does_is_done(ben, by_ben, rosa, task):
    touch = log_touch(person=rosa, by=by_ben, kind="call")
    assert done(ben) == 1
    revoke_touch(touch=touch, by=by_ben)
    assert done(ben) == 0


def test_a_task_done_late_at_night_counts_in_the_companys_month(ben, by_ben, task):
    ben.zone = "Europe/Lisbon"
    ben.save()
    with at(31, 22, 30):  # half past eleven in Lisbon, half past midnight in Berlin
        actions.finish_task(task=task, by=by_ben)
    assert (done(ben), done(ben, 202604)) == (0, 1)


def test_what_was_cancelled_or_passed_by_was_not_done(ben, by_ben, rosa, task):
    actions.cancel_task(task=task, by=by_ben, reason="Moved away")
    assert (done(ben), overdue(ben)) == (0, 0)


def test_a_task_is_overdue_once_its_day_is_over(ben, by_ben, task):
    assert overdue(ben) == 0
    with at(3):
        assert overdue(ben) == 1
        actions.finish_task(task=task, by=by_ben)
        assert overdue(ben) == 0
        take_back("task.done", by_ben)
        assert overdue(ben) == 1


def test_the_day_is_over_on_the_companys_wall(ben, task):
    ben.zone = "America/New_York"
    ben.save()
    with at(2, 22, 59):
        assert overdue(ben) == 0
    with at(2, 23):
        assert overdue(ben) == 1


def test_what_was_put_off_is_overdue_after_that_day(ben, by_ben, task):
    with at(3):
        actions.put_off_task(task=task, by=by_ben, until=clock.now() + A_DAY)
    for day, number in ((4, 0), (5, 1)):
        with at(day):
            assert overdue(ben) == number


def test_nothing_is_owed_to_whom_was_deleted(ben, by_ben, rosa, task):
    with at(3):
        delete_person(person=rosa, by=by_ben)
        assert overdue(ben) == 0
        restore_person(person=rosa, by=by_ben)
        assert overdue(ben) == Task.objects.open().filter(owner=ben).count()


@pytest.mark.parametrize(("since", "today", "named"), [(1, 2, 0), (2, 3, 1), (1, 5, 1), (3, 4, 0)])
def test_who_has_what_became_overdue_is_named_for_these_days_alone(company, ben, task, since, today, named):
    people = newly_overdue(company, date(2026, 3, since), date(2026, 3, today))
    assert list(people) == [ben.pk][:named]


def test_what_was_put_off_is_named_anew(company, ben, by_ben, task):
    actions.put_off_task(task=task, by=by_ben, until=clock.now() + 2 * A_DAY)
    days = [date(2026, 3, day) for day in range(2, 7)]
    named = [day.day for day, next_day in pairwise(days) if newly_overdue(company, day, next_day)]
    assert named == [4]


def test_the_calendar_alone_lets_a_line_have_what_is_overdue(company, ana, ben, task):
    tick(company=company, by=WORKER)
    fold(company=company, by=WORKER)
    with at(3):
        assert tick(company=company, by=WORKER) == 1
        assert (
            OwnStanding.objects.get(person=ben).overdue,
            LineStanding.objects.get(person=ana).overdue,
        ) == (1, 1)
        assert recount_ledger(company=company, by=WORKER, check=True) == []
        assert actions.expire_old(by=WORKER) == 0
    with at(4):
        assert tick(company=company, by=WORKER) == 0


def test_a_task_that_passes_by_is_no_longer_overdue(company, ben, by_ben, rosa):
    tick(company=company, by=WORKER)
    task = actions.plan_task(
        person=rosa, by=by_ben, kind="other", local_date=MONDAY, expires_at=clock.now() + 2 * A_DAY
    )
    with at(5):
        tick(company=company, by=WORKER)
        fold(company=company, by=WORKER)
        assert actions.expire_old(by=WORKER) == 1
        fold(company=company, by=WORKER)
        assert OwnStanding.objects.get(person=task.owner).overdue == 0
        assert recount_ledger(company=company, by=WORKER, check=True) == []


@pytest.mark.parametrize(
    ("day", "figures"), [(5, (1, 1, 1)), (6, (1, 1, 0)), (7, (1, 0, 0))], ids=["early", "on the day", "late"]
)
def test_how_promises_end(ben, by_ben, rosa, day, figures):
    promise = actions.make_promise(customer=rosa, by=by_ben, text="A tin", due_on=date(2026, 3, 6))
    assert counted(ben, PROMISES) == {}
    with at(day):
        actions.keep_promise(promise=promise, by=by_ben)
        told = {name: number for name, number in zip(PROMISES, figures, strict=True) if number}
        assert counted(ben, PROMISES) == told
        take_back("promise.kept", by_ben)
        assert counted(ben, PROMISES) == {}


def test_a_broken_promise_ended_and_a_released_one_says_nothing(ben, by_ben, rosa):
    for text, end in (("A tin", actions.break_promise), ("A card", actions.release_promise)):
        promise = actions.make_promise(customer=rosa, by=by_ben, text=text, due_on=MONDAY)
        end(promise=promise, by=by_ben, reason="Sold out")
    assert counted(ben, PROMISES) == {"promises_ended": 1}


def test_a_promise_that_was_never_given_did_not_end(ben, by_ben, rosa):
    promise = actions.make_promise(customer=rosa, by=by_ben, text="A tin", due_on=MONDAY)
    actions.keep_promise(promise=promise, by=by_ben)
    Promise.objects.filter(pk=promise.pk).update(revoked_at=clock.now())
    assert counted(ben, PROMISES) == {}


def test_a_promise_ends_on_the_day_of_whom_it_was_given_by(ben, by_ben, rosa):
    ben.zone = "America/New_York"
    ben.save()
    promise = actions.make_promise(customer=rosa, by=by_ben, text="A tin", due_on=date(2026, 3, 31))
    with at(31, 23):
        actions.keep_promise(promise=promise, by=by_ben)
    assert counted(ben, PROMISES) == {"promises_ended": 1, "promises_kept": 1}


def test_a_complaint_is_raised_answered_and_put_right(ben, by_ben, rosa):
    complaint = complaints.open_complaint(customer=rosa, by=by_ben, text="The lid leaked.")
    assert (counted(ben, COMPLAINTS), standing(ben, ["open_complaints"])) == (
        {"complaints": 1},
        {"open_complaints": 1},
    )
    with at(2, 11):  # an hour and a half later
        complaints.answer_complaint(complaint=complaint, by=by_ben, heard="It leaked.")
        assert counted(ben, COMPLAINTS) == {"complaints": 1, "answered": 1, "answer_minutes": 90}
        take_back("complaint.answered", by_ben)
        assert counted(ben, COMPLAINTS) == {"complaints": 1}
        complaint.refresh_from_db()
        complaints.close_complaint(complaint=complaint, by=by_ben, outcome="well", words="All is well.")
        assert standing(ben, ["open_complaints"]) == {}
        take_back("complaint.closed", by_ben)
        assert standing(ben, ["open_complaints"]) == {"open_complaints": 1}


def test_a_complaint_written_down_by_mistake_never_was(ben, by_ben, rosa):
    complaint = complaints.open_complaint(customer=rosa, by=by_ben, text="The lid leaked.")
    complaints.answer_complaint(complaint=complaint, by=by_ben, heard="It leaked.")
    complaints.take_back_complaint(complaint=complaint, by=by_ben)
    assert (counted(ben, COMPLAINTS), standing(ben, ["open_complaints"])) == ({}, {})


def test_a_complaint_of_somebody_deleted_was_raised_and_is_open_no_more(ben, by_ben, rosa):
    complaints.open_complaint(customer=rosa, by=by_ben, text="The lid leaked.")
    delete_person(person=rosa, by=by_ben)
    assert (counted(ben, COMPLAINTS), standing(ben, ["open_complaints"])) == ({"complaints": 1}, {})


def test_a_complaint_is_raised_and_answered_in_the_companys_months(ben, by_ben, rosa):
    with at(31, 21, 59):
        complaint = complaints.open_complaint(customer=rosa, by=by_ben, text="The lid leaked.")
    with at(31, 22):
        complaints.answer_complaint(complaint=complaint, by=by_ben, heard="It leaked.")
    assert counted(ben, COMPLAINTS) == {"complaints": 1}
    assert counted(ben, COMPLAINTS, 202604) == {"answered": 1, "answer_minutes": 1}


def test_who_answers_a_survey_counts_once_a_month(ben, by_ben, rosa):
    survey = surveys.write_down(customer=rosa, by=by_ben, measure="csat", answer=Answer(4))
    assert counted(ben, ["answers"]) == {"answers": 1}
    other = Survey.objects.create(
        owner=ben, customer=rosa, occasion="request", measure="nps", asked_at=clock.now(),
        closes_at=clock.now(), answered_at=clock.now(), score=9,
    )  # fmt: skip
    assert counted(ben, ["answers"]) == {"answers": 1}
    Survey.objects.filter(pk=other.pk).update(revoked_at=clock.now())
    surveys.take_back_survey(survey=survey, by=by_ben)
    assert counted(ben, ["answers"]) == {}


@pytest.mark.parametrize("number", [1, 3, 30])
def test_any_number_is_counted_in_seven_queries(team_of, company, number):
    team, now = team_of(number), clock.now()
    for one in team:
        person = one.customers.create(name="Ada")
        about = {"owner": one, "customer": person}
        for state, closed in (("open", None), ("done", now)):
            Task.objects.create(
                **about, kind="other", state=state, closed_at=closed, local_date=MONDAY - A_DAY, due_at=now
            )
        Promise.objects.create(
            **about, text="A tin", due_on=MONDAY, told_on=MONDAY, given_on=MONDAY, state="early",
            closed_at=now, ended_on=MONDAY,
        )  # fmt: skip
        Complaint.objects.create(**about, text="Late", opened_at=now - A_DAY, answer_by=now, answered_at=now)
        Survey.objects.create(
            **about, occasion="request", measure="csat", asked_at=now, closes_at=now, answered_at=now, score=4
        )
    tally = Tally()
    asked = count_of(lambda: count_followups(company, [one.pk for one in team], tally))
    month = {
        "done": 1, "promises_ended": 1, "promises_kept": 1, "promises_early": 1, "complaints": 1,
        "answered": 1, "answer_minutes": 1440, "answers": 1,
    }  # fmt: skip
    now_figures = {"overdue": 1, "open_complaints": 1}
    assert asked.count == 7
    assert dict(tally.months) == {
        key: figures
        for one in team
        for key, figures in (((one.pk, 202603), month), ((one.pk, 0), now_figures))
    }
