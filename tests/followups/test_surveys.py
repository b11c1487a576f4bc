"""Surveys: asked at most once in 90 days, answered by a link or in person, and what answers give rise to."""

from datetime import date, timedelta

import pytest

from followups.actions import cancel_message, hand_over, owe, plan_ahead
from followups.actions.complaints import close_complaint
from followups.actions.owed import Owed
from followups.actions.surveys import (
    answer_suggestions,
    answer_survey,
    ask_by_hand,
    decline_suggestion,
    join_suggestion,
    refuse_surveys,
    welcome_surveys,
    write_down,
)
from followups.actions.surveys.holding import Answer
from followups.delivery import deliver_due
from followups.errors import Closed, NoWay, TooOften
from followups.models import Complaint, Message, Rule, Suggestion, Survey, Task
from followups.satisfaction import satisfaction
from kit import clock
from kit.errors import Refused
from kit.events import Actor, Door
from kit.models import Event
from kit.undo import undo
from sales.actions import add_product, place_order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
THEM = Actor(None, Door.WEB)
WORKER = Actor(None, Door.TASK)


@pytest.fixture
def asked(rosa, by_ben):
    """Questions that went to Rosa."""
    message = ask_by_hand(customer=rosa, by=by_ben)
    clock.advance(seconds=5)
    deliver_due()
    return Message.objects.get(pk=message.pk)


@pytest.fixture
def ordered(rosa, ben, by_ben, company):
    balm = add_product(owner=ben, by=by_ben, code="BALM", name="Hand balm", price=10)
    return place_order(owner=ben, by=by_ben, person=rosa, lines=[(balm, 1, None)])


def answer(message, score, by=THEM, **said):
    return answer_survey(message=message, by=by, answer=Answer(score, **said))


def waiting(**wanted) -> list[tuple]:
    rows = Task.objects.open().filter(**wanted)
    return list(rows.order_by("local_date", "pk").values_list("kind", "local_date"))


def surveys_planned() -> list[tuple]:
    rows = Message.objects.filter(rule__action="survey")
    return list(rows.order_by("due_at").values_list("rule__key", "local_date", "state"))


def test_sixteen_days_after_a_delivery_the_questions_go(rosa, ordered):
    assert surveys_planned() == [], "they are planned when their day comes, not with the order"
    clock.advance(days=16)
    deliver_due()
    plan_ahead(by=WORKER)
    assert surveys_planned() == []
    clock.advance(days=1)
    deliver_due()
    plan_ahead(by=WORKER)
    assert surveys_planned() == [("survey_delivery", date(2026, 3, 21), "planned")]
    plan_ahead(by=WORKER)
    assert len(surveys_planned()) == 1
    assert Survey.objects.count() == 0, "nobody was asked yet"
    clock.advance(days=2)
    deliver_due()
    row = Survey.objects.get()
    message = Message.objects.get(rule__action="survey")
    assert (row.occasion, row.measure, row.subject_id) == ("delivery", "csat", ordered.pk)
    assert (row.message, row.asked_at, row.score) == (message, message.letter.dated, None)
    assert row.closes_at == row.asked_at + timedelta(days=30)
    assert "/s/" in message.letter.text


def test_whoever_was_asked_is_not_asked_again_within_ninety_days(rosa, ordered, by_ben):
    write_down(customer=rosa, by=by_ben, measure="csat", answer=Answer(4))
    clock.advance(days=17)
    plan_ahead(by=WORKER)
    assert surveys_planned() == []
    with pytest.raises(TooOften) as refused:
        ask_by_hand(customer=rosa, by=by_ben)
    assert "2 Mar" in refused.value.message
    assert "31 May" in refused.value.message
    with pytest.raises(TooOften):
        write_down(customer=rosa, by=by_ben, measure="csat", answer=Answer(4))
    clock.advance(days=73)
    assert ask_by_hand(customer=rosa, by=by_ben).state == "planned"


