"""What guests are told, and when they are reminded."""

from datetime import timedelta

import pytest

from appointments.actions import book, cancel, confirm, move
from appointments.actions.letters import link_for
from appointments.reminders import Reminder, reminders
from customers.models import Consent
from followups.actions.planned import place_for
from followups.letters import words_of
from followups.models import Message, Task
from kit import clock
from kit.undo import undo

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def meeting(ben, rosa, by_ben, talk, slot):
    """In two days at ten."""
    return book(owner=ben, by=by_ben, kind=talk, starts_at=slot + 24 * HOUR, people=[rosa])


def letters(state="planned") -> list[str]:
    return [message.rule.key for message in Message.objects.filter(state=state).order_by("due_at")]


def test_reminders_that_come_on_the_heels_of_the_booking_are_left_out(slot, monday):
    assert reminders(slot, slot - 48 * HOUR) == [
        Reminder("meeting_tomorrow", slot - 24 * HOUR, slot - 3 * HOUR),
        Reminder("meeting_soon", slot - HOUR, slot - HOUR / 2),
    ]
    assert [one.letter for one in reminders(slot, slot - 24 * HOUR)] == ["meeting_soon"]
    assert reminders(slot, slot - 2 * HOUR) == []


def test_who_is_booked_is_told_and_reminded(meeting):
    assert letters() == ["meeting_booked", "meeting_tomorrow", "meeting_soon"]


def test_the_letter_says_when_where_and_how_to_change_it(meeting, settings):
    words = words_of(Message.objects.get(rule__key="meeting_booked"))
    assert words.subject == "We meet Wed 4 Mar, 10:00"
    assert "we meet: First talk, Wed 4 Mar, 10:00." in words.text
    assert "by phone" in words.text
    assert f"{settings.SITE_URL}/a/" in words.text


@pytest.mark.parametrize(
    ("place", "address", "line"),
    [
        ("visit", "Rose Lane 7", "at your place · Rose Lane 7"),
        ("here", "", "at Ben’s place"),
        ("video", "https://meet.example/x", "by video · https://meet.example/x"),
    ],
)
def test_where_is_said_in_the_words_of_the_guest(ben, rosa, by_ben, talk, slot, place, address, line):
    talk.place, talk.address = place, address
    talk.save()
    book(owner=ben, by=by_ben, kind=talk, starts_at=slot + 24 * HOUR, people=[rosa])
    letter = Message.objects.get(rule__key="meeting_booked")
    assert words_of(letter).text.splitlines()[3] == line
    assert letter.context["invitation"]["place"] == (address or line)


def test_what_is_kept_for_longer_names_the_day(ben, rosa, by_ben, talk, slot, monday):
    held = monday + timedelta(minutes=1209)
    book(owner=ben, by=by_ben, kind=talk, starts_at=slot + 24 * HOUR, people=[rosa], held_until=held)
    assert "It is kept for you until Tue 3 Mar, 6:39." in words_of(Message.objects.get()).text


def test_who_lives_by_another_clock_reads_their_own_time(ben, rosa, by_ben, talk, slot):
    rosa.zone = "America/New_York"
    rosa.save()
    book(owner=ben, by=by_ben, kind=talk, starts_at=slot + 24 * HOUR, people=[rosa])
    words = words_of(Message.objects.get(rule__key="meeting_booked"))
    assert words.subject == "We meet Wed 4 Mar, 4:00 (New York)"


def test_a_move_takes_the_reminders_along(meeting, by_ben, slot):
    move(appointment=meeting, by=by_ben, starts_at=slot + 26 * HOUR)
    assert letters() == ["meeting_moved", "meeting_tomorrow", "meeting_soon"]
    assert letters("cancelled") == ["meeting_booked", "meeting_tomorrow", "meeting_soon"]
    soon = Message.objects.get(state="planned", rule__key="meeting_soon")
    assert soon.due_at == slot + 25 * HOUR


