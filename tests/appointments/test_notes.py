"""The notes of a meeting: saved as they are typed, never over other words; and what comes of them at the end."""

from datetime import date, timedelta

import pytest

from appointments import actions
from appointments.errors import AppointmentError, Settled, StaleNotes
from appointments.models import MeetingKind, Notes
from customers.models import Customer, Want
from followups.actions.promises import change_promise, keep_promise
from followups.errors import Closed
from followups.models import Promise
from kit import clock
from kit.models import Event
from kit.undo import undo
from tests.appointments.meetings import booked

TEXT = "\n".join(
    [
        "Sami likes school.",
        "! Ask about the card, by Thursday",
        "~ Something without perfume",
        "+ 2 hand balm",
        "? What does it cost?",
        "? How long does it last?",
        "= Six weeks",
    ]
)


def soon(owner, by, *people):
    """A meeting that begins in half an hour."""
    call = MeetingKind.objects.create(
        owner=owner, name="Talk", slug="talk", minutes=30, seats=3, place="phone"
    )
    at = clock.now() + timedelta(minutes=30)
    return actions.book(owner=owner, by=by, kind=call, starts_at=at, people=people, anyway=True)


@pytest.fixture
def meeting(ben, by_ben, rosa, monday):
    meeting = soon(ben, by_ben, rosa)
    meeting.kind.agenda = [{"title": "Hello", "minutes": 3}, {"title": "Balm", "minutes": 10}]
    meeting.kind.save()
    return meeting


@pytest.fixture
def notes(meeting, by_ben):
    return actions.open_notes(appointment=meeting, by=by_ben)


def save(notes, by, text, revision, page="a"):
    return actions.save_notes(notes=notes, by=by, text=text, revision=revision, written_by=page)


def told() -> list[str]:
    return list(
        Event.objects.filter(kind__startswith="meeting.").order_by("at", "pk").values_list("kind", flat=True)
    )


def test_notes_are_opened_once_with_the_agenda_of_the_kind(meeting, notes, by_ben):
    assert actions.open_notes(appointment=meeting, by=by_ben).pk == notes.pk
    assert [item["title"] for item in notes.agenda] == ["Hello", "Balm"]
    assert (notes.text, notes.revision, notes.started_at) == ("", 0, None)


def test_a_cancelled_meeting_has_no_notes_but_keeps_those_it_had(meeting, by_ben, ben, rosa):
    other = booked(ben, by_ben, rosa, days=1)
    kept = actions.open_notes(appointment=other, by=by_ben)
    for one in (meeting, other):
        actions.cancel(appointment=one, by=by_ben)
    with pytest.raises(Settled):
        actions.open_notes(appointment=meeting, by=by_ben)
    assert actions.open_notes(appointment=other, by=by_ben).pk == kept.pk


def test_each_save_is_a_revision_and_none_an_event(notes, by_ben):
    save(notes, by_ben, "Sami", 0)
    save(notes, by_ben, "Sami likes\r\nschool\0", 1)
    row = Notes.objects.get()
    assert (row.text, row.revision, row.written_by) == ("Sami likes\nschool", 2, "a")
    assert told() == []


def test_the_same_text_twice_is_once(notes, by_ben):
    save(notes, by_ben, "Sami", 0)
    assert save(notes, by_ben, "Sami", 0).revision == 1


def test_nobody_writes_over_what_was_saved_elsewhere(notes, by_ben):
    save(notes, by_ben, "from the phone", 0, "phone")
    with pytest.raises(StaleNotes) as refusal:
        save(notes, by_ben, "from the desk", 0, "desk")
    assert (refusal.value.notes.text, refusal.value.notes.revision) == ("from the phone", 1)
    assert Notes.objects.get().text == "from the phone"


def test_a_text_beyond_all_measure_is_refused(notes, by_ben):
    with pytest.raises(AppointmentError) as refusal:
        save(notes, by_ben, "a" * 100_001, 0)
    assert refusal.value.field == "text"


