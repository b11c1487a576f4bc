"""What is done to many people at once by the API."""

from uuid import uuid4

import pytest

from customers.actions import add_person
from customers.models import Customer, Note
from followups.models import Task
from kit.models import Event
from tests.queries.counting import count_of

PEOPLE, MANY = "/api/v1/people/", "/api/v1/tasks/many/"
VERBS = [
    (f"{PEOPLE}tag/", {"tag": "Tea"}),
    (f"{PEOPLE}untag/", {"tag": "Fair"}),
    (f"{PEOPLE}note/", {"text": "Came to the fair"}),
    (MANY, {"kind": "other", "title": "Write", "day": "2026-03-05"}),
]
COUNTS = {f"{PEOPLE}tag/": 13, f"{PEOPLE}untag/": 10, f"{PEOPLE}note/": 7, MANY: 13}

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def people(ben, by_ben):
    def make(count: int) -> list[str]:
        made = [add_person(owner=ben, by=by_ben, name=f"Person {n}", tags=["Fair"]) for n in range(count)]
        return [str(person.pk) for person in made]

    return make


def fields(answer) -> dict:
    assert answer.status_code == 400, answer.content
    return answer.json()["fields"]


def tagged(name: str) -> int:
    return Customer.objects.filter(tags__name=name).count()


def undone(phone, answer) -> bool:
    return phone.post(f"/api/v1/events/{answer['Kept-Undo']}/undo/").status_code == 200


def test_a_tag_is_given_taken_and_both_taken_back(phone, people):
    ids = people(3)
    given = phone.post(f"{PEOPLE}tag/", {"people": ids[:2], "tag": " Tea "})
    assert (given.status_code, given.json()) == (200, {"changed": 2, "left": 0})
    again = phone.post(f"{PEOPLE}tag/", {"people": ids[:2], "tag": "tea"})
    assert (again.json(), "Kept-Undo" in again) == ({"changed": 0, "left": 0}, False)
    taken = phone.post(f"{PEOPLE}untag/", {"people": ids, "tag": "TEA"})
    assert (taken.json(), tagged("Tea")) == ({"changed": 2, "left": 0}, 0)
    assert undone(phone, taken)
    assert tagged("Tea") == 2
    assert undone(phone, given)
    assert tagged("Tea") == 0


def test_a_note_is_kept_about_each(phone, people):
    kept = phone.post(f"{PEOPLE}note/", {"people": people(3), "text": "Came to the fair"})
    assert kept.json() == {"changed": 3, "left": 0}
    assert list(Note.objects.values_list("text", flat=True)) == ["Came to the fair"] * 3
    assert undone(phone, kept)


def test_the_same_is_planned_for_each_once(phone, people):
    said = {"people": people(3), "title": "Write", "day": "2026-03-05"}
    planned = phone.post(MANY, said)
    assert planned.json() == {"changed": 3, "left": 0}
    told = Task.objects.filter(title="Write").values_list("kind", "local_date")
    assert {(kind, day.isoformat()) for kind, day in told} == {("other", "2026-03-05")}
    assert phone.post(MANY, said).json() == {"changed": 0, "left": 0}
    assert undone(phone, planned)


def test_the_same_request_under_its_key_is_done_once(phone, people):
    said = {"people": people(2), "text": "Came"}
    answers = [phone.post(f"{PEOPLE}note/", said, headers={"Idempotency-Key": "1"}) for _time in range(2)]
    assert answers[0].json() == answers[1].json() == {"changed": 2, "left": 0}
    assert Note.objects.count() == 2


@pytest.mark.parametrize(("path", "said"), VERBS)
def test_who_is_nobodys_or_too_many_is_refused_and_nothing_written(phone, people, path, said):
    ids = people(1)
    before = Event.objects.count()
    none, stranger, junk = [], [*ids, str(uuid4())], [*ids, "x"]
    too_many = [str(uuid4()) for _number in range(5001)]
    assert fields(phone.post(path, {**said, "people": stranger})) == {
        "people": ["There is no such person among yours."]
    }
    assert set(fields(phone.post(path, {**said, "people": junk}))) == {"people.1"}
    for people_said in (none, too_many, "x", None):
        assert set(fields(phone.post(path, {**said, "people": people_said}))) == {"people"}
    assert set(fields(phone.post(path, said))) == {"people"}
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    ("path", "said", "at_fault"),
    [
        (f"{PEOPLE}tag/", {"tag": "  "}, "tag"),
        (f"{PEOPLE}tag/", {"tag": "x" * 61}, "tag"),
        (f"{PEOPLE}untag/", {"tag": "Nobody has it"}, "tag"),
        (f"{PEOPLE}note/", {"text": ""}, "text"),
        (MANY, {"kind": "call"}, "kind"),
        (MANY, {"day": "2020-01-01"}, "day"),
    ],
)
def test_what_makes_no_sense_is_named(phone, people, path, said, at_fault):
    assert set(fields(phone.post(path, {"people": people(1), **said}))) == {at_fault}


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize(("path", "said"), VERBS)
def test_it_asks_the_same_however_many_they_are(phone, people, path, said, rows):
    ids = people(rows)
    phone.get(PEOPLE)
    counted = count_of(lambda: phone.post(path, {**said, "people": ids}).status_code)
    assert (counted.status, counted.count) == (200, COUNTS[path]), counted