def test_a_cancelled_one_reminds_nobody(meeting, by_ben):
    cancel(appointment=meeting, by=by_ben, reason="I am ill.")
    assert letters() == ["meeting_cancelled"]
    assert "I am ill." in words_of(Message.objects.get(state="planned")).text


def test_taken_back_nobody_hears_of_it(meeting, by_ben):
    event = cancel(appointment=meeting, by=by_ben).event
    undo(event=event, by=by_ben)
    assert letters() == ["meeting_tomorrow", "meeting_soon"]


def test_a_request_asks_for_its_confirmation_and_reminds_once_it_is_there(
    ben, rosa, by_ben, talk, slot, monday
):
    asked = book(
        owner=ben, by=by_ben, kind=talk, starts_at=slot + 24 * HOUR, people=[rosa],
        held_until=monday + timedelta(minutes=15),
    )  # fmt: skip
    assert letters() == ["meeting_asked"]
    assert "It is kept for you until 10:45 today." in words_of(Message.objects.get()).text
    confirm(appointment=asked, by=by_ben)
    assert letters() == ["meeting_booked", "meeting_tomorrow", "meeting_soon"]


def test_who_cannot_be_written_to_is_told_by_hand_where_it_matters(ben, rosa, by_ben, talk, slot):
    Consent.objects.all().delete()
    made = book(owner=ben, by=by_ben, kind=talk, starts_at=slot + 24 * HOUR, people=[rosa])
    assert [task.rule.key for task in Task.objects.open()] == ["meeting_tomorrow"]
    cancel(appointment=made, by=by_ben)
    assert [task.rule.key for task in Task.objects.open()] == ["meeting_cancelled"]


def test_the_guest_confirms_moves_and_cancels_by_the_link(client, meeting, slot):
    link = link_for(meeting.guests.get()).partition("/a/")[2]
    page = client.get(f"/a/{link}")
    assert (page.status_code, "I am coming" in page.content.decode()) == (200, True)
    client.post(f"/a/{link}confirm/")
    meeting.refresh_from_db()
    assert meeting.state == "confirmed"
    times = client.get(f"/a/{link}move/").content.decode()
    assert "Keep it as it is" in times
    client.post(f"/a/{link}move/", {"at": (slot + 26 * HOUR).isoformat()})
    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.state, meeting.moved_by_them) == (slot + 26 * HOUR, "confirmed", 1)
    client.post(f"/a/{link}cancel/")
    meeting.refresh_from_db()
    assert (meeting.state, meeting.closed_by) == ("cancelled", "them")


def test_a_time_that_is_gone_is_told_kindly_with_others(client, ben, meeting, rosa, by_ben, talk, slot):
    taken = slot + 26 * HOUR
    book(owner=ben, by=by_ben, kind=talk, starts_at=taken, people=[rosa])
    link = link_for(meeting.guests.get()).partition("/a/")[2]
    answer = client.post(f"/a/{link}move/", {"at": taken.isoformat()})
    assert (answer.status_code, "That time was just taken." in answer.content.decode()) == (409, True)
    assert answer.content.decode().count('name="at"') == 3


def test_who_asks_for_a_time_in_the_evening_is_answered_at_once(ben, rosa, by_ben, talk, slot, monday):
    ben.quiet_hours_on = True
    ben.save()
    evening = monday + 12 * HOUR  # 22:30 in Berlin
    with clock.travel(evening):
        held = evening + timedelta(minutes=15)
        book(owner=ben, by=by_ben, kind=talk, starts_at=slot + 24 * HOUR, people=[rosa], held_until=held)
        book(owner=ben, by=by_ben, kind=talk, starts_at=slot + 48 * HOUR, people=[rosa])
    asked, told = (Message.objects.get(rule__key=key) for key in ("meeting_asked", "meeting_booked"))
    assert (asked.due_at - evening, place_for(asked).quiet) == (timedelta(seconds=3), None)
    assert (told.due_at > evening + 9 * HOUR, place_for(told).quiet) == (
        True,
        (ben.quiet_from, ben.quiet_until),
    )