def test_to_begin_is_to_be_there_and_the_clock_runs(meeting, notes, by_ben):
    actions.begin_meeting(notes=notes, by=by_ben)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.arrived_at) == ("arrived", clock.now())
    assert (notes.started_at, notes.running, notes.running_since) == (clock.now(), 0, clock.now())
    actions.begin_meeting(notes=notes, by=by_ben)
    assert told() == ["meeting.begun"]


def test_items_of_the_agenda_are_gone_through(notes, by_ben):
    actions.begin_meeting(notes=notes, by=by_ben)
    clock.advance(minutes=4)
    actions.finish_item(notes=notes, by=by_ben, position=0)
    clock.advance(minutes=6)
    actions.run_item(notes=notes, by=by_ben, position=0)
    row = Notes.objects.get()
    assert [(item["seconds"], item["is_done"]) for item in row.agenda] == [(240, False), (360, False)]
    assert (row.running, row.running_since) == (0, clock.now())


def test_the_end_keeps_the_marked_lines_and_what_comes_of_them(meeting, notes, by_ben, rosa):
    save(notes, by_ben, TEXT, 0)
    actions.begin_meeting(notes=notes, by=by_ben)
    clock.advance(minutes=20)
    actions.end_meeting(notes=notes, by=by_ben)
    meeting.refresh_from_db()
    assert (meeting.state, notes.ended_at, notes.running) == ("finished", clock.now(), None)
    assert [
        (line.position, line.mark, line.text, line.due_on, line.answer) for line in notes.lines.all()
    ] == [
        (1, "promise", "Ask about the card", date(2026, 3, 5), ""),
        (2, "want", "Something without perfume", None, ""),
        (3, "order", "2 hand balm", None, ""),
        (4, "asked", "What does it cost?", date(2026, 3, 4), ""),
        (5, "asked", "How long does it last?", None, "Six weeks"),
    ]
    promises = Promise.objects.order_by("due_on").values_list("customer", "text", "due_on", "told_on")
    assert list(promises) == [
        (rosa.pk, "Answer: What does it cost?", date(2026, 3, 4), date(2026, 3, 5)),
        (rosa.pk, "Ask about the card", date(2026, 3, 5), date(2026, 3, 6)),
    ]
    assert list(Want.objects.values_list("text", "origin", "origin_id")) == [
        ("Something without perfume", "meeting", meeting.pk)
    ]


def test_a_promise_without_a_day_is_due_in_a_week(notes, by_ben, ben):
    save(notes, by_ben, "! A sample", 0)
    actions.end_meeting(notes=notes, by=by_ben)
    assert Promise.objects.get().due_on == ben.today() + timedelta(days=7)


def test_to_end_twice_is_to_end_once(notes, by_ben):
    save(notes, by_ben, TEXT, 0)
    for _again in range(2):
        actions.end_meeting(notes=notes, by=by_ben)
    assert (notes.lines.count(), Promise.objects.count(), Want.objects.count()) == (5, 2, 1)
    assert told() == ["meeting.ended"]


def test_what_comes_late_is_kept_after_the_end(notes, by_ben):
    actions.end_meeting(notes=notes, by=by_ben)
    save(notes, by_ben, "typed in the tunnel", 0)
    assert Notes.objects.get().text == "typed in the tunnel"


def test_a_cancelled_meeting_is_not_ended(meeting, notes, by_ben):
    actions.cancel(appointment=meeting, by=by_ben)
    with pytest.raises(Settled):
        actions.end_meeting(notes=notes, by=by_ben)
    assert Notes.objects.get().ended_at is None


def test_of_several_people_the_line_says_whom(ben, by_ben, rosa, monday):
    tom = Customer.objects.create(owner=ben, name="Tom Reed")
    notes = actions.open_notes(appointment=soon(ben, by_ben, rosa, tom), by=by_ben)
    save(notes, by_ben, "! A sample\n! A card @tom\n~ Soap @reed\n~ Tea @nobody", 0)
    actions.end_meeting(notes=notes, by=by_ben)
    assert [line.guest and line.guest.customer.name for line in notes.lines.all()] == [
        None, "Tom Reed", "Tom Reed", None,
    ]  # fmt: skip
    assert dict(Promise.objects.values_list("text", "customer__name")) == {
        "A sample": "Rosa Lind", "A card": "Tom Reed",
    }  # fmt: skip
    assert dict(Want.objects.values_list("text", "customer__name")) == {
        "Soap": "Tom Reed",
        "Tea": "Rosa Lind",
    }


