"""Running late: who waits is told at once, and who waits themselves is told by a letter of their own."""

from datetime import timedelta

import pytest
from django.core import mail

from appointments.actions import book, cancel, move, run_late
from appointments.errors import AppointmentError, Settled
from customers.models import Consent, Phone
from followups.delivery import deliver_due
from followups.delivery.transport import Outbox
from followups.letters import words_of
from followups.models import Message, Task
from kit import clock
from kit.undo import undo

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def meeting(ben, rosa, by_ben, talk, slot):
    """Tomorrow at ten, by the clock a quarter of an hour before it."""
    made = book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])
    Message.objects.all().delete()
    with clock.travel(slot - 15 * MINUTE):
        yield made


def notes(state: str = "planned") -> list[Message]:
    return list(Message.objects.filter(rule__key="meeting_late", state=state).order_by("created_at"))


def test_who_waits_is_told_at_once_even_in_quiet_hours(meeting, by_ben, slot, rosa):
    rosa.zone = "Pacific/Auckland"  # 22:00
    rosa.save()
    run_late(appointment=meeting, by=by_ben, minutes=10)
    (note,) = notes()
    assert (note.due_at, note.expires_at) == (clock.now() + timedelta(seconds=10), slot + 10 * MINUTE)
    assert (meeting.late_minutes, meeting.late_side, meeting.late_said_at) == (10, "us", clock.now())
    words = words_of(note)
    assert words.subject == "I am running late: 22:10"
    assert "about 10 minutes late for our appointment, and will be there at 22:10." in words.text


def test_other_minutes_take_the_place_of_the_first_and_the_same_are_said_once(meeting, by_ben):
    run_late(appointment=meeting, by=by_ben, minutes=10)
    assert run_late(appointment=meeting, by=by_ben, minutes=10).event is None
    run_late(appointment=meeting, by=by_ben, minutes=20)
    assert [note.context["minutes"] for note in notes()] == ["20"]
    assert [note.context["minutes"] for note in notes("cancelled")] == ["10"]


def test_it_is_taken_back_while_the_note_has_not_gone(meeting, by_ben):
    event = run_late(appointment=meeting, by=by_ben, minutes=10).event
    undo(event=event, by=by_ben)
    meeting.refresh_from_db()
    assert (meeting.late_minutes, meeting.late_side, notes()) == (None, "", [])


def test_once_it_has_gone_it_stands(meeting, by_ben):
    event = run_late(appointment=meeting, by=by_ben, minutes=10).event
    Message.objects.filter(rule__key="meeting_late").update(state="sent", sent_at=clock.now())
    with pytest.raises(Settled) as refused:
        undo(event=event, by=by_ben)
    assert refused.value.code == "told"


def test_the_note_leaves_the_house_ten_seconds_later(meeting, by_ben):
    run_late(appointment=meeting, by=by_ben, minutes=10)
    line = Outbox()
    with clock.travel(clock.now() + timedelta(seconds=11)):
        deliver_due(line=line)
    assert [note.state for note in notes("sent")] == ["sent"]


def test_who_has_no_address_gets_a_text_from_ones_own_phone(meeting, ben, rosa, by_ben):
    rosa.emails.all().delete()
    Phone.objects.create(customer=rosa, owner=ben, number="+493023125001")
    Consent.objects.create(owner=ben, customer=rosa, channel="text", purpose="service")
    run_late(appointment=meeting, by=by_ben, minutes=5)
    (note,) = notes("draft")
    assert (note.channel, note.context["address"]) == ("text", "+493023125001")


def test_who_cannot_be_written_to_is_called(meeting, by_ben):
    Consent.objects.all().delete()
    run_late(appointment=meeting, by=by_ben, minutes=5)
    assert list(Task.objects.open().values_list("rule__key", flat=True)) == ["meeting_late"]


def test_a_new_time_or_none_forgets_it(meeting, by_ben, slot):
    run_late(appointment=meeting, by=by_ben, minutes=10)
    move(appointment=meeting, by=by_ben, starts_at=slot + 60 * MINUTE, anyway=True)
    assert (meeting.late_minutes, meeting.late_side, notes()) == (None, "", [])
    run_late(appointment=meeting, by=by_ben, minutes=10)
    cancel(appointment=meeting, by=by_ben)
    assert notes() == []


@pytest.mark.parametrize("minutes", [0, -5, 181, 1800])
def test_minutes_that_are_none(meeting, by_ben, minutes):
    with pytest.raises(AppointmentError):
        run_late(appointment=meeting, by=by_ben, minutes=minutes)


@pytest.mark.parametrize("hours", [-20, 2])
def test_neither_days_before_nor_afterwards(meeting, by_ben, slot, hours):
    with clock.travel(slot + timedelta(hours=hours)), pytest.raises(Settled):
        run_late(appointment=meeting, by=by_ben, minutes=10)


def test_they_say_it_and_the_distributor_reads_it(meeting, by_ben, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run_late(appointment=meeting, by=by_ben, minutes=10, side="them", guest=meeting.guests.get())
    assert notes() == []
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["ben@kept.example"], "Rosa Lind is 10 minutes late")
    assert "at about 10:10 instead of 10:00" in letter.body


def test_who_wants_no_letters_gets_none(meeting, ben, django_capture_on_commit_callbacks, by_ben):
    ben.availability.remind_me = False
    ben.availability.save()
    with django_capture_on_commit_callbacks(execute=True):
        run_late(appointment=meeting, by=by_ben, minutes=10, side="them")
    assert (mail.outbox, meeting.late_side) == ([], "them")
