"""What is kept beside a person, by the API: notes, and what they agreed to."""

import pytest

from customers.actions import add_person
from customers.models import Consent, Note
from tests.api.test_people import address, fields

# Notes


def test_notes_are_kept_and_listed_latest_first(phone, rosa):
    first = phone.post(address(rosa, "notes"), {"text": "Likes dogs", "at": "2026-03-01T10:00:00+01:00"})
    assert first.status_code == 201
    assert first.json() == {
        "id": str(Note.objects.get().pk),
        "person": str(rosa.pk),
        "text": "Likes dogs",
        "at": "2026-03-01T09:00:00Z",
        "updated_at": first.json()["updated_at"],
    }
    second = phone.post(address(rosa, "notes"), {"text": "And cats"})
    listed = phone.get(address(rosa, "notes") + "?limit=1").json()
    assert [note["text"] for note in listed["results"]] == ["And cats"]
    rest = phone.get(address(rosa, "notes") + f"?cursor={listed['next']}").json()
    assert ([note["text"] for note in rest["results"]], rest["next"]) == (["Likes dogs"], None)
    phone.post(f"/api/v1/events/{second['Kept-Undo']}/undo/")
    assert [note["text"] for note in phone.get(address(rosa, "notes")).json()["results"]] == ["Likes dogs"]


@pytest.mark.parametrize(
    ("said", "at_fault"),
    [
        ({}, "text"),
        ({"text": " "}, "text"),
        ({"text": "x" * 20_001}, "text"),
        ({"text": "So", "at": "2999-01-01T00:00:00Z"}, "at"),
        ({"text": "So", "at": "2026-03-01T10:00:00"}, "at"),
        ({"text": "So", "at": "0001-01-01T00:00:00Z"}, "at"),
    ],
)
def test_a_note_that_cannot_be(phone, rosa, said, at_fault):
    assert fields(phone.post(address(rosa, "notes"), said)) == {at_fault}


# Consents


def test_a_consent_is_given_and_withdrawn(phone, rosa):
    said = {"channel": "email", "purpose": "marketing", "source": "On the phone"}
    given = phone.post(address(rosa, "consents"), said)
    assert (given.status_code, given.json()["withdrawn_at"]) == (201, None)
    assert phone.post(address(rosa, "consents"), said).json() == given.json()
    ended = phone.post(address(rosa, "consents", given.json()["id"], "withdraw"))
    assert (ended.status_code, ended.json()["withdrawn_at"] is None) == (200, False)
    listed = phone.get(address(rosa, "consents")).json()["results"]
    assert [(one["purpose"], one["withdrawn_at"] is None) for one in listed] == [
        ("marketing", False),
        ("service", True),
    ]
    phone.post(f"/api/v1/events/{ended['Kept-Undo']}/undo/")
    assert Consent.objects.standing().filter(purpose="marketing").count() == 1


def test_a_consent_of_somebody_else_is_not_here(phone, rosa, ben, by_ben):
    ida = add_person(owner=ben, by=by_ben, name="Ida")
    consent = Consent.objects.get(customer=rosa)
    assert phone.post(address(ida, "consents", consent.pk, "withdraw")).status_code == 404
    assert Consent.objects.standing().count() == 1


def test_an_unknown_channel_is_no_consent(phone, rosa):
    assert fields(phone.post(address(rosa, "consents"), {"channel": "owl", "purpose": "so"})) == {
        "channel",
        "purpose",
    }
