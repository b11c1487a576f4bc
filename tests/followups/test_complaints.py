"""Complaints: opened, answered, put right, asked about, closed by the person's own word."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from customers.actions import delete_person
from followups import actions
from followups.actions import complaints as verbs
from followups.actions.complaints import open_complaint
from followups.complaints import newest_complaints
from followups.errors import Closed, ComplaintChanged
from followups.models import Complaint, Message, Task
from kit import clock
from kit.errors import Refused
from kit.events import Actor, Door
from kit.ids import uuid7
from kit.models import Event
from kit.telling import tell
from kit.undo import undo

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def complaint(rosa, by_ben):
    return open_complaint(customer=rosa, by=by_ben, text="The lid leaked.", wish="A new one.")


def test_one_that_is_opened_waits_for_an_answer_within_office_hours(complaint, rosa, ben):
    row = Complaint.objects.get()
    assert (row.state, row.text, row.wish, row.owner) == ("open", "The lid leaked.", "A new one.", ben)
    assert row.answer_by == datetime(2026, 3, 3, 8, 30, tzinfo=UTC), "8 of 9 to 18 in Berlin, from 10:30 on"
    task = Task.objects.get()
    assert (task.kind, task.state, task.local_date) == ("complaint", "open", date(2026, 3, 2))
    assert newest_complaints([rosa.pk])[rosa.pk].closed_on is None


def test_to_an_open_one_the_words_are_added(complaint, rosa, by_ben):
    again = open_complaint(customer=rosa, by=by_ben, text="And it was late.", origin="link")
    assert again.pk == complaint.pk
    assert list(again.words.values_list("text", "by_customer")) == [("And it was late.", True)]
    assert open_complaint(customer=rosa, by=by_ben, text="And it was late.", origin="link").event is None
    assert Task.objects.count() == 1


def test_the_same_origin_twice_is_one(rosa, by_ben):
    said = {"customer": rosa, "by": by_ben, "text": "2 of 5", "origin": "survey", "origin_id": uuid7()}
    one = open_complaint(**said)
    assert open_complaint(**{**said, "text": "1 of 5"}).pk == one.pk
    assert (Complaint.objects.count(), one.words.count()) == (1, 0)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": " \n"}, "text"),
        ({"text": "x" * 100_000}, "text"),
        ({"text": "a", "wish": "x" * 2001}, "wish"),
    ],
)
def test_no_words_and_too_many_are_refused_at_their_field(rosa, by_ben, said, field):
    with pytest.raises(Refused) as refusal:
        open_complaint(customer=rosa, by=by_ben, **said)
    assert refusal.value.field == field
    assert Complaint.objects.count() == 0


def test_the_verb_is_at_hand():
    assert actions.open_complaint is open_complaint


def stands(complaint):
    row = Complaint.objects.get(pk=complaint.pk)
    return row.state, row.outcome, row.answered_at is not None, row.put_right_at is not None


def tasks():
    return list(Task.objects.filter(kind="complaint").order_by("created_at").values_list("state", flat=True))


def take_back(complaint, by):
    return undo(event=complaint.event, by=by)


def test_each_step_is_taken_back(complaint, by_ben):
    verbs.answer_complaint(complaint=complaint, by=by_ben, heard="The lid leaked.")
    assert stands(complaint) == ("answered", "", True, False)
    assert verbs.answer_complaint(complaint=complaint, by=by_ben, heard="The lid leaked.").event is None
    verbs.put_right(complaint=complaint, by=by_ben, remedy="Both again", cost=Decimal("27.40"))
    assert (*stands(complaint), complaint.ask_on, tasks()) == (
        "put_right", "", True, True, date(2026, 3, 5), ["done"],
    )  # fmt: skip
    assert take_back(complaint, by_ben) == "The complaint is as before."
    assert stands(complaint) == ("answered", "", True, False)
    assert tasks() == ["done", "open"], "there is something to do for it again"
    complaint.refresh_from_db()
    assert complaint.remedy == ""


def test_an_arrival_is_a_promise_told_a_day_later(complaint, rosa, by_ben):
    verbs.put_right(complaint=complaint, by=by_ben, remedy="Both again")
    verbs.promise_arrival(complaint=complaint, by=by_ben, planned_on=date(2026, 3, 5))
    promise = rosa.promises.get()
    assert (promise.text, promise.kind, promise.origin, promise.origin_id) == (
        "Both again", "delivery", "complaint", complaint.pk,
    )  # fmt: skip
    assert (promise.due_on, promise.told_on, complaint.ask_on) == (
        date(2026, 3, 5), date(2026, 3, 6), date(2026, 3, 10),
    )  # fmt: skip
    verbs.promise_arrival(complaint=complaint, by=by_ben, planned_on=date(2026, 3, 6))
    assert rosa.promises.get().told_on == date(2026, 3, 7), "the one that stands is changed"


@pytest.mark.parametrize(
    ("verb", "said", "field"),
    [
        (verbs.answer_complaint, {"heard": " "}, "heard"),
        (verbs.put_right, {"remedy": ""}, "remedy"),
        (verbs.put_right, {"remedy": "x" * 301}, "remedy"),
        (verbs.put_right, {"remedy": "again", "cost": Decimal(-1)}, "cost"),
        (verbs.give_extra, {"extra": "a box", "cost": Decimal("10.01")}, "cost"),
        (verbs.promise_arrival, {"planned_on": date(2026, 3, 1)}, "due_on"),
        (verbs.ask_sponsor, {"words": ""}, "words"),
        (verbs.ask_sponsor, {"words": "Rosa is angry"}, "words"),
        (verbs.ask_sponsor, {"words": "write to ROSA@post.example"}, "words"),
        (verbs.close_complaint, {"words": ""}, "words"),
        (verbs.close_complaint, {"words": "yes", "outcome": "lost"}, "outcome"),
        (verbs.change_complaint, {"cause": "weather"}, "cause"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(complaint, by_ben, verb, said, field):
    with pytest.raises(Refused) as refusal:
        verb(complaint=complaint, by=by_ben, **said)
    assert refusal.value.field == field


def test_more_than_goodwill_is_given_once_the_sponsor_answered(complaint, by_ben, by_ana):
    verbs.ask_sponsor(complaint=complaint, by=by_ben, words="May I add the large box, €25?")
    assert (
        verbs.answer_as_sponsor(complaint=complaint, by=by_ana, words="Yes, do.").sponsor_answer == "Yes, do."
    )
    verbs.give_extra(complaint=complaint, by=by_ben, extra="the large box", cost=Decimal(25))
    complaint.refresh_from_db()
    assert (complaint.extra, complaint.extra_cost) == ("the large box", Decimal(25))


def test_only_their_own_word_closes_it(complaint, by_ben):
    verbs.put_right(complaint=complaint, by=by_ben, remedy="Both again")
    verbs.close_complaint(complaint=complaint, by=by_ben, words="All is well, thank you.")
    assert stands(complaint) == ("closed", "well", True, True)
    assert verbs.close_complaint(complaint=complaint, by=by_ben, words="again").event is None
    with pytest.raises(Closed):
        verbs.give_extra(complaint=complaint, by=by_ben, extra="a box")
    verbs.reopen_complaint(complaint=complaint, by=by_ben, words="It leaks again.")
    assert (stands(complaint)[0], tasks()[-1]) == ("open", "open")
    assert take_back(complaint, by_ben) == "The complaint is closed again."
    assert (stands(complaint)[:2], tasks()[-1]) == (("closed", "well"), "cancelled")


def test_on_their_own_page_a_press_is_enough_and_not_yet_opens_it_again(complaint):
    house = Actor(None, Door.WEB)
    verbs.put_right(complaint=complaint, by=house, remedy="Both again")
    verbs.say_not_yet(complaint=complaint, by=house, words="One is missing.", by_customer=True)
    assert (stands(complaint)[0], tasks()) == ("open", ["done", "open"])
    assert complaint.words.get().text == "One is missing."
    verbs.close_complaint(complaint=complaint, by=house, by_customer=True)
    assert (stands(complaint)[:2], tasks()) == (("closed", "well"), ["done", "cancelled"])


def test_who_says_more_after_it_was_put_right_is_not_content(complaint, rosa, by_ben):
    verbs.put_right(complaint=complaint, by=by_ben, remedy="Both again")
    open_complaint(customer=rosa, by=Actor(None, Door.WEB), text="Still leaks.", origin="link")
    assert (stands(complaint)[0], tasks()) == ("open", ["done", "open"])


def test_one_opened_by_mistake_is_taken_back_and_brought_back(complaint, rosa, by_ben):
    assert take_back(complaint, by_ben) == "The complaint is taken back."
    assert (newest_complaints([rosa.pk]), tasks()) == ({}, ["cancelled"])
    event = Event.objects.filter(kind="complaint.taken_back").latest("id")
    assert undo(event=event, by=by_ben) == "The complaint is open again."
    assert (list(newest_complaints([rosa.pk])), tasks()[-1]) == ([rosa.pk], "open")


def test_there_is_one_open_complaint_of_a_person(complaint, rosa, by_ben):
    verbs.close_complaint(complaint=complaint, by=by_ben, words="fine", outcome="withdrawn")
    open_complaint(customer=rosa, by=by_ben, text="Another thing.")
    with pytest.raises(Closed, match="Another complaint"):
        verbs.reopen_complaint(complaint=complaint, by=by_ben)


def test_somebody_taken_off_the_list_complains_no_more(rosa, by_ben):
    delete_person(person=rosa, by=by_ben)
    with pytest.raises(Closed):
        open_complaint(customer=rosa, by=by_ben, text="The lid leaked.")


def test_another_window_changed_it_first(complaint, by_ben):
    verbs.change_complaint(complaint=complaint, by=by_ben, cause="packing", version=1)
    with pytest.raises(ComplaintChanged):
        verbs.answer_complaint(complaint=complaint, by=by_ben, heard="yes", version=1)


def test_every_step_has_words(complaint, by_ben, rosa):
    verbs.answer_complaint(complaint=complaint, by=by_ben, heard="The lid.")
    verbs.put_right(complaint=complaint, by=by_ben, remedy="Both again")
    verbs.give_extra(complaint=complaint, by=by_ben, extra="a box", cost=Decimal(5))
    verbs.promise_arrival(complaint=complaint, by=by_ben, planned_on=date(2026, 3, 5))
    verbs.change_complaint(complaint=complaint, by=by_ben, cause="packing", cause_words="the lid")
    verbs.ask_whether_well(complaint=complaint, by=by_ben)
    verbs.close_complaint(complaint=complaint, by=by_ben, words="All is well.")
    told = [
        (told.sentence, told.said, told.more, [(detail.label, detail.after) for detail in told.details])
        for told in (tell(event, {}) for event in Event.objects.filter(kind__startswith="complaint.").order_by("id"))
    ]  # fmt: skip
    assert told == [
        ("%(person)s is not content", "The lid leaked.", "", []),
        ("%(person)s was heard, and told sorry", "The lid.", "", []),
        ("Put right for %(person)s", "", "Both again", []),
        ("Something that was not promised for %(person)s", "", "a box", []),
        ("%(person)s was told when it arrives", "", "Told Fri 6 Mar", []),
        ("Notes about the complaint of %(person)s were changed", "", "", [("About the cause", "the lid"), ("Cause", "packing")]),
        ("%(person)s is asked whether all is well now", "", "", []),
        ("%(person)s says that all is well: the complaint is closed", "All is well.", "", []),
    ]  # fmt: skip


@pytest.mark.parametrize("origin", ["link", "survey"])
def test_what_they_wrote_themselves_is_no_mistake(rosa, by_ben, origin):
    house = Actor(None, Door.WEB)
    theirs = open_complaint(customer=rosa, by=house, text="Ben was rude.", origin=origin, about_owner=True)
    with pytest.raises(Closed, match="They wrote this themselves"):
        verbs.take_back_complaint(complaint=theirs, by=by_ben)
    assert stands(theirs)[0] == "open"


def test_the_promise_of_an_arrival_goes_with_its_undo(complaint, rosa, by_ben):
    verbs.promise_arrival(complaint=complaint, by=by_ben, planned_on=date(2026, 3, 6))
    assert take_back(complaint, by_ben) == "The complaint is as before."
    assert rosa.promises.open().count() == 0
    complaint.refresh_from_db()
    verbs.promise_arrival(complaint=complaint, by=by_ben, planned_on=date(2026, 3, 6))
    verbs.promise_arrival(complaint=complaint, by=by_ben, planned_on=date(2026, 3, 20))
    take_back(complaint, by_ben)
    promise = rosa.promises.open().get()
    assert (promise.due_on, promise.told_on) == (date(2026, 3, 6), date(2026, 3, 7))


def test_a_promise_that_was_changed_since_is_not_put_back(complaint, rosa, by_ben):
    verbs.promise_arrival(complaint=complaint, by=by_ben, planned_on=date(2026, 3, 6))
    verbs.promise_arrival(complaint=complaint, by=by_ben, planned_on=date(2026, 3, 20))
    actions.change_promise(promise=rosa.promises.get(), by=by_ben, due_on=date(2026, 3, 10))
    with pytest.raises(Closed, match="changed again since"):
        take_back(complaint, by_ben)
    assert rosa.promises.get().due_on == date(2026, 3, 10)


def test_who_says_more_is_not_asked_whether_all_is_well(complaint, rosa, by_ben):
    verbs.put_right(complaint=complaint, by=by_ben, remedy="Both again")
    verbs.ask_whether_well(complaint=complaint, by=by_ben)
    assert Message.objects.waiting().filter(rule__key="complaint_asked").count() == 1
    open_complaint(customer=rosa, by=Actor(None, Door.WEB), text="It leaked again.", origin="link")
    assert Message.objects.waiting().filter(rule__key="complaint_asked").count() == 0


def test_an_older_one_that_is_opened_again_counts(complaint, rosa, by_ben):
    verbs.close_complaint(complaint=complaint, by=by_ben, words="fine")
    clock.advance(days=20)
    other = open_complaint(customer=rosa, by=by_ben, text="Another thing.")
    verbs.close_complaint(complaint=other, by=by_ben, words="fine")
    assert newest_complaints([rosa.pk])[rosa.pk].id == other.pk
    verbs.reopen_complaint(complaint=complaint, by=by_ben)
    counts = newest_complaints([rosa.pk])[rosa.pk]
    assert (counts.id, counts.closed_on) == (complaint.pk, None)
    clock.advance(days=1)
    verbs.close_complaint(complaint=complaint, by=by_ben, words="fine")
    assert newest_complaints([rosa.pk])[rosa.pk].id == complaint.pk, "the one closed last"
