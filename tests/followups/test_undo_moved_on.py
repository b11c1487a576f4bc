"""Undo of letters and tasks, and where it says no because the world moved on."""

from datetime import timedelta
from functools import partial

import pytest

from customers.actions import delete_person
from followups.actions import (
    approve_message,
    cancel_task,
    confirm_arrival,
    finish_task,
    hold_message,
    keep_words,
    owe_for_order,
    plan_task,
    put_off_task,
    reopen_task,
)
from followups.errors import Closed, OnItsWay
from followups.models import Letter, Message
from kit import clock
from kit.errors import Refused
from kit.models import Event
from kit.undo import undo
from tests.followups.test_owing import TODAY, purchase

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def draft(rosa, by_ben):
    owe_for_order(person=rosa, by=by_ben, purchase=purchase(is_first=False))
    return Message.objects.get(state="draft")


@pytest.fixture
def task(rosa, by_ben):
    return plan_task(person=rosa, by=by_ben, kind="check_in", local_date=TODAY)


def newest(kind):
    return Event.objects.filter(kind=kind).latest("id")


def test_words_come_back(draft, by_ben):
    before = Letter.objects.get().text
    keep_words(message=draft, by=by_ben, subject="Thank you", text="Thank you so much.")
    assert undo(event=newest("message.changed"), by=by_ben) == "The words are as before."
    assert Letter.objects.get().text == before


def test_words_that_were_changed_again(draft, by_ben):
    keep_words(message=draft, by=by_ben, subject="Thank you", text="Thank you so much.")
    first = newest("message.changed")
    keep_words(message=draft, by=by_ben, subject="Thank you", text="Thank you.")
    with pytest.raises(Closed) as refusal:
        undo(event=first, by=by_ben)
    assert refusal.value.message.startswith("Changed again since: Text.")


def test_an_approval_after_the_letter_went_out(draft, by_ben):
    event = approve_message(message=draft, by=by_ben).event
    now = clock.now()
    Message.objects.filter(pk=draft.pk).update(state="sent", begun_at=now, sent_at=now)
    with pytest.raises(OnItsWay):
        undo(event=event, by=by_ben)
    assert Message.objects.get(pk=draft.pk).state == "sent"


def test_a_letter_held_goes_after_all(draft, by_ben):
    approve_message(message=draft, by=by_ben)
    hold_message(message=draft, by=by_ben)
    undo(event=newest("message.held"), by=by_ben)
    assert Message.objects.get(pk=draft.pk).state == "planned"


def hold_what_is_due(message, due, by):
    """A letter that is planned for a moment, held; returns the event."""
    expires = due + timedelta(days=5)
    Message.objects.filter(pk=message.pk).update(state="planned", due_at=due, expires_at=expires)
    message.refresh_from_db()
    return hold_message(message=message, by=by).event


def test_a_letter_held_goes_on_its_day(draft, by_ben):
    due = clock.now() + timedelta(days=9)
    undo(event=hold_what_is_due(draft, due, by_ben), by=by_ben)
    draft.refresh_from_db()
    assert (draft.state, draft.due_at, draft.letter.frozen) == ("planned", due, True)


def test_a_letter_held_past_its_time_goes_after_the_time_for_undo(draft, by_ben):
    event = hold_what_is_due(draft, clock.now() + timedelta(minutes=1), by_ben)
    clock.advance(seconds=120)
    undo(event=event, by=by_ben)
    draft.refresh_from_db()
    assert (draft.state, draft.due_at) == ("planned", clock.now() + timedelta(seconds=3))


def test_a_letter_held_and_approved_goes_as_approved(draft, by_ben):
    event = hold_what_is_due(draft, clock.now() + timedelta(days=2), by_ben)
    due = approve_message(message=draft, by=by_ben).due_at
    undo(event=event, by=by_ben)
    draft.refresh_from_db()
    assert (draft.state, draft.due_at) == ("planned", due)


def test_a_letter_whose_day_was_moved_while_held_keeps_the_new_day(draft, by_ben):
    due = clock.now() + timedelta(days=2)
    event = hold_what_is_due(draft, due, by_ben)
    moved = due + timedelta(days=1)
    Message.objects.filter(pk=draft.pk).update(due_at=moved, local_date=moved.date())
    undo(event=event, by=by_ben)
    draft.refresh_from_db()
    assert (draft.state, draft.due_at) == ("planned", moved)


def test_holding_a_draft_changes_nothing(draft, by_ben):
    assert hold_message(message=draft, by=by_ben).event is None


def test_an_arrival_is_unclear_again(draft, by_ben):
    now = clock.now()
    Message.objects.filter(pk=draft.pk).update(state="uncertain", begun_at=now)
    event = confirm_arrival(message=draft, by=by_ben).event
    undo(event=event, by=by_ben)
    draft.refresh_from_db()
    assert (draft.state, draft.sent_at, draft.reason_code) == ("uncertain", None, "unclear")


def test_putting_off_that_was_put_off_again(task, by_ben):
    first = put_off_task(task=task, by=by_ben).event
    put_off_task(task=task, by=by_ben, until=clock.now() + timedelta(days=9))
    with pytest.raises(Closed) as refusal:
        undo(event=first, by=by_ben)
    assert refusal.value.message == "This was put off again since."
    undo(event=newest("task.put_off"), by=by_ben)
    undo(event=first, by=by_ben)
    task.refresh_from_db()
    assert task.snoozed_until is None


@pytest.mark.parametrize("kind", ["task.planned", "task.done"])
def test_a_task_of_somebody_who_was_deleted(rosa, task, by_ben, kind):
    if kind == "task.done":
        finish_task(task=task, by=by_ben)
    event = newest(kind)
    delete_person(person=rosa, by=by_ben)
    with pytest.raises(Closed) as refusal:
        undo(event=event, by=by_ben)
    assert refusal.value.message == "This person was taken off your list."


@pytest.mark.parametrize("verb", [finish_task, partial(cancel_task, reason="not now")])
def test_a_task_that_was_taken_up_and_closed_again(task, by_ben, verb):
    first = verb(task=task, by=by_ben).event
    reopen_task(task=task, by=by_ben)
    second = verb(task=task, by=by_ben).event
    state = task.state
    with pytest.raises(Closed) as refusal:
        undo(event=first, by=by_ben)
    assert refusal.value.message == "This was taken back and done again since."
    task.refresh_from_db()
    assert task.state == state
    undo(event=second, by=by_ben)
    task.refresh_from_db()
    assert task.state == "open"


def test_a_letter_that_was_approved_again(draft, by_ben):
    first = approve_message(message=draft, by=by_ben).event
    hold_message(message=draft, by=by_ben)
    second = approve_message(message=draft, by=by_ben).event
    with pytest.raises(Closed):
        undo(event=first, by=by_ben)
    undo(event=second, by=by_ben)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_what_a_rule_planned_is_not_undone_by_its_own_event(draft, by_ben):
    """It goes with its order; no door takes it back alone."""
    planned = [event for event in Event.objects.filter(kind="task.planned") if event.after["rule"]]
    assert planned
    for event in planned:
        with pytest.raises(Refused) as refusal:
            undo(event=event, by=by_ben)
        assert refusal.value.code == "not_undoable"
