"""After a meeting: lines written since are taken over once, answers are kept as cards for next time."""

from datetime import timedelta
from decimal import Decimal

import pytest

from appointments import actions
from appointments.actions.notes_out import summary_of
from appointments.errors import Settled
from appointments.models import MeetingKind, NotedLine
from appointments.notepad import lines_of
from appointments.since_the_end import since_the_end
from appointments.written_since import Known, matched
from customers.models import Customer, Want
from followups.models import Promise
from kit import clock
from kit.undo import undo
from mlmcrm.meeting_page import order_key
from sales.actions import place_order
from sales.models import KnowledgeCard, Order, Product

pytestmark = pytest.mark.usefixtures("monday")
TEXT = "! A card, by Thursday\n? How long does it last?\n= Six weeks\n? What does it cost?"


def booked(ben, by_ben, *people):
    kind = MeetingKind.objects.create(owner=ben, name="Talk", slug="talk", minutes=30, seats=3, place="phone")
    at = clock.now() + timedelta(minutes=10)
    return actions.book(owner=ben, by=by_ben, kind=kind, starts_at=at, people=people, anyway=True)


def write(notes, by, text):
    return actions.save_notes(notes=notes, by=by, text=text, revision=notes.revision, written_by="page")


@pytest.fixture
def meeting(ben, by_ben, rosa):
    return booked(ben, by_ben, rosa)


@pytest.fixture
def notes(meeting, by_ben):
    notes = write(actions.open_notes(appointment=meeting, by=by_ben), by_ben, TEXT)
    return actions.end_meeting(notes=notes, by=by_ben)


def review(meeting):
    return f"/appointments/{meeting.pk}/notes/"


def take_over(meeting):
    return f"/appointments/{meeting.pk}/meet/take-over/"


def lines(notes):
    return [(line.mark, line.text, line.answer) for line in notes.lines.order_by("position")]


@pytest.mark.parametrize(
    ("text", "known", "found"),
    [
        ("~ Tea\n~ Tea", [Known("want", frozenset({"Tea"}))], [0, None]),
        ("~ Soap\n! Tea", [Known("promise", frozenset({"Tea"}))], [None, 0]),
        ("~ Red tea", [Known("want", frozenset({"Tea", "Red tea"}))], [0]),
        ("~ Tea", [Known("want", frozenset({"Tea"}), guest=3)], [0]),
        ("", [Known("want", frozenset({"Tea"}))], []),
    ],
)
def test_a_line_is_known_by_its_words_wherever_it_stands(text, known, found, monday):
    typed = lines_of(text, monday.date(), "en")
    assert matched(typed, [None] * len(typed), known) == found


def test_the_same_words_of_another_guest_are_others(monday):
    typed = lines_of("~ @Rosa Tea\n~ @Paul Tea", monday.date(), "en")
    assert matched(typed, [1, 2], [Known("want", frozenset({"Tea"}), guest=2)]) == [None, 0]


def test_nothing_is_new_until_something_is_written(as_ben, meeting, notes):
    assert len(since_the_end(notes)) == 0
    assert "Written after the end" not in as_ben.get(review(meeting)).content.decode()


def test_what_was_written_since_is_said_and_taken_over_once(as_ben, meeting, notes, by_ben, rosa):
    text = "~ Tea\n" + TEXT + "\n= Nine euros\n! Call her, by Friday"
    write(notes, by_ben, text)
    shown = as_ben.get(review(meeting)).content.decode()
    assert "Written after the end" in shown and "Nothing has come of these yet" in shown
    for _ in range(2):
        assert as_ben.post(take_over(meeting)).url == review(meeting)
    assert lines(notes) == [
        ("want", "Tea", ""),
        ("promise", "A card", ""),
        ("asked", "How long does it last?", "Six weeks"),
        ("asked", "What does it cost?", "Nine euros"),
        ("promise", "Call her", ""),
    ]
    assert [want.text for want in Want.objects.unmet()] == ["Tea"]
    assert Promise.objects.standing().count() == 3
    assert "Written after the end" not in as_ben.get(review(meeting)).content.decode()


def test_taking_over_is_undone_while_the_notes_have_not_gone_since(meeting, notes, by_ben):
    before = lines(notes)
    write(notes, by_ben, TEXT + "\n= Nine euros\n~ Tea")
    actions.take_over_lines(notes=notes, by=by_ben)
    taken = notes.event
    undo(event=taken, by=by_ben)
    assert (lines(notes), Want.objects.unmet().count()) == (before, 0)
    actions.take_over_lines(notes=notes, by=by_ben)
    again = notes.event
    actions.send_notes(notes=notes, by=by_ben)
    with pytest.raises(Settled):
        undo(event=again, by=by_ben)


