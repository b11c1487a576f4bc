"""What somebody else did in the meantime stands: nothing is written over, and nothing is told that is not so."""

from datetime import date, timedelta

import pytest
from django.core import mail

from appointments import actions
from appointments.actions import book, confirm, emergency, sweep_requests
from appointments.errors import Settled
from appointments.models import Appointment, Correction, Guest, MeetingKind, NotedLine, Notes
from customers.actions.wants import meet_want
from customers.models import Customer, Want
from followups.models import Message, Task
from followups.tokens import token_for
from kit import clock
from kit.events import Actor, Door
from kit.models import Event
from kit.undo import undo
from tests.appointments.test_groups import asks

pytestmark = pytest.mark.django_db
GUEST = Actor(None, Door.WEB)
HOUR = timedelta(hours=1)


@pytest.fixture
def meeting(ben, rosa, by_ben, talk, slot):
    return book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])


@pytest.fixture
def tastings(ben):
    return MeetingKind.objects.create(
        owner=ben, name="Tasting", slug="tasting", minutes=60, place="here", seats=6
    )


@pytest.fixture
def sent(ben, rosa, by_ben, tastings, slot):
    """Notes with one line that have gone to two guests."""
    others = Customer.objects.create(owner=ben, name="Bo")
    made = book(owner=ben, by=by_ben, kind=tastings, starts_at=slot, people=[rosa, others])
    with clock.travel(slot + HOUR):
        notes = ended(made, by_ben, "~ tea for everybody")
        yield actions.send_notes(notes=notes, by=by_ben)


def ended(made, by, text="") -> Notes:
    notes = actions.open_notes(appointment=made, by=by)
    actions.save_notes(notes=notes, by=by, text=text, revision=0, written_by="p")
    return actions.end_meeting(notes=notes, by=by)


def suggested(number: int, text: str) -> Correction:
    guest, line = Guest.objects.order_by("pk")[number], NotedLine.objects.get()
    return actions.suggest_correction(guest=guest, by=GUEST, line=line, text=text)


def test_in_an_emergency_what_a_guest_cancelled_first_is_theirs(
    ben, by_ben, meeting, talk, slot, monkeypatch
):
    zoe = Customer.objects.create(owner=ben, name="Zoe")
    book(owner=ben, by=by_ben, kind=talk, starts_at=slot + 2 * HOUR, people=[zoe])
    hold_row = emergency.hold_row

    def meanwhile(row):
        """What is committed while this one waits for the row."""
        monkeypatch.setattr(emergency, "hold_row", hold_row)
        actions.cancel(appointment=Appointment.objects.get(pk=row.pk), by=GUEST, side="them")
        return hold_row(row)

    monkeypatch.setattr(emergency, "hold_row", meanwhile)
    actions.cancel_day(owner=ben, by=by_ben, day=date(2026, 3, 3))
    assert set(Appointment.objects.values_list("closed_by", flat=True)) == {"them", "us"}
    told = Appointment.objects.get(closed_by="us").guests.get().customer_id
    planned = [*Message.objects.filter(rule__key="meeting_emergency"), *Task.objects.open()]
    struck = {one.customer_id for one in planned if ":emergency:" in one.occurrence}
    assert struck == {told}


def test_a_line_that_was_struck_before_stays_struck(sent, by_ben):
    strikes, changes = suggested(0, ""), suggested(1, "coffee")
    actions.take_correction(correction=strikes, by=by_ben)
    struck_at = NotedLine.objects.get().struck_at
    taken = actions.take_correction(correction=changes, by=by_ben)
    undo(event=taken.event, by=by_ben)
    assert (NotedLine.objects.get().struck_at, NotedLine.objects.get().text) == (
        struck_at,
        "tea for everybody",
    )


def test_an_older_correction_is_not_undone_under_a_newer_one(sent, by_ben):
    older = actions.take_correction(correction=suggested(0, "water"), by=by_ben)
    newer = actions.take_correction(correction=suggested(1, "coffee"), by=by_ben)
    with pytest.raises(Settled):
        undo(event=older.event, by=by_ben)
    assert NotedLine.objects.get().text == "coffee"
    for one in (newer, older):
        undo(event=one.event, by=by_ben)
    assert NotedLine.objects.get().text == "tea for everybody"


def test_what_they_have_is_not_wanted_again_by_a_correction(sent, by_ben):
    meet_want(want=Want.objects.get(), by=by_ben)
    actions.take_correction(correction=suggested(0, "green tea"), by=by_ben)
    assert NotedLine.objects.get().text == "green tea"
    assert (Want.objects.count(), Want.objects.unmet().count()) == (1, 0)


def test_a_confirmation_taken_back_leaves_time_to_answer(client, by_ben, talk, slot):
    asks(client, slot, kind="first-talk")
    now = clock.now()
    with clock.travel(now + timedelta(minutes=14)):
        made = confirm(appointment=Appointment.objects.get(), by=by_ben, side="us")
    with clock.travel(now + timedelta(minutes=17)):
        undo(event=made.event, by=by_ben)
        sweep_requests(by=GUEST)
        made.refresh_from_db()
        assert (made.state, made.held_until) == ("asked", clock.now() + timedelta(minutes=15))


def test_one_guest_cannot_fill_the_mailbox(client, meeting, slot, django_capture_on_commit_callbacks):
    link = "/a/" + token_for("appointment", meeting.guests.get().token) + "/late/"
    with clock.travel(slot - HOUR), django_capture_on_commit_callbacks(execute=True):
        for minutes in (20, 10, 20, 10, 20, 10, 20, 10, 20, 10, 20, 10, 20, 10, 25):
            client.post(link, {"minutes": minutes})
    assert Appointment.objects.get().late_minutes == 25
    assert len(mail.outbox) == 5


def test_who_comes_earlier_than_they_said_leaves_no_second_letter(
    client, meeting, slot, django_capture_on_commit_callbacks
):
    link = "/a/" + token_for("appointment", meeting.guests.get().token) + "/late/"
    with clock.travel(slot - HOUR), django_capture_on_commit_callbacks(execute=True):
        for minutes in (20, 10):
            client.post(link, {"minutes": minutes})
    assert (Appointment.objects.get().late_minutes, len(mail.outbox)) == (10, 1)


def test_a_meeting_whose_notes_are_ended_is_taken_back_with_them_alone(meeting, by_ben, slot):
    with clock.travel(slot + HOUR):
        notes = ended(meeting, by_ben)
        with pytest.raises(Settled):
            undo(event=Event.objects.get(kind="appointment.finished"), by=by_ben)
        assert Appointment.objects.get().state == "finished"
        undo(event=notes.event, by=by_ben)
        assert (Appointment.objects.get().state, Notes.objects.get().ended_at) == ("booked", None)


def test_a_seat_that_nobody_confirmed_gets_no_notes_and_was_no_contact(
    client, ben, rosa, by_ben, tastings, slot
):
    made = book(owner=ben, by=by_ben, kind=tastings, starts_at=slot, people=[rosa])
    asks(client, slot)
    with clock.travel(slot + HOUR):  # before the sweep
        actions.send_notes(notes=ended(made, by_ben, "~ tea"), by=by_ben)
    assert [one.customer for one in Message.objects.filter(rule__key="meeting_notes")] == [rosa]
    assert [one.touch is None for one in made.guests.order_by("pk")] == [False, True]
