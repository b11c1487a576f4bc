"""Letters: looked at, held, cancelled, sent again; the undo of each."""

from datetime import UTC, date, datetime, timedelta

import pytest

from followups.actions import (
    approve_message,
    cancel_message,
    confirm_arrival,
    expire_old,
    keep_words,
    owe_for_order,
    send_again,
)
from followups.errors import Closed, FollowupError, NoWay, OnItsWay
from followups.models import Letter, Message, Task
from followups.places import moment_of
from kit import clock
from kit.events import Actor, Door
from kit.undo import undo
from tests.followups.test_owing import purchase

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(rosa, by_ben, monday):
    owe_for_order(person=rosa, by=by_ben, purchase=purchase(is_first=False))
    return Message.objects.get(state="draft")


@pytest.fixture
def planned(rosa, by_ben, monday):
    owe_for_order(person=rosa, by=by_ben, purchase=purchase())
    return Message.objects.get(rule__key="thank_first_order")


def test_an_approved_draft_goes_in_three_seconds_with_the_words_given(draft, rosa, by_ben):
    text = "Dear Rosa,\n\nthank you.\n\nBen"
    sent = approve_message(message=draft, by=by_ben, subject="Thanks,\n Rosa", text=text)
    assert (sent.state, sent.due_at) == ("planned", clock.now() + timedelta(seconds=3))
    letter = Letter.objects.get(message=draft)
    assert (letter.subject, letter.text, letter.frozen) == ("Thanks, Rosa", f"{text}\n", True)
    assert "thank you." in letter.html
    assert approve_message(message=draft, by=by_ben).event is None


def test_an_approval_can_be_undone_until_a_worker_begins(draft, by_ben):
    event = approve_message(message=draft, by=by_ben).event
    assert undo(event=event, by=by_ben) == "The letter is held, and waits for your look."
    draft.refresh_from_db()
    assert (draft.state, draft.letter.frozen) == ("draft", False)
    event = approve_message(message=draft, by=by_ben).event
    Message.objects.filter(pk=draft.pk).update(state="claimed", begun_at=clock.now())
    with pytest.raises(OnItsWay):
        undo(event=event, by=by_ben)


def test_words_can_be_kept_for_later(draft, by_ben):
    kept = keep_words(message=draft, by=by_ben, subject="Thanks", text="Thank you.")
    assert (kept.state, Letter.objects.get(message=draft).subject) == ("draft", "Thanks")


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"subject": " "}, "subject"),
        ({"subject": "x" * 201}, "subject"),
        ({"text": " \n"}, "text"),
        ({"text": "x" * 20_001}, "text"),
    ],
)
def test_a_letter_needs_words_that_fit(draft, by_ben, words, field):
    with pytest.raises(FollowupError) as refusal:
        approve_message(message=draft, by=by_ben, **words)
    assert refusal.value.field == field


def test_who_took_the_consent_back_is_not_written_to(draft, rosa, by_ben):
    rosa.consents.update(withdrawn_at=clock.now())
    with pytest.raises(NoWay):
        approve_message(message=draft, by=by_ben)


def test_the_draft_of_somebody_in_their_quiet_hours_waits(draft, ben, rosa, by_ben):
    ben.quiet_hours_on = True
    ben.save()
    clock.advance(hours=12)  # 22:30 in Berlin
    sent = approve_message(message=Message.objects.get(pk=draft.pk), by=by_ben)
    assert sent.due_at == datetime(2026, 3, 3, 7, tzinfo=UTC) + moment_of(rosa.pk)


def test_a_letter_is_cancelled_and_planned_again_by_undo(planned, rosa, by_ben):
    cancelled = cancel_message(message=planned, by=by_ben, reason="I call instead.")
    assert (cancelled.state, cancelled.reason) == ("cancelled", "I call instead.")
    event = cancelled.event
    assert cancel_message(message=planned, by=by_ben, reason="x").event is None
    assert undo(event=event, by=by_ben) == "The letter to Rosa Lind is planned again."
    planned.refresh_from_db()
    assert (planned.state, planned.reason) == ("planned", "")


def test_a_cancelled_draft_comes_back_as_a_draft(draft, by_ben):
    event = cancel_message(message=draft, by=by_ben, reason="").event
    undo(event=event, by=by_ben)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_what_is_too_late_does_not_come_back(planned, by_ben):
    event = cancel_message(message=planned, by=by_ben, reason="").event
    clock.advance(days=3)
    with pytest.raises(Closed):
        undo(event=event, by=by_ben)


def test_a_letter_that_was_sent_is_sent_again_as_a_new_one(planned, rosa, by_ben):
    Message.objects.filter(pk=planned.pk).update(state="sent", sent_at=clock.now())
    Letter.objects.create(
        message=planned, recipient="rosa@post.example", subject="S", text="T", mail_id="<1>"
    )
    again = send_again(message=planned, by=by_ben)
    assert (again.occurrence, again.resend_of_id) == (f"{planned.occurrence}#r1", planned.pk)
    assert (again.letter.subject, again.letter.mail_id, again.letter.dated) == ("S", "", None)
    assert send_again(message=planned, by=by_ben).pk == again.pk
    assert undo(event=again.event, by=by_ben) == "The letter is not sent again."
    again.refresh_from_db()
    assert again.state == "cancelled"
    third = send_again(message=again, by=by_ben)
    assert (third.occurrence, third.resend_of_id) == (f"{planned.occurrence}#r2", planned.pk)


def test_a_planned_letter_is_not_sent_again(planned, by_ben):
    with pytest.raises(FollowupError):
        send_again(message=planned, by=by_ben)


def test_an_unclear_letter_that_arrived_counts_as_sent(planned, by_ben):
    Message.objects.filter(pk=planned.pk).update(state="uncertain", begun_at=clock.now())
    arrived = confirm_arrival(message=planned, by=by_ben)
    assert (arrived.state, arrived.sent_at) == ("sent", clock.now())
    assert confirm_arrival(message=planned, by=by_ben).event is None


def test_a_draft_nobody_looked_at_becomes_a_thank_you_in_person(draft, rosa):
    clock.advance(hours=49)
    expire_old(by=Actor(None, Door.TASK))
    draft.refresh_from_db()
    assert (draft.state, draft.reason_code) == ("expired", "not_looked_at")
    task = Task.objects.get(kind="thank")
    assert (task.local_date, task.customer_id) == (date(2026, 3, 4), rosa.pk)
    assert task.reason == ("Instead of a letter: It waited for your look until it would have come too late.")
