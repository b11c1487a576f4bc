"""Notes of a meeting go to everybody who took part: their form, their language, once; corrections come back."""

from datetime import date, timedelta

import pytest

from appointments import actions
from appointments.actions.notes_out import link_for, summary_of
from appointments.errors import AppointmentError, Settled
from appointments.models import Correction, NotedLine, Notes
from appointments.notepad import ASKED, ORDER, PROMISE, WANT
from appointments.summary import Noted, sentence, summary
from customers.models import Consent, Customer, Email, Want
from followups.delivery import deliver_due
from followups.models import Message, Promise, Task
from kit import clock
from kit.models import Event
from kit.undo import undo
from tests.delivery.conftest import sink, smtp  # noqa: F401 (fixtures)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
TEXT = """Sami likes school.
! Ask whether the box comes with a card, by Thursday
~ Four small boxes, one without perfume
? What does membership cost a year
= Nothing at all
"""
TODAY = date(2026, 3, 2)


@pytest.fixture
def meeting(ben, rosa, by_ben, talk, slot):
    return actions.book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])


@pytest.fixture
def after(slot):
    """Six minutes after its end."""
    with clock.travel(slot + HOUR):
        yield slot + HOUR


def ended(meeting, by, text=TEXT) -> Notes:
    notes = actions.open_notes(appointment=meeting, by=by)
    actions.save_notes(notes=notes, by=by, text=text, revision=0, written_by="page")
    return actions.end_meeting(notes=notes, by=by)


@pytest.fixture
def notes(meeting, by_ben, after):
    return ended(meeting, by_ben)


def sent(**wanted):
    return Message.objects.filter(rule__key="meeting_notes", **wanted).order_by("pk")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (Noted(PROMISE, "A card"), "I promised: A card."),
        (Noted(PROMISE, "A card,", date(2026, 3, 6)), "I promised: A card. By Friday 6 March."),
        (Noted(WANT, "Four boxes"), "You would like: Four boxes."),
        (Noted(ORDER, "2 × balm"), "You want to order: 2 × balm."),
        (Noted(ORDER, "2 × balm", is_ordered=True), "You ordered: 2 × balm."),
        (Noted(ASKED, "The price"), "You asked: The price? I will find out and tell you."),
        (
            Noted(ASKED, "The price?", date(2027, 1, 4)),
            "You asked: The price? I will find out and tell you by Monday 4 January 2027.",
        ),
        (Noted(ASKED, "The price", None, "12\neuros"), "You asked: The price? 12 euros."),
        (Noted("", "Sami likes school"), "Sami likes school."),
    ],
)
def test_each_line_is_a_plain_sentence(line, said):
    assert sentence(line, TODAY, "en") == said


def test_lines_stand_below_each_other():
    lines = [Noted(WANT, "A tin"), Noted(WANT, "Two")]
    assert summary(lines, TODAY, "en") == "• You would like: A tin.\n• You would like: Two."
    assert summary([], TODAY, "en") == ""


def test_only_marked_lines_go_by_the_day_that_was_told(notes, meeting):
    assert summary_of(notes, meeting.guests.get()) == (
        "• I promised: Ask whether the box comes with a card. By Friday 6 March.\n"
        "• You would like: Four small boxes, one without perfume.\n"
        "• You asked: What does membership cost a year? Nothing at all."
    )


def test_the_notes_arrive_within_minutes_with_their_link(notes, meeting, by_ben, sink, smtp, after):  # noqa: F811
    with clock.travel(after + timedelta(minutes=6)):
        actions.send_notes(notes=notes, by=by_ben)
        assert notes.sent_at - notes.ended_at == timedelta(minutes=6)
    with clock.travel(after + timedelta(minutes=7)):
        deliver_due(line=smtp)
    letters = [sink.read(raw) for raw in sink.letters]
    mail = next(mail for mail in letters if str(mail["Subject"]).startswith("What we said"))
    text = mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert str(mail["Subject"]) == "What we said, Tuesday 3 March"
    assert "• You would like: Four small boxes, one without perfume.\n" in text
    assert link_for(meeting.guests.get()) in text
    assert "Sami" not in text
    assert mail.get_body(("html",)) is not None
    assert sent(state="sent").count() == 1