def test_a_letter_that_waits_is_held_back_at_the_last_look(rosa, by_ben):
    """As if two planners had not seen each other: the second to go is the one too many."""
    now = clock.now()
    for number, days in enumerate((0, 20)):
        due = now + timedelta(days=days)
        owed = Owed("survey_request", f"by:{number}", due, due + timedelta(days=3), {"measure": "nps"})
        owe(person=rosa, by=WORKER, owed=[owed])
    clock.advance(seconds=5)
    deliver_due()
    assert Survey.objects.get().measure == "nps"
    clock.advance(days=20, hours=3)
    deliver_due()
    sent, held = Message.objects.order_by("due_at")
    assert (sent.state, held.state, held.reason_code) == ("sent", "cancelled", "surveyed")
    assert held.reason == "They were asked lately; nobody is asked more than once in 90 days."
    assert Survey.objects.count() == 1


def test_the_house_asks_on_four_occasions():
    rules = Rule.objects.filter(action="survey").order_by("key").values_list("key", flat=True)
    assert list(rules) == ["client_half_year", "survey_complaint", "survey_delivery", "survey_request"]


def test_clients_are_asked_every_half_year(ben, rosa):
    rosa.rung, rosa.rung_since = 4, date(2026, 3, 2)
    rosa.save()
    clock.advance(days=180)
    plan_ahead(by=WORKER)
    assert surveys_planned() == [("client_half_year", date(2026, 8, 31), "planned")]


def test_without_a_way_they_are_asked_in_person(ben, rosa):
    rosa.consents.all().delete()
    rosa.rung, rosa.rung_since = 4, date(2026, 3, 2)
    rosa.save()
    clock.advance(days=180)
    plan_ahead(by=WORKER)
    assert waiting(kind="survey") == [("survey", date(2026, 8, 31))]
    write_down(customer=rosa, by=Actor(ben, Door.WEB), measure="nps", answer=Answer(9))
    assert waiting(kind="survey") == []


def test_asking_by_hand_is_taken_back(rosa, by_ben):
    message = ask_by_hand(customer=rosa, by=by_ben)
    undo(event=message.event, by=by_ben)
    assert Message.objects.get().state == "cancelled"
    assert ask_by_hand(customer=rosa, by=by_ben).pk != message.pk


def test_who_cannot_be_written_to_is_not_asked_by_letter(rosa, by_ben):
    rosa.consents.all().delete()
    with pytest.raises(NoWay):
        ask_by_hand(customer=rosa, by=by_ben)
    with pytest.raises(Refused) as refused:
        ask_by_hand(customer=rosa, by=by_ben, measure="stars")
    assert refused.value.field == "measure"


def test_an_answer_is_kept_and_the_second_takes_its_place(asked, rosa):
    first = answer(asked, 4, why="It smells good.")
    clock.advance(hours=1)
    second = answer(asked, 5, why="It smells better.")
    row = Survey.objects.get()
    assert (first.pk, second.pk) == (row.pk, row.pk)
    assert (row.score, row.why, row.answered_at) == (5, "It smells better.", first.answered_at)
    assert row.search_key == "it smells better.\n"
    assert list(Event.objects.filter(kind__startswith="survey.").values_list("kind", flat=True)) == [
        "survey.asked", "survey.answered", "survey.changed",
    ]  # fmt: skip
    touch = rosa.touches.get()
    assert (touch.direction, touch.note) == ("in", "4 of 5, Glad\nIt smells good.")


def test_the_same_answer_twice_is_one(asked):
    answer(asked, 4, why="Good.")
    assert answer(asked, 4, why="Good.").event is None


@pytest.mark.parametrize(
    ("said", "field"),
    [({"score": 0}, "score"), ({"score": 6}, "score"), ({"score": 5, "why": "x" * 100_000}, "why")],
)
def test_what_is_no_answer_is_refused(asked, said, field):
    with pytest.raises(Refused) as refused:
        answer(asked, **said)
    assert refused.value.field == field
    assert Survey.objects.get().answered_at is None


def test_after_a_month_it_is_closed(asked):
    clock.advance(days=30)
    with pytest.raises(Closed):
        answer(asked, 4)