def test_the_end_is_undone_and_done_again(meeting, notes, by_ben):
    save(notes, by_ben, TEXT, 0)
    actions.begin_meeting(notes=notes, by=by_ben)
    actions.end_meeting(notes=notes, by=by_ben)
    undo(event=Event.objects.get(kind="meeting.ended"), by=by_ben)
    meeting.refresh_from_db()
    notes.refresh_from_db()
    assert (meeting.state, notes.ended_at, notes.lines.count()) == ("arrived", None, 0)
    assert Promise.objects.filter(revoked_at=None).count() == Want.objects.unmet().count() == 0
    actions.end_meeting(notes=notes, by=by_ben)
    assert (notes.lines.count(), Promise.objects.filter(revoked_at=None).count()) == (5, 2)
    assert Want.objects.unmet().count() == 1


def test_an_end_is_not_undone_once_a_promise_was_kept(notes, by_ben):
    save(notes, by_ben, "! A sample", 0)
    actions.end_meeting(notes=notes, by=by_ben)
    keep_promise(promise=Promise.objects.get(), by=by_ben)
    with pytest.raises(Closed):
        undo(event=Event.objects.get(kind="meeting.ended"), by=by_ben)
    assert Notes.objects.get().ended_at is not None


def test_the_beginning_is_undone(meeting, notes, by_ben):
    save(notes, by_ben, "Sami", 0)
    actions.begin_meeting(notes=notes, by=by_ben)
    undo(event=Event.objects.get(kind="meeting.begun"), by=by_ben)
    meeting.refresh_from_db()
    row = Notes.objects.get()
    assert (meeting.state, meeting.arrived_at) == ("booked", None)
    assert (row.text, row.started_at, row.running) == ("Sami", None, None)


def test_people_who_were_deleted_take_no_promises(notes, by_ben, rosa):
    Customer.objects.filter(pk=rosa.pk).update(deleted_at=clock.now())
    save(notes, by_ben, "! A sample", 0)
    actions.end_meeting(notes=notes, by=by_ben)
    assert [line.promise for line in notes.lines.all()] == [None]


def test_days_that_nobody_said_are_days_of_work(ben, by_ben, notes):
    with clock.travel(clock.now() + timedelta(days=3)):  # Thursday
        save(notes, by_ben, "! A card\n? The price\n! Call, by Friday", 0)
        actions.end_meeting(notes=notes, by=by_ben)
    assert list(notes.lines.values_list("due_on", "promise__told_on")) == [
        (date(2026, 3, 12), date(2026, 3, 13)),
        (date(2026, 3, 9), date(2026, 3, 10)),
        (date(2026, 3, 6), date(2026, 3, 9)),
    ]


def test_a_day_that_is_past_stays_in_the_words_and_is_asked_for(as_ben, by_ben, meeting, notes):
    save(notes, by_ben, "! Call, by 20 Feb", 0)
    room = as_ben.get(f"/appointments/{meeting.pk}/meet/").content.decode()
    actions.end_meeting(notes=notes, by=by_ben)
    review = as_ben.get(f"/appointments/{meeting.pk}/notes/").content.decode()
    assert [page.count("That day is past: by when?") for page in (room, review)] == [1, 1]
    line = notes.lines.get()
    assert (line.text, line.due_on) == ("Call, by 20 Feb", date(2026, 3, 9))
    change_promise(promise=line.promise, by=by_ben, due_on=date(2026, 3, 4))
    assert "That day is past" not in as_ben.get(f"/appointments/{meeting.pk}/notes/").content.decode()
