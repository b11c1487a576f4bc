"""The pages of what goes out: looked over and sent, and the guest's own, where GET changes nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest

from appointments import actions
from appointments.actions.notes_out import link_for
from appointments.models import Correction, NotedLine, Notes
from followups.models import Message, Promise
from followups.tokens import token_for
from kit import clock
from kit.models import Event
from tests.appointments.meetings import held
from tests.appointments.test_notes_out import ended

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def meeting(ben, rosa, by_ben, talk, slot):
    return actions.book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])


@pytest.fixture
def notes(meeting, by_ben, slot):
    with clock.travel(slot + HOUR):
        yield ended(meeting, by_ben)


@pytest.fixture
def sent(notes, by_ben):
    with clock.travel(notes.ended_at + timedelta(minutes=6)):
        yield actions.send_notes(notes=notes, by=by_ben)


def address(meeting, *words):
    return "/".join([f"/appointments/{meeting.pk}/notes", *words, ""])


def path_of(meeting):
    return link_for(meeting.guests.get()).partition("/n/")[2]


def lines():
    return [str(pk) for pk in NotedLine.objects.order_by("position").values_list("pk", flat=True)]


def test_before_the_end_there_is_nothing_to_send(as_ben, meeting):
    shown = as_ben.get(address(meeting)).content.decode()
    assert "The meeting has not ended" in shown
    assert as_ben.post(address(meeting), {"text": "x"}).status_code == 422
    assert Notes.objects.count() == 0


def test_lines_words_and_form_are_kept_and_shown(as_ben, notes, meeting):
    guest = meeting.guests.get()
    same = as_ben.get(address(meeting)).context["form"].initial["text"]
    kept = {"text": same.replace("\n", "\r\n"), "going": lines()[:1], f"format_{guest.pk}": "large"}
    assert as_ben.post(address(meeting), kept).status_code == 302
    shown = as_ben.get(address(meeting))
    assert shown.context["page"].gets[0].words == same.split("\n")[0]
    assert shown.context["page"].gets[0].person.notes_format == "large"
    as_ben.post(address(meeting), {**kept, "text": "Lovely to see you."})
    assert "Lovely to see you." in as_ben.get(address(meeting)).content.decode()


def test_sending_keeps_what_the_form_says_and_the_minutes_are_shown(as_ben, notes, meeting):
    with clock.travel(notes.ended_at + timedelta(minutes=6)):
        form = {"text": "Lovely to see you.", "going": lines(), "edition": "0"}
        assert as_ben.post(address(meeting, "send"), form).status_code == 302
        assert as_ben.post(address(meeting, "send"), form).status_code == 302
        assert Message.objects.filter(rule__key="meeting_notes").count() == 1
        assert Message.objects.get(rule__key="meeting_notes").context["notes"] == "Lovely to see you."
        assert "Notes sent 6 minutes after" in as_ben.get(address(meeting)).content.decode()
        assert "Notes sent 6 minutes after" in as_ben.get(f"/appointments/{meeting.pk}/").content.decode()
        again = {**form, "edition": "1"}
        as_ben.post(address(meeting, "send"), again)
        as_ben.post(address(meeting, "send"), again)
        assert Message.objects.filter(rule__key="meeting_notes").count() == 2


def test_it_is_printed_in_large_letters(as_ben, notes, meeting):
    answer = as_ben.get(address(meeting, str(meeting.guests.get().pk), "print"))
    assert (answer["Content-Type"], answer.content[:4]) == ("application/pdf", b"%PDF")


def test_looking_changes_nothing_and_is_not_found_by_machines(client, sent, meeting):
    before = Event.objects.count()
    answer = client.get(f"/n/{path_of(meeting)}")
    assert (answer.status_code, answer["X-Robots-Tag"], answer.cookies) == (200, "noindex", {})
    shown = answer.content.decode()
    assert "Four small boxes" in shown and "Sami" not in shown
    assert client.get(f"/n/{path_of(meeting)}{lines()[0]}/strike/").status_code == 405
    assert (Event.objects.count(), Correction.objects.count()) == (before, 0)


def test_only_its_own_link_opens_it(client, sent, meeting):
    guest = meeting.guests.get()
    assert client.get(f"/n/{token_for('appointment', guest.token)}/").status_code == 404
    assert client.get(f"/a/{token_for('notes', guest.token)}/").status_code == 404
    assert client.get("/n/nothing/").status_code == 404


def test_before_it_was_sent_the_link_opens_nothing(client, notes, meeting):
    assert client.get(f"/n/{path_of(meeting)}").status_code == 404


def test_a_correction_goes_there_and_back(client, as_ben, sent, meeting):
    promise, want = lines()[:2]
    client.post(f"/n/{path_of(meeting)}{promise}/correct/", {"text": "Ask whether it is red"})
    client.post(f"/n/{path_of(meeting)}{want}/strike/")
    assert client.post(f"/n/{path_of(meeting)}{want}/correct/", {"text": " "}).status_code == 422
    shown = as_ben.get(address(meeting)).content.decode()
    assert "Ask whether it is red" in shown and "would strike:" in shown
    for one in Correction.objects.all():
        as_ben.post(address(meeting, str(one.pk), "take" if one.text else "leave"))
    assert Promise.objects.get().text == "Ask whether it is red"
    theirs = client.get(f"/n/{path_of(meeting)}").content.decode()
    assert "Your correction was taken over." in theirs and "left it as it was" in theirs


def test_a_line_of_another_meeting_is_not_theirs(client, sent, meeting, ben, rosa, by_ben, talk, slot):
    other = actions.book(owner=ben, by=by_ben, kind=talk, starts_at=slot + 24 * HOUR, people=[rosa])
    with clock.travel(slot + 25 * HOUR):
        actions.send_notes(notes=ended(other, by_ben), by=by_ben)
        foreign = NotedLine.objects.get(notes__appointment=other, mark="want")
        assert client.post(f"/n/{path_of(meeting)}{foreign.pk}/strike/").status_code == 404


def test_a_word_too_long_is_told(client, sent, meeting):
    answer = client.post(f"/n/{path_of(meeting)}{lines()[0]}/correct/", {"text": "x" * 1001})
    assert (answer.status_code, "At most 1000 signs" in answer.content.decode()) == (422, True)


def test_who_has_another_language_reads_it_in_theirs(client, sent, meeting, rosa):
    rosa.language = "ar"
    rosa.save()
    assert 'dir="rtl"' in client.get(f"/n/{path_of(meeting)}").content.decode()


def test_of_a_corrected_order_it_is_said_that_only_the_notes_changed(as_ben, ben, by_ben, rosa, monday):
    things = held(ben, by_ben, rosa)
    NotedLine.objects.filter(pk=things["noted_line"]).update(order_id=uuid4())
    page = f"/appointments/{things['held']}/notes/"
    assert "Taken over, only the notes change." in as_ben.get(page).text
    after = as_ben.post(f"{page}{things['correction']}/take/", follow=True)
    assert "The order stands; change it on its own page." in after.text