def test_a_low_answer_opens_a_complaint_with_a_task_today(asked, rosa, ben):
    answer(asked, 2, why="The pipette was broken.", better="Pack it better.", may_call=True)
    row, complaint = Survey.objects.get(), Complaint.objects.get()
    assert (row.complaint, complaint.origin, complaint.origin_id) == (complaint, "survey", row.pk)
    assert complaint.text == (
        "Answered in a survey: 2 of 5, Not really.\nThe pipette was broken.\nThey may be called about it."
    )
    assert complaint.wish == "Pack it better."
    assert waiting(kind="complaint") == [("complaint", ben.today())]
    answer(asked, 1, why="Still broken.")
    assert Complaint.objects.count() == 1


def test_a_low_answer_without_words_opens_one_too(rosa, by_ben):
    write_down(customer=rosa, by=by_ben, measure="nps", answer=Answer(6))
    assert Complaint.objects.get().text == "Answered in a survey: 6 of 10."
    assert Survey.objects.get().message is None


def test_a_high_answer_may_offer_an_introduction_and_is_asked_later(asked, rosa, ben):
    answer(asked, 5, would_introduce=True)
    assert waiting(kind="reach_out") == [("reach_out", ben.today() + timedelta(days=14))]
    answer(asked, 5, would_introduce=False)
    assert waiting(kind="reach_out") == []
    answer(asked, 5, would_introduce=True)
    assert len(waiting(kind="reach_out")) == 1


def test_who_is_not_glad_offers_nothing(asked):
    answer(asked, 3, would_introduce=True)
    assert Survey.objects.get().would_introduce is False
    assert waiting(kind="reach_out") == []


def test_what_would_make_it_better_is_a_suggestion(asked, rosa, ben, by_ben):
    answer(asked, 4, better="Less plastic.")
    row = Suggestion.objects.get()
    assert (row.text, row.state, row.customer) == ("Less plastic.", "open", rosa)
    assert waiting(kind="suggestion") == [("suggestion", ben.today())]
    answer(asked, 4, better="No plastic.")
    assert Suggestion.objects.get().text == "No plastic."
    answer(asked, 4)
    assert Suggestion.objects.get().revoked_at is not None
    assert waiting(kind="suggestion") == []
    answer(asked, 4, better="Glass.")
    assert (Suggestion.objects.get().text, len(waiting(kind="suggestion"))) == ("Glass.", 1)


def test_you_said_we_did(asked, rosa, by_ben):
    answer(asked, 4, better="Less plastic.")
    done = answer_suggestions(
        suggestions=[Suggestion.objects.get()], by=by_ben, answer="It comes in paper now."
    )
    assert waiting(kind="suggestion") == []
    clock.advance(seconds=5)
    deliver_due()
    letter = Message.objects.get(rule__key="suggestion_done").letter
    assert "“Less plastic.”" in letter.text
    assert "It comes in paper now." in letter.text
    row = Suggestion.objects.get()
    assert (row.state, row.answer) == ("done", "It comes in paper now.")
    with pytest.raises(Closed):
        answer_suggestions(suggestions=[row], by=by_ben, answer="Again.")
    undo(event=done[0].event, by=by_ben)
    assert Suggestion.objects.get().state == "open"
    assert len(waiting(kind="suggestion")) == 1


def test_several_that_say_the_same_are_answered_together(ben, rosa, by_ben):
    noor = rosa.__class__.objects.create(owner=ben, name="Noor")
    for person in (rosa, noor):
        write_down(customer=person, by=by_ben, measure="csat", answer=Answer(4, better="Less plastic."))
    first, second = Suggestion.objects.order_by("said_at", "pk")
    joined = join_suggestion(suggestion=second, by=by_ben, to=first)
    with pytest.raises(Refused):
        join_suggestion(suggestion=first, by=by_ben, to=second)
    assert len(answer_suggestions(suggestions=[first], by=by_ben, answer="Done.")) == 2
    assert set(Suggestion.objects.values_list("state", flat=True)) == {"done"}
    told = Message.objects.filter(rule__key="suggestion_done").values_list("customer__name", flat=True)
    in_person = Task.objects.filter(rule__key="suggestion_done").values_list("customer__name", flat=True)
    assert (list(told), list(in_person)) == (["Rosa Lind"], ["Noor"])
    assert joined.event is not None