def test_days_are_those_of_the_end_and_corrected_words_are_known(meeting, notes, by_ben):
    actions.send_notes(notes=notes, by=by_ben)
    guest, line = (
        meeting.guests.get(),
        NotedLine.objects.select_related("notes__appointment").get(mark="promise"),
    )
    correction = actions.suggest_correction(guest=guest, by=by_ben, line=line, text="A red card")
    actions.take_correction(correction=correction, by=by_ben)
    clock.advance(minutes=60 * 24 * 5)
    assert len(since_the_end(notes)) == 0


def test_what_comes_after_the_notes_have_gone_is_looked_over_first(meeting, notes, by_ben):
    actions.send_notes(notes=notes, by=by_ben)
    write(notes, by_ben, TEXT + "\n~ Tea")
    actions.take_over_lines(notes=notes, by=by_ben)
    assert NotedLine.objects.get(mark="want").goes_out is False
    assert "Tea" not in summary_of(notes, meeting.guests.get())


def test_an_order_of_a_line_written_since_stands_with_it(as_ben, ben, meeting, notes, by_ben, rosa, company):
    balm = Product.objects.create(company=company, code="B", name="Balm", price=Decimal(9), currency="EUR")
    write(notes, by_ben, "+ 2 balm\n" + TEXT)
    line = lines_of(notes.text, ben.today(), "en")[0]
    key = order_key(meeting, line)
    place_order(owner=ben, by=by_ben, lines=[(balm, 2, None)], person=rosa, request_key=key)
    as_ben.post(take_over(meeting))
    assert NotedLine.objects.get(mark="order").order_id == Order.objects.get().pk


def test_before_the_end_it_is_said(as_ben, meeting, by_ben):
    actions.open_notes(appointment=meeting, by=by_ben)
    answer = as_ben.post(take_over(meeting), follow=True)
    assert "Its lines are kept when it does." in answer.content.decode()


def test_an_answer_is_kept_as_a_card_once(as_ben, meeting, notes):
    asked = NotedLine.objects.get(answer="Six weeks")
    address = f"/appointments/{meeting.pk}/meet/{asked.pk}/card/"
    assert f'hx-post="{address}"' in as_ben.get(review(meeting)).content.decode()
    by_script = as_ben.post(address, headers={"HX-Request": "true"})
    card = KnowledgeCard.objects.get()
    assert f"/products/cards/{card.pk}/" in by_script.content.decode()
    assert as_ben.post(address).url == review(meeting)
    assert (card.kind, card.title, card.text, card.origin_id) == (
        "question", "How long does it last?", "Six weeks", meeting.pk,
    )  # fmt: skip
    assert KnowledgeCard.objects.count() == 1
    found = as_ben.get(f"/appointments/{meeting.pk}/meet/facts/?q=last").content.decode()
    assert "Six weeks" in found


def test_an_open_question_is_no_card(as_ben, meeting, notes):
    open_one = NotedLine.objects.get(text="What does it cost?")
    assert as_ben.post(f"/appointments/{meeting.pk}/meet/{open_one.pk}/card/").status_code == 404


def group_of(ben, by_ben, rosa, text):
    paul = Customer.objects.create(owner=ben, name="Paul Meier")
    meeting = booked(ben, by_ben, rosa, paul)
    notes = write(actions.open_notes(appointment=meeting, by=by_ben), by_ben, text)
    return meeting, actions.end_meeting(notes=notes, by=by_ben), paul


def test_what_is_about_somebody_who_did_not_come_goes_to_nobody_else(as_ben, ben, by_ben, rosa):
    meeting, notes, paul = group_of(ben, by_ben, rosa, "~ Tea for all\n~ @Paul something for his skin")
    meeting.guests.filter(customer=paul).update(came=False)
    alone = meeting.guests.select_related("customer__owner").get(customer=rosa)
    assert summary_of(notes, alone) == "• You would like: Tea for all."
    assert "it goes to nobody" in as_ben.get(review(meeting)).content.decode()


def test_a_name_that_nobody_has_does_not_make_a_line_everybodys(ben, by_ben, rosa):
    meeting, notes, _paul = group_of(ben, by_ben, rosa, "~ Tea for all\n~ @Leila something for her skin")
    assert [line.goes_out for line in notes.lines.order_by("position")] == [True, False]
    for guest in meeting.guests.select_related("customer__owner"):
        assert summary_of(notes, guest) == "• You would like: Tea for all."
