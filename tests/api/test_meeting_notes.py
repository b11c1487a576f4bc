"""A meeting by the API: notes upon a revision, agenda, end, what was written since, sending, corrections."""

from datetime import timedelta

import pytest

from appointments import actions
from appointments.models import MeetingKind, Notes
from followups.models import Message, Promise
from kit import clock
from tests.appointments.meetings import held

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def meeting(ben, by_ben, rosa):
    agenda = [{"title": "Hello", "minutes": 3}, {"title": "Balm", "minutes": 10}]
    kind = MeetingKind.objects.create(
        owner=ben, name="Talk", slug="talk", minutes=30, place="phone", agenda=agenda
    )
    at = clock.now() + timedelta(minutes=10)
    return actions.book(owner=ben, by=by_ben, kind=kind, starts_at=at, people=[rosa], anyway=True)


@pytest.fixture
def notes(meeting):
    return f"/api/v1/appointments/{meeting.pk}/notes/"


def write(phone, notes, text, revision, **more):
    return phone.put(notes, {"text": text, "revision": revision, **more}, content_type="application/json")


def test_looking_makes_nothing_and_shows_the_agenda(phone, notes):
    shown = phone.get(notes)
    facts = shown.json()
    assert (shown.status_code, Notes.objects.count()) == (200, 0)
    assert (facts["text"], facts["revision"], facts["lines"], facts["started_at"]) == ("", 0, [], None)
    assert [item["title"] for item in facts["agenda"]] == ["Hello", "Balm"]
    assert phone.get(notes, headers={"If-None-Match": shown["ETag"]}).status_code == 304


def test_nobody_writes_over_what_was_saved_elsewhere(phone, notes):
    first = write(phone, notes, "from the phone", 0, written_by="phone")
    assert (first.status_code, first.json()["revision"], first.json()["written_by"]) == (200, 1, "phone")
    stale = write(phone, notes, "from the desk", 0)
    assert (stale.status_code, stale.json()) == (
        409,
        {
            "code": "stale", "detail": "This was written on elsewhere. Nothing is lost.", "fields": {},
            "text": "from the phone", "revision": 1,
        },
    )  # fmt: skip
    assert phone.patch(notes, {"text": "  both\n", "revision": 1}).json()["text"] == "  both\n"
    old = {"If-Match": first["ETag"]}
    late = phone.patch(notes, {"text": "late", "revision": 2}, headers=old)
    assert (late.status_code, Notes.objects.get().text) == (412, "  both\n")


def test_a_save_with_a_key_is_done_once(phone, notes):
    key = {"Idempotency-Key": "one"}
    body = {"text": "Tea", "revision": 0}
    answers = [phone.patch(notes, body, headers=key) for _ in range(2)]
    assert [answer.json()["revision"] for answer in answers] == [1, 1]
    assert answers[1]["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"text", "revision"}),
        ({"text": "a" * 100_001, "revision": 0}, {"text"}),
        ({"text": "a", "revision": "0"}, {"revision"}),
        ({"text": "a", "revision": -1}, {"revision"}),
        ({"text": "a", "revision": 0, "more": 1}, {"more"}),
    ],
)
def test_what_cannot_be_is_named(phone, notes, body, fields):
    answer = phone.patch(notes, body)
    assert (answer.status_code, set(answer.json()["fields"])) == (400, fields)
    assert Notes.objects.count() == 0


def test_the_agenda_is_gone_through_and_the_end_is_undone(phone, notes):
    begun = phone.post(f"{notes}begin/")
    assert (begun.json()["running"], begun.json()["started_at"]) == (0, "2026-03-02T09:30:00Z")
    clock.advance(minutes=2)
    assert phone.post(f"{notes}finish-item/", {"item": 0}).json()["running"] == 1
    assert phone.post(f"{notes}run-item/", {"item": 0}).json()["running"] == 0
    assert set(phone.post(f"{notes}run-item/", {"item": 2}).json()["fields"]) == {"item"}
    write(phone, notes, "! A card, by Thursday\n? How long\n= A month", 0)
    ended = phone.post(f"{notes}end/")
    lines = [(one["mark"], one["text"], one["due_on"], one["answer"]) for one in ended.json()["lines"]]
    assert lines == [("promise", "A card", "2026-03-05", ""), ("asked", "How long", None, "A month")]
    assert Promise.objects.standing().count() == 1
    assert phone.post(f"{notes}end/").json()["ended_at"] == ended.json()["ended_at"]
    assert phone.post(f"/api/v1/events/{ended['Kept-Undo']}/undo/").status_code == 200
    assert (phone.get(notes).json()["ended_at"], Promise.objects.standing().count()) == (None, 0)


def test_what_is_written_after_the_end_is_taken_over_and_sent(phone, notes, rosa):
    write(phone, notes, "! A card, by Thursday", 0)
    too_soon = phone.post(f"{notes}send/")
    assert (too_soon.status_code, too_soon.json()["code"]) == (409, "not_ended")
    assert phone.post(f"{notes}take-over/").json()["code"] == "not_ended"
    phone.post(f"{notes}end/")
    assert write(phone, notes, "~ Tea\n! A card, by Thursday", 1).json()["written_since_end"] == 1
    taken = phone.post(f"{notes}take-over/").json()
    assert [line["text"] for line in taken["lines"]] == ["Tea", "A card"]
    assert taken["written_since_end"] == 0
    going = [taken["lines"][0]["id"]]
    reviewed = phone.post(f"{notes}review/", {"text": "", "going": going}).json()
    assert [line["goes_out"] for line in reviewed["lines"]] == [True, False]
    sent = phone.post(f"{notes}send/")
    assert (sent.json()["editions"], sent.json()["minutes_to_send"]) == (1, 0)
    assert phone.post(f"{notes}send/").json()["editions"] == 1
    assert phone.post(f"{notes}send/", {"edition": 1}).json()["editions"] == 2
    assert Message.objects.filter(rule__key="meeting_notes", customer=rosa).count() == 2


def test_corrections_are_listed_taken_and_left(phone, ben, by_ben, rosa):
    things = held(ben, by_ben, rosa, rows=2)
    page = phone.get("/api/v1/corrections/", {"state": "open", "appointment": str(things["held"])}).json()
    assert [(one["line_text"], one["text"]) for one in page["results"]] == [
        ("Tin 0", "Tin 0, blue"),
        ("Tin 1", "Tin 1, blue"),
    ]
    first, second = (f"/api/v1/corrections/{one['id']}/" for one in page["results"])
    etag = phone.get(first)["ETag"]
    taken = phone.post(f"{first}take/", headers={"If-Match": etag})
    assert (taken.json()["state"], taken.json()["line_text"]) == ("taken", "Tin 0, blue")
    assert phone.post(f"{first}leave/").json()["code"] == "settled"
    assert phone.post(f"{second}leave/").json()["state"] == "left"
    assert phone.get("/api/v1/corrections/", {"state": "open"}).json()["results"] == []
    phone.post(f"/api/v1/events/{taken['Kept-Undo']}/undo/")
    (back,) = phone.get("/api/v1/corrections/", {"state": "open"}).json()["results"]
    assert (back["line_text"], back["state"]) == ("Tin 0", "open")


def test_a_stranger_sees_no_notes_and_no_corrections(stranger, notes, ben, by_ben, rosa):
    things = held(ben, by_ben, rosa)
    assert stranger.get(notes).status_code == 404
    assert write(stranger, notes, "x", 0).status_code == 404
    assert stranger.get("/api/v1/corrections/").json()["results"] == []
    assert stranger.post(f"/api/v1/corrections/{things['correction']}/take/").status_code == 404