def test_what_is_not_possible_is_closed_without_a_letter(rosa, by_ben):
    write_down(customer=rosa, by=by_ben, measure="csat", answer=Answer(4, better="For free."))
    row = decline_suggestion(suggestion=Suggestion.objects.get(), by=by_ben, reason="It costs.")
    assert (Suggestion.objects.get().state, waiting(kind="suggestion")) == ("declined", [])
    assert Message.objects.count() == 0
    undo(event=row.event, by=by_ben)
    assert Suggestion.objects.get().state == "open"


@pytest.mark.parametrize("words", ["", "x" * 3_000])
def test_an_answer_to_suggestions_needs_words(rosa, by_ben, words):
    write_down(customer=rosa, by=by_ben, measure="csat", answer=Answer(4, better="Glass."))
    with pytest.raises(Refused) as refused:
        answer_suggestions(suggestions=list(Suggestion.objects.all()), by=by_ben, answer=words)
    assert refused.value.field == "answer"


def test_what_is_written_down_answers_the_questions_that_are_out(asked, rosa, by_ben):
    kept = write_down(customer=rosa, by=by_ben, measure="csat", answer=Answer(3))
    assert (kept.message, kept.score) == (asked, 3)
    undo(event=kept.event, by=by_ben)
    row = Survey.objects.get()
    assert (row.score, row.answered_at, row.revoked_at) == (None, None, None)


def test_what_was_written_down_by_mistake_was_never_said(rosa, by_ben):
    kept = write_down(customer=rosa, by=by_ben, measure="csat", answer=Answer(5, better="Glass."))
    undo(event=kept.event, by=by_ben)
    assert Survey.objects.standing().count() == 0
    assert Suggestion.objects.open().count() == 0
    assert waiting() == []
    assert write_down(customer=rosa, by=by_ben, measure="csat", answer=Answer(5)).event is not None


def test_who_wants_no_more_surveys_gets_none(asked, rosa, by_ben):
    refuse_surveys(message=asked, by=THEM)
    refuse_surveys(message=asked, by=THEM)
    assert Event.objects.filter(kind="survey.refused").count() == 1
    clock.advance(days=400)
    with pytest.raises(Closed) as refused:
        ask_by_hand(customer=rosa, by=by_ben)
    assert refused.value.message == "They want no surveys."
    rosa.rung, rosa.rung_since = 4, clock.now().date()
    rosa.save()
    clock.advance(days=181)
    plan_ahead(by=WORKER)
    assert surveys_planned() == [("survey_request", date(2026, 3, 2), "sent")]
    welcome_surveys(customer=rosa, by=THEM)
    assert ask_by_hand(customer=rosa, by=by_ben).state == "planned"


def test_what_waits_goes_with_the_wish_for_no_surveys(asked, rosa):
    clock.advance(days=100)
    now = clock.now()
    owed = Owed("survey_request", "by:test", now + timedelta(days=1), now + timedelta(days=3))
    waits = owe(person=rosa, by=WORKER, owed=[owed])[0]
    refuse_surveys(message=asked, by=THEM)
    row = Message.objects.get(pk=waits.pk)
    assert (row.state, row.reason_code) == ("cancelled", "no_surveys")


def test_figures_are_of_those_who_were_asked(ben, rosa, asked, cleo, by_ben):
    today = ben.today()
    found = satisfaction([ben.pk, cleo.pk], today, today)
    assert list(found) == [ben.pk]
    assert (found[ben.pk]["csat"].asked, found[ben.pk]["csat"].n) == (1, 0)
    answer(asked, 4)
    assert satisfaction([ben.pk], today, today)[ben.pk]["csat"].n == 1
    assert satisfaction([ben.pk], today - timedelta(days=2), today - timedelta(days=1)) == {}


