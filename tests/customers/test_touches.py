"""Contacts are evidence, and rhythms count from them."""

from datetime import UTC, datetime, timedelta

import pytest

from customers import actions
from customers.announcements import contacted
from customers.errors import CustomerError
from customers.ladder import Rung
from customers.models import Note, Touch
from kit.models import Event

pytestmark = pytest.mark.usefixtures("monday")


def kinds(person):
    return list(Event.objects.about(person.pk).order_by("id").values_list("kind", flat=True))


def test_a_call_is_a_contact_and_no_evidence(rosa, by_ben, monday):
    touch = actions.log_touch(person=rosa, by=by_ben, kind="call")
    rosa.refresh_from_db()
    assert (rosa.last_contact_at, rosa.rung) == (monday, Rung.SUSPECT)
    assert (touch.direction, touch.at, touch.owner) == ("out", monday, rosa.owner)
    assert kinds(rosa) == ["touch.logged"]


@pytest.mark.parametrize(
    "kind, inquiry, evidence",
    [
        ("call", True, ["inquiry"]),
        ("message", True, ["inquiry"]),
        ("sample", False, ["sample"]),
        ("presentation", False, ["presentation"]),
        ("presentation", True, ["inquiry", "presentation"]),
    ],
)
def test_interest_makes_a_prospect(rosa, by_ben, kind, inquiry, evidence):
    touch = actions.log_touch(person=rosa, by=by_ben, kind=kind, inquiry=inquiry, note="About tea")
    rosa.refresh_from_db()
    assert rosa.rung == Rung.PROSPECT
    steps = rosa.steps.order_by("kind").values_list("kind", "source", "reason")
    assert list(steps) == [(name, touch.pk, "About tea") for name in evidence]


def test_the_day_of_evidence_is_the_owners(rosa, by_ben):
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)  # 00:30 on the 2nd in Berlin
    actions.log_touch(person=rosa, by=by_ben, kind="sample", at=late)
    assert rosa.steps.get().on.isoformat() == "2026-03-02"


def test_an_older_contact_does_not_hide_a_newer(rosa, by_ben, monday):
    actions.log_touch(person=rosa, by=by_ben, kind="call")
    actions.log_touch(person=rosa, by=by_ben, kind="visit", at=monday - timedelta(days=3))
    rosa.refresh_from_db()
    assert rosa.last_contact_at == monday


def test_a_touch_taken_back_takes_its_evidence_along(rosa, by_ben, monday):
    before = actions.log_touch(person=rosa, by=by_ben, kind="call", at=monday - timedelta(days=3))
    touch = actions.log_touch(person=rosa, by=by_ben, kind="sample", inquiry=True)
    actions.revoke_touch(touch=touch, by=by_ben, reason="Mistaken")
    actions.revoke_touch(touch=touch, by=by_ben, reason="Mistaken")
    rosa.refresh_from_db()
    assert (rosa.rung, rosa.last_contact_at) == (Rung.SUSPECT, before.at)
    assert {step.revoked_reason for step in rosa.steps.all()} == {"Mistaken"}
    actions.revoke_touch(touch=before, by=by_ben)
    rosa.refresh_from_db()
    assert rosa.last_contact_at is None


def test_a_contact_is_announced(rosa, by_ben):
    heard = []

    def hear(touch, by, **rest):
        heard.append((touch.kind, by.door))

    contacted.connect(hear)
    actions.log_touch(person=rosa, by=by_ben, kind="visit")
    contacted.disconnect(hear)
    assert heard == [("visit", "web")]


@pytest.mark.parametrize(
    "values, field",
    [
        ({"kind": "smoke"}, "kind"),
        ({"kind": "call", "direction": "up"}, "direction"),
        ({"kind": "call", "note": "x" * 5001}, "note"),
        ({"kind": "call", "at": datetime(2026, 3, 3, tzinfo=UTC)}, "at"),
    ],
)
def test_bad_touches_are_refused_by_their_field(rosa, by_ben, values, field):
    with pytest.raises(CustomerError) as refusal:
        actions.log_touch(person=rosa, by=by_ben, **values)
    assert refusal.value.field == field
    assert Touch.objects.count() == 0


def test_notes_are_kept_and_taken_back(rosa, by_ben, monday):
    note = actions.add_note(person=rosa, by=by_ben, text=" Sami started school\x00 ")
    assert (note.text, note.at, note.owner) == ("Sami started school", monday, rosa.owner)
    actions.revoke_note(note=note, by=by_ben)
    actions.revoke_note(note=note, by=by_ben)
    assert Note.objects.get().revoked_at == monday
    assert kinds(rosa) == ["note.added", "note.revoked"]


@pytest.mark.parametrize("text", ["", "  \n ", "\x00", "x" * 20001])
def test_a_note_needs_words(rosa, by_ben, text):
    with pytest.raises(CustomerError) as refusal:
        actions.add_note(person=rosa, by=by_ben, text=text)
    assert refusal.value.field == "text"