def test_they_go_once_however_often_somebody_presses(notes, by_ben):
    actions.send_notes(notes=notes, by=by_ben)
    again = actions.send_notes(notes=Notes.objects.get(), by=by_ben)
    assert (sent().count(), again.editions, again.event) == (1, 1, None)
    actions.send_corrected_notes(notes=notes, by=by_ben, edition=1)
    actions.send_corrected_notes(notes=notes, by=by_ben, edition=1)
    assert [message.occurrence[-2:] for message in sent()] == ["v1", "v2"]
    assert "again" in sent().last().context and "again" not in sent().first().context


def test_sending_is_undone_while_nobody_has_it(notes, by_ben, sink, smtp, after):  # noqa: F811
    actions.send_notes(notes=notes, by=by_ben)
    assert undo(event=notes.event, by=by_ben) == "The notes do not go."
    notes.refresh_from_db()
    assert (notes.sent_at, [one.state for one in sent()]) == (None, ["cancelled"])
    actions.send_notes(notes=notes, by=by_ben)
    assert (notes.editions, "again" in sent().last().context) == (2, False)
    with clock.travel(after + timedelta(minutes=1)):
        deliver_due(line=smtp)
        with pytest.raises(Settled, match="on their way"):
            undo(event=notes.event, by=by_ben)


def test_plain_text_is_text_alone(notes, rosa, by_ben, sink, smtp, after):  # noqa: F811
    Customer.objects.filter(pk=rosa.pk).update(notes_format="plain")
    actions.send_notes(notes=notes, by=by_ben)
    with clock.travel(after + timedelta(minutes=1)):
        deliver_due(line=smtp)
    mail = next(mail for mail in map(sink.read, sink.letters) if "What we said" in str(mail["Subject"]))
    assert (mail.get_content_type(), mail.is_multipart()) == ("text/plain", False)


def test_large_print_comes_as_a_document_and_always_the_same(notes, rosa, by_ben, sink, smtp, after):  # noqa: F811
    Customer.objects.filter(pk=rosa.pk).update(notes_format="large")
    actions.send_notes(notes=notes, by=by_ben)
    with clock.travel(after + timedelta(minutes=1)):
        deliver_due(line=smtp)
    mail = next(mail for mail in map(sink.read, sink.letters) if "What we said" in str(mail["Subject"]))
    document = next(mail.iter_attachments())
    assert (document.get_content_type(), document.get_filename()) == ("application/pdf", "notes.pdf")
    pdf = document.get_payload(decode=True)
    assert pdf.startswith(b"%PDF")
    from appointments.printed import large_print

    assert large_print(sent().get()).content == pdf


def test_who_has_no_address_gets_it_from_the_own_phone_or_by_hand(notes, rosa, by_ben, ben):
    Email.objects.all().delete()
    rosa.phones.create(owner=ben, number="+4915112345678")
    Consent.objects.create(owner=ben, customer=rosa, channel="chat", purpose="service")
    actions.send_notes(notes=notes, by=by_ben)
    message = sent().get()
    assert (message.channel, message.state, "Four small boxes" in message.letter.text) == (
        "chat",
        "draft",
        True,
    )
    Consent.objects.all().delete()
    actions.send_corrected_notes(notes=notes, by=by_ben, edition=1)
    assert [task.kind for task in Task.objects.open()] == ["notes"]


def test_reviewed_words_go_and_lines_that_stay_do_not(notes, meeting, by_ben):
    guest, lines = meeting.guests.get(), list(notes.lines.all())
    same = summary_of(notes, guest)
    actions.review_notes(notes=notes, by=by_ben, text=same, going={lines[0].pk}, formats={guest.pk: "plain"})
    assert summary_of(notes, guest) == same.split("\n")[0]
    assert notes.summary == ""
    actions.review_notes(notes=notes, by=by_ben, text="Lovely.", going={lines[0].pk})
    assert summary_of(notes, guest) == "Lovely."
    guest.customer.refresh_from_db()
    assert guest.customer.notes_format == "plain"


def test_nothing_goes_before_the_end_and_nothing_empty(meeting, by_ben, after):
    notes = actions.open_notes(appointment=meeting, by=by_ben)
    with pytest.raises(Settled):
        actions.send_notes(notes=notes, by=by_ben)
    actions.end_meeting(notes=notes, by=by_ben)
    with pytest.raises(AppointmentError, match="nothing to send"):
        actions.send_notes(notes=notes, by=by_ben)


@pytest.fixture
def out(notes, by_ben):
    return actions.send_notes(notes=notes, by=by_ben)


