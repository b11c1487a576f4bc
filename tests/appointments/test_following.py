"""What follows a meeting that was missed or cancelled, and booking again by the link of the letter."""

from datetime import timedelta

import pytest

from appointments.actions import book, book_again, cancel, miss
from appointments.actions.following import link_again
from appointments.errors import Settled
from appointments.models import Appointment
from followups.letters import words_of
from followups.models import Message, Task
from kit import clock
from kit.events import Actor, Door
from kit.undo import undo

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
A_DAY = 24 * HOUR


@pytest.fixture
def meeting(ben, rosa, by_ben, talk, slot):
    """Tuesday at ten."""
    return book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])


@pytest.fixture
def guest(meeting):
    return meeting.guests.select_related("appointment__owner", "appointment__kind", "customer__owner").get()


@pytest.fixture
def as_guest():
    return Actor(None, Door.WEB)


def letters(state="planned") -> list[str]:
    return [message.rule.key for message in Message.objects.filter(state=state).order_by("due_at")]


def tasks() -> list[str]:
    return list(Task.objects.open().values_list("rule__key", flat=True))


def test_who_was_missed_is_offered_three_times_on_three_days(meeting, by_ben, slot):
    with clock.travel(slot + HOUR):
        miss(appointment=meeting, by=by_ben)
        assert letters() == ["meeting_missed"]
        message = Message.objects.get(state="planned")
        assert message.due_at == clock.now() + HOUR / 2
        words = words_of(message)
    assert words.subject == "We missed each other"
    said = [line for line in words.text.splitlines() if line.endswith(", 10:00")]
    assert said == ["Wed 4 Mar, 10:00", "Thu 5 Mar, 10:00", "Fri 6 Mar, 10:00"]
    assert words.text.count("/again/?at=2026030") == 3


def test_when_we_missed_it_the_letter_is_sorry(meeting, by_ben, slot):
    with clock.travel(slot + HOUR):
        miss(appointment=meeting, by=by_ben, side="us")
        words = words_of(Message.objects.get(state="planned"))
    assert words.subject == "I am sorry that I missed you"


def test_taken_back_nobody_was_missed(meeting, by_ben, slot):
    with clock.travel(slot + HOUR):
        event = miss(appointment=meeting, by=by_ben).event
        undo(event=event, by=by_ben)
    assert letters() == []


def test_when_they_cancel_a_new_time_is_to_be_found(meeting, by_ben, as_guest, slot):
    event = cancel(appointment=meeting, by=as_guest, side="them").event
    assert (letters(), tasks()) == (["meeting_cancelled"], ["meeting_new_time"])
    undo(event=event, by=by_ben)
    assert (tasks(), meeting.guests.get().state) == ([], "booked")


def test_when_we_cancel_there_is_no_such_task(meeting, by_ben):
    cancel(appointment=meeting, by=by_ben)
    assert tasks() == []


def test_a_new_appointment_ends_the_search(meeting, ben, rosa, by_ben, as_guest, talk, slot):
    cancel(appointment=meeting, by=as_guest, side="them")
    book(owner=ben, by=by_ben, kind=talk, starts_at=slot + A_DAY, people=[rosa])
    assert tasks() == []


def test_they_book_again_once(meeting, guest, by_ben, as_guest, slot):
    cancel(appointment=meeting, by=by_ben)
    made = book_again(guest=guest, by=as_guest, starts_at=slot + A_DAY)
    assert (made.appointment.starts_at, made.appointment.state) == (slot + A_DAY, "confirmed")
    assert book_again(guest=guest, by=as_guest, starts_at=slot + 2 * A_DAY) == made
    assert Appointment.objects.filter(state="confirmed").count() == 1


def test_what_stands_is_moved_not_booked_again(guest, as_guest, slot):
    with pytest.raises(Settled):
        book_again(guest=guest, by=as_guest, starts_at=slot + A_DAY)


def test_the_link_shows_a_button_and_books_by_it_alone(client, meeting, guest, by_ben, slot):
    cancel(appointment=meeting, by=by_ben)
    path = "/a/" + link_again(guest, slot + A_DAY).partition("/a/")[2]
    page = client.get(path)
    assert (page.status_code, page.content.decode().count('name="at"')) == (200, 1)
    assert Appointment.objects.count() == 1
    answer = client.post(path.partition("?")[0], {"at": (slot + A_DAY).isoformat()})
    assert answer.status_code == 302
    made = Appointment.objects.get(state="confirmed")
    assert made.starts_at == slot + A_DAY
    assert client.get(path, follow=True).redirect_chain == [(answer.url, 302)]


def test_a_time_that_is_gone_is_told_with_others(client, ben, meeting, guest, rosa, by_ben, talk, slot):
    cancel(appointment=meeting, by=by_ben)
    path = "/a/" + link_again(guest, slot + A_DAY).partition("/a/")[2]
    book(owner=ben, by=by_ben, kind=talk, starts_at=slot + A_DAY, people=[rosa])
    Appointment.objects.filter(starts_at=slot + A_DAY).update(kind=None)
    page = client.get(path).content.decode()
    assert "That time is gone. These are free:" in page
    answer = client.post(path.partition("?")[0], {"at": (slot + A_DAY).isoformat()})
    assert (answer.status_code, "That time was just taken." in answer.content.decode()) == (409, True)
