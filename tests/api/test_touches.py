"""Contacts by the API."""

from datetime import timedelta

import pytest

from customers.actions import delete_person, log_touch
from customers.models import Customer, Touch
from kit import clock
from kit.events import last_event_of

TOUCHES = "/api/v1/touches/"
NOBODY = "01900000-0000-7000-8000-000000000000"


def listed(phone, query="") -> list[str]:
    answer = phone.get(f"{TOUCHES}{query}")
    assert answer.status_code == 200, answer.content
    return [touch["note"] for touch in answer.json()["results"]]


def fields(answer) -> set[str]:
    assert answer.status_code == 400, answer.content
    return set(answer.json()["fields"])


def test_a_contact_is_logged_with_the_evidence_it_is(phone, rosa, monday):
    answer = phone.post(TOUCHES, {
        "person": str(rosa.pk), "kind": "message", "direction": "in", "note": "Asked about the balm",
        "inquiry": True, "at": "2026-03-01T20:15:00+01:00",
    })  # fmt: skip
    assert answer.status_code == 201, answer.content
    touch = Touch.objects.get()
    assert answer.json() == {
        "id": str(touch.pk),
        "person": str(rosa.pk),
        "kind": "message",
        "direction": "in",
        "at": "2026-03-01T19:15:00Z",
        "note": "Asked about the balm",
        "inquiry": True,
        "revoked_at": None,
        "created_at": "2026-03-02T09:30:00Z",
        "updated_at": "2026-03-02T09:30:00Z",
    }
    assert phone.get(answer["Location"]).json() == answer.json()
    assert answer["Kept-Undo"] == str(last_event_of(touch, "touch.logged").pk)
    person = phone.get(f"/api/v1/people/{rosa.pk}/").json()
    assert (person["rung"], person["last_contact_at"]) == ("prospect", "2026-03-01T19:15:00Z")


def test_what_happened_and_with_whom_is_enough(phone, rosa):
    answer = phone.post(TOUCHES, {"person": str(rosa.pk), "kind": "call"})
    assert (answer.json()["direction"], answer.json()["inquiry"], answer.json()["note"]) == ("out", False, "")


@pytest.mark.parametrize(
    ("said", "at_fault"),
    [
        ({"person": None}, "person"),
        ({"person": NOBODY}, "person"),
        ({"person": 7}, "person"),
        ({"person": "rosa"}, "person"),
        ({"kind": "owl"}, "kind"),
        ({"kind": None}, "kind"),
        ({"direction": "up"}, "direction"),
        ({"inquiry": "yes"}, "inquiry"),
        ({"inquiry": 1}, "inquiry"),
        ({"note": 7}, "note"),
        ({"note": "x" * 5001}, "note"),
        ({"at": "2026-03-01"}, "at"),
        ({"at": "2026-03-01T10:00:00"}, "at"),
        ({"at": "2999-01-01T00:00:00Z"}, "at"),
        ({"at": 0}, "at"),
        ({"customer": NOBODY}, "customer"),
        ({"revoked_at": None}, "revoked_at"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(phone, rosa, said, at_fault):
    assert fields(phone.post(TOUCHES, {"person": str(rosa.pk), "kind": "call"} | said)) == {at_fault}
    assert not Touch.objects.exists()


def test_somebody_else_s_person_does_not_exist(stranger, upline, outsider, rosa):
    for other in (stranger, upline, outsider):
        answer = other.post(TOUCHES, {"person": str(rosa.pk), "kind": "call"})
        assert answer.json()["fields"] == {"person": ["There is no such object."]}


@pytest.fixture
def three(rosa, by_ben, ben):
    ida = Customer.objects.create(owner=ben, name="Ida")
    now = clock.now()
    return [
        log_touch(person=rosa, by=by_ben, kind="call", note="first", at=now - timedelta(9)),
        log_touch(person=ida, by=by_ben, kind="call", note="second", at=now - timedelta(5)),
        log_touch(person=rosa, by=by_ben, kind="call", note="third", at=now - timedelta(1)),
    ]


def test_the_latest_come_first_and_can_be_narrowed(phone, three, rosa, stranger):
    since = (clock.now() - timedelta(6)).isoformat()
    assert listed(phone) == ["third", "second", "first"]
    assert listed(phone, f"?person={rosa.pk}") == ["third", "first"]
    assert listed(phone, f"?since={since}") == ["third", "second"]
    assert listed(phone, f"?person={NOBODY}") == []
    assert listed(stranger) == []
    first = phone.get(f"{TOUCHES}?limit=2").json()
    assert listed(phone, f"?limit=2&cursor={first['next']}") == ["first"]


@pytest.mark.parametrize("query", ["person=7", "since=now", "updated_since=2026-03-01", "kind=call"])
def test_a_filter_that_makes_no_sense_is_named(phone, query):
    assert fields(phone.get(f"{TOUCHES}?{query}")) == {query.split("=")[0]}


def test_what_is_taken_back_is_listed_only_among_what_changed(phone, three, stranger):
    path = f"{TOUCHES}{three[2].pk}/revoke/"
    assert stranger.post(path).status_code == 404
    answer = phone.post(path, {"reason": "A mistake"})
    assert (answer.status_code, answer.json()["revoked_at"] is None) == (200, False)
    assert phone.post(path).json() == answer.json()
    assert listed(phone) == ["second", "first"]
    assert listed(phone, "?updated_since=2020-01-01T00:00:00Z") == ["third", "second", "first"]


def test_contacts_go_with_their_person(phone, three, rosa, by_ben):
    delete_person(person=rosa, by=by_ben)
    assert listed(phone) == ["second"]
    assert phone.get(f"{TOUCHES}{three[0].pk}/").status_code == 404
