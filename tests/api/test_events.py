"""The history by the API."""

import pytest

from customers.actions import add_person
from tests.api.conftest import phone_of

EVENTS, PEOPLE = "/api/v1/events/", "/api/v1/people/"

pytestmark = pytest.mark.usefixtures("monday")


def told(answer) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [event["text"] for event in answer.json()["results"]]


@pytest.fixture
def ida(ben, by_ben):
    return add_person(owner=ben, by=by_ben, name="Ida Berg")


def test_a_change_is_told_as_the_history_tells_it(phone, ida):
    changed = phone.patch(f"{PEOPLE}{ida.pk}/", {"source": "fair"})
    newest = phone.get(EVENTS).json()["results"][0]
    assert newest == {
        "id": changed["Kept-Undo"],
        "at": "2026-03-02T09:30:00Z",
        "kind": "customer.changed",
        "text": "Ida Berg was changed",
        "more": "",
        "said": "",
        "details": [{"label": "Where from", "before": "", "after": "fair"}],
        "person": str(ida.pk),
        "door": "api",
        "undone": False,
        "can_undo": True,
    }


def test_what_was_undone_says_so_and_is_offered_no_more(phone, ida):
    event = phone.patch(f"{PEOPLE}{ida.pk}/", {"source": "fair"})["Kept-Undo"]
    phone.post(f"{EVENTS}{event}/undo/")
    found = phone.get(EVENTS).json()["results"]
    [row] = [row for row in found if row["id"] == event]
    assert (row["undone"], row["can_undo"]) == (True, False)
    assert "undo.done" not in {row["kind"] for row in found}


def test_pages_follow_each_other_and_repeat_nothing(phone, ben, by_ben):
    for number in range(7):
        add_person(owner=ben, by=by_ben, name=f"Person {number}")
    found, cursor = [], ""
    while cursor is not None:
        page = phone.get(EVENTS, {"limit": 3, **({"cursor": cursor} if cursor else {})}).json()
        found += page["results"]
        cursor = page["next"]
    added = [event["text"] for event in found if event["kind"] == "customer.added"]
    assert added == [f"Person {number} was added to your people" for number in reversed(range(7))]
    assert len({event["id"] for event in found}) == len(found) == 8  # and a phone signed in


def test_those_of_one_person(phone, ida, rosa):
    phone.post(f"{PEOPLE}{rosa.pk}/notes/", {"text": "Likes tea"})
    people = {event["person"] for event in phone.get(EVENTS, {"person": str(ida.pk)}).json()["results"]}
    assert people == {str(ida.pk)}
    assert phone.get(EVENTS, {"person": "x"}).status_code == 400


def test_nobody_else_sees_them(ida, stranger, upline, outsider, anybody, rosa):
    for other in (stranger, upline, outsider):
        assert all("Ida" not in text for text in told(other.get(EVENTS)))
        assert told(other.get(EVENTS, {"person": str(ida.pk)})) == []
    assert anybody.get(EVENTS).status_code == 401


def test_a_cursor_of_another_list_is_refused(phone, ida, rosa, ben):
    cursor = phone_of(ben).get(PEOPLE, {"limit": 1}).json()["next"]
    answer = phone.get(EVENTS, {"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor")