def test_a_letter_that_did_not_go_asked_nobody(rosa, by_ben):
    message = ask_by_hand(customer=rosa, by=by_ben)
    cancel_message(message=message, by=by_ben, reason="no")
    assert Survey.objects.count() == 0


def test_other_words_of_a_low_answer_reach_the_complaint(asked, by_ben):
    answer(asked, 2)
    answer(asked, 1, why="The bottle burst.", may_call=True)
    complaint = Complaint.objects.get()
    burst = "Answered in a survey: 1 of 5, Disappointed.\nThe bottle burst.\nThey may be called about it."
    assert list(complaint.words.values_list("text", "by_customer")) == [(burst, True)]
    answer(asked, 1, why="The bottle burst.", may_call=True, better="A new lid.")
    assert [word.text for word in complaint.words.all()] == [burst, "A new lid."]
    answer(asked, 5)
    assert complaint.words.count() == 2, "a better answer is no complaint"


def test_other_words_of_a_low_answer_open_a_closed_complaint_again(asked, by_ben):
    answer(asked, 2)
    close_complaint(complaint=Complaint.objects.get(), by=by_ben, words="All is well.")
    answer(asked, 2, why="It burst again.")
    complaint = Complaint.objects.get()
    assert (complaint.state, complaint.words.get().text.splitlines()[1]) == ("open", "It burst again.")


def test_on_the_day_that_is_named_they_may_be_asked_at_any_hour(rosa, by_ben):
    clock.advance(hours=4)
    ask_by_hand(customer=rosa, by=by_ben)
    clock.advance(seconds=5)
    deliver_due()
    clock.advance(days=90, hours=-3)
    again = ask_by_hand(customer=rosa, by=by_ben)
    clock.advance(seconds=5)
    deliver_due()
    assert Message.objects.get(pk=again.pk).state == "sent"


def test_a_wish_for_no_surveys_stays_with_a_message_that_is_taken_back(ben, rosa, by_ben):
    now = clock.now()
    message = Message.objects.create(
        owner=ben, customer=rosa, rule=Rule.objects.get(owner=None, key="survey_request"), occurrence="asked:1",
        state="draft", channel="chat", due_at=now, expires_at=now + timedelta(days=7),
        context={"measure": "csat", "address": "+4917012345"},
    )  # fmt: skip
    handed = hand_over(message=message, by=by_ben)
    refuse_surveys(message=Message.objects.get(pk=message.pk), by=THEM)
    undo(event=handed.event, by=by_ben)
    with pytest.raises(Closed, match="They want no surveys"):
        ask_by_hand(customer=rosa, by=by_ben)
    with pytest.raises(Refused, match="They want no surveys"):
        hand_over(message=Message.objects.get(pk=message.pk), by=by_ben)


def test_those_that_stood_with_one_stand_with_it_again(ben, rosa, by_ben):
    about = {"owner": ben, "customer": rosa, "said_at": clock.now()}
    first, lead, with_it, moved = (Suggestion.objects.create(**about, text=text) for text in "abcd")
    for one in (with_it, moved):
        join_suggestion(suggestion=one, by=by_ben, to=lead)
    joined = join_suggestion(suggestion=lead, by=by_ben, to=first)
    Suggestion.objects.filter(pk=moved.pk).update(same_as=None)
    undo(event=joined.event, by=by_ben)
    rows = dict(Suggestion.objects.values_list("text", "same_as"))
    assert rows == {"a": None, "b": None, "c": lead.pk, "d": None}


def test_nothing_is_joined_to_one_that_is_answered(ben, rosa, by_ben):
    about = {"owner": ben, "customer": rosa, "said_at": clock.now()}
    answered = Suggestion.objects.create(**about, text="a", state="done")
    lead = Suggestion.objects.create(**about, text="b", same_as=answered)
    row = join_suggestion(suggestion=Suggestion.objects.create(**about, text="c"), by=by_ben, to=lead)
    assert row.same_as == lead