def line_of(mark) -> NotedLine:
    return NotedLine.objects.get(mark=mark)


def suggest(guest, mark, text):
    return actions.suggest_correction(guest=guest, by=_nobody(), line=line_of(mark), text=text)


def _nobody():
    from kit.events import Actor, Door

    return Actor(None, Door.WEB)


def test_a_correction_waits_on_today_and_is_taken_over_with_its_promise(out, meeting, by_ben):
    guest = meeting.guests.get()
    correction = suggest(guest, "promise", "Ask whether the box is red")
    assert [task.kind for task in Task.objects.open()] == ["answer"]
    actions.take_correction(correction=correction, by=by_ben)
    assert (line_of("promise").text, Promise.objects.get().text) == ("Ask whether the box is red",) * 2
    assert (correction.state, Task.objects.open().count()) == ("taken", 0)
    assert actions.take_correction(correction=correction, by=by_ben).event is None
    undo(event=Event.objects.get(kind="notes.correction_taken"), by=by_ben)
    assert Promise.objects.get().text == "Ask whether the box comes with a card"
    assert line_of("promise").text == "Ask whether the box comes with a card"
    assert Correction.objects.get().state == "open"


def test_what_is_struck_is_released_dropped_and_gone(out, meeting, by_ben):
    guest = meeting.guests.get()
    for mark in ("promise", "want"):
        actions.take_correction(correction=suggest(guest, mark, ""), by=by_ben)
    assert (Promise.objects.get().state, Want.objects.unmet().count()) == ("released", 0)
    assert summary_of(out, guest) == "• You asked: What does membership cost a year? Nothing at all."
    for event in Event.objects.filter(kind="notes.correction_taken"):
        undo(event=event, by=by_ben)
    assert (Promise.objects.get().state, Want.objects.unmet().count()) == ("open", 1)
    assert summary_of(out, guest).count("•") == 3


def test_a_want_takes_their_new_words(out, meeting, by_ben):
    actions.take_correction(correction=suggest(meeting.guests.get(), "want", "Five boxes"), by=by_ben)
    assert [want.text for want in Want.objects.unmet()] == ["Five boxes"]
    undo(event=Event.objects.get(kind="notes.correction_taken"), by=by_ben)
    assert [want.text for want in Want.objects.unmet()] == ["Four small boxes, one without perfume"]


def test_the_last_word_counts_and_the_same_words_take_it_back(out, meeting):
    guest = meeting.guests.get()
    suggest(guest, "want", "Five boxes")
    suggest(guest, "want", "Six boxes")
    assert [one.text for one in Correction.objects.all()] == ["Six boxes"]
    assert suggest(guest, "want", line_of("want").text) is None
    assert (Correction.objects.count(), Task.objects.open().count()) == (0, 0)


def test_what_is_left_is_told_so_and_undone(out, meeting, by_ben):
    correction = suggest(meeting.guests.get(), "want", "Five boxes")
    actions.leave_correction(correction=correction, by=by_ben)
    assert (correction.state, line_of("want").text.startswith("Four")) == ("left", True)
    with pytest.raises(Settled):
        actions.take_correction(correction=correction, by=by_ben)
    undo(event=Event.objects.get(kind="notes.correction_left"), by=by_ben)
    assert Correction.objects.get().state == "open"


def test_a_line_that_stayed_is_nobodys_to_correct(notes, meeting, by_ben):
    want = line_of("want")
    NotedLine.objects.filter(pk=want.pk).update(goes_out=False)
    actions.send_notes(notes=notes, by=by_ben)
    with pytest.raises(Settled):
        suggest(meeting.guests.get(), "want", "Five boxes")


def test_of_several_each_gets_what_is_for_all_and_their_own(ben, rosa, by_ben, slot):
    from tests.appointments.meetings import booked

    paul = Customer.objects.create(owner=ben, name="Paul Meier", language="de")
    made = booked(ben, by_ben, rosa, paul, days=1)
    with clock.travel(made.starts_at + HOUR):
        notes = ended(made, by_ben, "~ Tea for all\n~ @Paul a red tin\n! @Rosa the price, by Thursday")
        by_name = {
            guest.customer.name: summary_of(notes, guest)
            for guest in made.guests.select_related("customer__owner")
        }
    assert by_name["Paul Meier"].count("•") == by_name["Rosa Lind"].count("•") == 2
    assert "red tin" in by_name["Paul Meier"] and "red tin" not in by_name["Rosa Lind"]
