"""While a complaint is open nothing is sold: no letter, no task, no draft; what is owed to it goes."""

from datetime import date, timedelta

import pytest

from customers.models import Consent
from followups.actions import approve_message, owe_for_order, plan_ahead
from followups.actions.complaints import (
    ask_those_due,
    close_complaint,
    open_complaint,
    put_right,
    reopen_complaint,
    take_back_complaint,
)
from followups.actions.complaints.asking import ensure_complaint_letters
from followups.delivery import deliver_due
from followups.models import Message, Playbook, Rule, Task
from kit import clock
from kit.events import Actor, Door
from kit.undo import undo
from tests.followups.test_owing import purchase

HOUSE = Actor(None, Door.TASK)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def letters():
    return sorted(Message.objects.values_list("rule__key", "state", "reason_code"))


@pytest.fixture
def bought(rosa, by_ben):
    owe_for_order(person=rosa, by=by_ben, purchase=purchase())


def test_what_waited_is_taken_back_and_comes_back_where_it_was_a_mistake(rosa, by_ben, bought):
    before = letters()
    complaint = open_complaint(customer=rosa, by=by_ben, text="The lid leaked.")
    stopped = {key: (state, code) for key, state, code in letters()}
    assert stopped["check_in_2_days"] == ("cancelled", "complaint")
    assert stopped["check_in_2_weeks"] == ("cancelled", "complaint")
    take_back_complaint(complaint=complaint, by=by_ben)
    assert letters() == before


def test_no_letter_of_a_rhythm_goes_while_it_is_open(rosa, ben, by_ben, monday, bought, mailoutbox):
    Rule.objects.update(stops=[])  # not even one that no condition stops
    open_complaint(customer=rosa, by=by_ben, text="The lid leaked.")
    Message.objects.filter(rule__kind="thank").delete()
    with clock.travel(monday + timedelta(days=8)):
        assert deliver_due() == 0
    waits = set(Message.objects.filter(rule__key="check_in_2_days").values_list("state", "reason_code"))
    assert waits == {("planned", "complaint")}


def test_a_draft_that_was_approved_waits_too_where_it_sells(rosa, ben, by_ben, monday, bought):
    Consent.objects.create(owner=ben, customer=rosa, channel="email", purpose="marketing")
    ben.postal_address = "Lane 1"
    ben.save(update_fields=["postal_address"])
    draft = Message.objects.filter(rule__key="check_in_2_weeks").get()
    Message.objects.exclude(pk=draft.pk).delete()
    Rule.objects.update(stops=[], kind="reorder", purpose="marketing")
    Message.objects.update(state="draft", purpose="marketing")
    open_complaint(customer=rosa, by=by_ben, text="The lid leaked.")
    approve_message(message=Message.objects.get(), by=by_ben)
    with clock.travel(monday + timedelta(minutes=5)):
        assert deliver_due() == 0
    assert Message.objects.get().reason_code == "complaint"


def test_the_letter_that_asks_goes_on_its_day_and_by_itself(rosa, by_ben, monday):
    ensure_complaint_letters()
    complaint = open_complaint(customer=rosa, by=by_ben, text="The lid leaked.")
    put_right(complaint=complaint, by=by_ben, remedy="Both again")
    assert ask_those_due(by=HOUSE) == 0
    with clock.travel(monday + timedelta(days=3)):
        assert ask_those_due(by=HOUSE) == 1
        assert ask_those_due(by=HOUSE) == 0
    with clock.travel(monday + timedelta(days=3, minutes=1)):
        assert deliver_due() == 1
    letter = Message.objects.get()
    assert (letter.rule.key, letter.state) == ("complaint_asked", "sent")
    assert "Both again" in letter.letter.text
    assert "/c/" in letter.letter.text


def test_who_cannot_be_written_to_is_asked_by_hand(rosa, by_ben, monday):
    ensure_complaint_letters()
    Consent.objects.all().delete()
    complaint = open_complaint(customer=rosa, by=by_ben, text="The lid leaked.")
    put_right(complaint=complaint, by=by_ben, remedy="Both again")
    with clock.travel(monday + timedelta(days=4)):
        ask_those_due(by=HOUSE)
        assert Task.objects.open().get().rule.key == "complaint_asked"
        close_complaint(complaint=complaint, by=by_ben, words="Yes, all is well.")
    assert Task.objects.open().count() == 0


@pytest.mark.parametrize("by_calendar", [False, True])
def test_the_end_is_an_anchor(rosa, ben, by_ben, monday, by_calendar):
    book = Playbook.objects.create(owner=ben, key="after", title="After")
    rule = Rule.objects.create(
        owner=ben, key="after_1", playbook=book, kind="check_in", title="A word", anchor="complaint_closed",
        offset_days=2, action="task", active_from=monday,
    )  # fmt: skip
    if by_calendar:
        rule.offset_days = 20
        rule.save(update_fields=["offset_days"])
    complaint = open_complaint(customer=rosa, by=by_ben, text="The lid leaked.")
    close_complaint(complaint=complaint, by=by_ben, words="Fine.")
    if by_calendar:
        assert Task.objects.filter(rule=rule).count() == 0
        with clock.travel(monday + timedelta(days=19)):
            plan_ahead(by=HOUSE)
    assert Task.objects.get(rule=rule).occurrence == f"complaint:{complaint.pk}:2026-03-02"


@pytest.fixture
def after(ben, monday):
    """What an own playbook asks for two days after the end: a task, and two letters of one day."""
    book = Playbook.objects.create(owner=ben, key="after", title="After")
    about = {
        "owner": ben,
        "playbook": book,
        "title": "A word",
        "anchor": "complaint_closed",
        "offset_days": 2,
    }
    for action, kind in (("task", "check_in"), ("letter", "check_in"), ("survey", "survey")):
        Rule.objects.create(
            **about, key=f"after_{action}", kind=kind, action=action, letter="survey_complaint", active_from=monday
        )  # fmt: skip


def follow_ups() -> set:
    letters = Message.objects.awaiting().values_list("rule__key", "local_date")
    return set(letters) | set(Task.objects.open().exclude(rule=None).values_list("rule__key", "local_date"))


def test_what_follows_the_end_goes_as_it_is_opened_again_and_comes_with_the_next_end(rosa, by_ben, after):
    complaint = open_complaint(customer=rosa, by=by_ben, text="The lid leaked.")
    close_complaint(complaint=complaint, by=by_ben, words="Fine.")
    planned = follow_ups()
    assert {"after_task", "after_letter"} <= {key for key, _day in planned}
    undo(event=complaint.event, by=by_ben)
    assert follow_ups() == set()
    complaint.refresh_from_db()
    close_complaint(complaint=complaint, by=by_ben, words="Fine after all.")
    assert planned <= follow_ups(), "of the same day it comes back"
    clock.advance(days=1)
    reopen_complaint(complaint=complaint, by=by_ben)
    assert follow_ups() == set()
    close_complaint(complaint=complaint, by=by_ben, words="Now it is.")
    assert min(day for _key, day in follow_ups()) == date(2026, 3, 5)
    assert {key for key, _day in follow_ups()} >= {"after_task", "after_letter"}
