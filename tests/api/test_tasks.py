"""Tasks by the API."""

from datetime import timedelta

import pytest

from customers.actions import delete_person
from customers.models import Customer
from followups.actions import plan_task
from followups.models import Task
from kit.events import last_event_of

TASKS = "/api/v1/tasks/"
NOBODY = "01900000-0000-7000-8000-000000000000"


def address(task, *words) -> str:
    return "/".join([f"{TASKS}{task.pk}", *words, ""])


def fields(answer) -> set[str]:
    assert answer.status_code == 400, answer.content
    return set(answer.json()["fields"])


def titles(answer) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [task["title"] for task in answer.json()["results"]]


@pytest.fixture
def task(rosa, ben, by_ben):
    return plan_task(person=rosa, by=by_ben, kind="other", local_date=ben.today(), title="Call Rosa")


def test_open_ones_come_first_whatever_was_due_before_page_after_page(phone, rosa, ben, by_ben, monday):
    for number in range(4):
        day = ben.today() + timedelta(days=number)
        made = plan_task(person=rosa, by=by_ben, kind="other", local_date=day, title=f"Task {number}")
        if number in (0, 2):
            phone.post(address(made, "done"))
    found, cursor = [], ""
    while cursor is not None:
        answer = phone.get(TASKS, {"limit": 1, **({"cursor": cursor} if cursor else {})})
        found += titles(answer)
        cursor = answer.json()["next"]
    assert found == ["Task 1", "Task 3", "Task 0", "Task 2"]


def test_something_is_put_on_the_list(phone, rosa, monday):
    answer = phone.post(TASKS, {
        "person": str(rosa.pk), "kind": "check_in", "day": "2026-03-05", "title": "Ask about the balm",
    })  # fmt: skip
    assert answer.status_code == 201, answer.content
    task = Task.objects.get()
    assert answer.json() == {
        "id": str(task.pk),
        "person": str(rosa.pk),
        "person_name": "Rosa Lind",
        "kind": "check_in",
        "title": "Ask about the balm",
        "script": "Ask how things are. Then listen.",
        "state": "open",
        "reason": "",
        "day": "2026-03-05",
        "due_at": "2026-03-04T23:00:00Z",
        "expires_at": None,
        "snoozed_until": None,
        "closed_at": None,
        "created_at": "2026-03-02T09:30:00Z",
        "updated_at": "2026-03-02T09:30:00Z",
    }
    assert phone.get(answer["Location"]).json() == answer.json()
    assert answer["Kept-Undo"] == str(last_event_of(task, "task.planned").pk)


def test_what_stands_on_the_list_already_is_answered_as_it_is(phone, rosa):
    first, second = (phone.post(TASKS, {"person": str(rosa.pk), "title": "Call"}) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert (first.json(), first.json()["kind"]) == (second.json(), "other")
    assert "Kept-Undo" not in second


@pytest.mark.parametrize(
    ("said", "at_fault"),
    [
        ({"person": None}, "person"),
        ({"person": NOBODY}, "person"),
        ({"kind": "dance"}, "kind"),
        ({"day": "2000-01-01"}, "day"),
        ({"day": "2026-02-30"}, "day"),
        ({"day": "9999-12-31"}, "day"),
        ({"title": "x" * 201}, "title"),
        ({"state": "done"}, "state"),
        ({"due_at": "2026-03-05T10:00:00Z"}, "due_at"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(phone, rosa, said, at_fault):
    assert fields(phone.post(TASKS, {"person": str(rosa.pk)} | said)) == {at_fault}
    assert not Task.objects.exists()


def test_every_verb(phone, task, ben):
    later = phone.post(address(task, "later"), {})
    assert later.json()["snoozed_until"] > later.json()["updated_at"]
    cancelled = phone.post(address(task, "cancel"), {"reason": "She moved"})
    assert (cancelled.json()["state"], cancelled.json()["reason"]) == ("cancelled", "She moved")
    reopened = phone.post(address(task, "reopen"))
    assert reopened.json()["state"] == "open"
    done = phone.post(address(task, "done"), {"touch_kind": "call"})
    assert done.json()["state"] == "done"
    assert done["Kept-Undo"] == str(last_event_of(task, "task.done").pk)
    assert [touch["kind"] for touch in phone.get("/api/v1/touches/").json()["results"]] == ["call"]
    for answer in (later, cancelled, reopened, done):
        assert answer.status_code == 200
    assert phone.post(address(task, "done")).json() == done.json()
    late = phone.post(address(task, "later"))
    assert (late.status_code, late.json()["code"]) == (409, "closed")
    assert phone.post(f"/api/v1/events/{done['Kept-Undo']}/undo/").status_code == 200
    assert phone.get("/api/v1/touches/").json()["results"] == []


def test_off_the_list_without_a_word_says_who_took_it_off(phone, task):
    assert phone.post(address(task, "cancel")).json()["reason"] == "You took it off the list."


@pytest.mark.parametrize(
    ("verb", "said", "at_fault"),
    [
        ("later", {"until": "2020-01-01T00:00:00Z"}, "until"),
        ("later", {"until": "2199-12-31T10:00:00"}, "until"),
        ("later", {"until": "9999-12-31T23:59:59Z"}, "until"),
        ("done", {"touch_kind": "owl"}, "touch_kind"),
        ("done", {"note": "so"}, "note"),
        ("cancel", {"reason": "x" * 501}, "reason"),
        ("reopen", {"reason": "so"}, "reason"),
    ],
)
def test_a_verb_takes_only_what_it_understands(phone, task, verb, said, at_fault):
    assert fields(phone.post(address(task, verb), said)) == {at_fault}


def test_the_list_is_narrowed(phone, stranger, rosa, ben, by_ben, task):
    ida = Customer.objects.create(owner=ben, name="Ida")
    plan_task(person=ida, by=by_ben, kind="other", local_date=ben.today() + timedelta(3), title="Write Ida")
    assert titles(phone.get(TASKS)) == ["Call Rosa", "Write Ida"]
    assert titles(phone.get(f"{TASKS}?due=now")) == ["Call Rosa"]
    assert titles(phone.get(f"{TASKS}?due=later")) == ["Write Ida"]
    assert titles(phone.get(f"{TASKS}?person={ida.pk}")) == ["Write Ida"]
    assert titles(phone.get(f"{TASKS}?state=done")) == []
    assert titles(phone.get(f"{TASKS}?updated_since=2020-01-01T00:00:00Z")) == ["Call Rosa", "Write Ida"]
    assert titles(stranger.get(TASKS)) == []
    phone.post(address(task, "later"))
    assert titles(phone.get(f"{TASKS}?due=now")) == []
    delete_person(person=rosa, by=by_ben)
    assert titles(phone.get(TASKS)) == ["Write Ida"]


@pytest.mark.parametrize(
    "query", ["state=half", "due=tomorrow", "person=7", "updated_since=now", "kind=other"]
)
def test_a_filter_that_makes_no_sense_is_named(phone, query):
    assert fields(phone.get(f"{TASKS}?{query}")) == {query.split("=")[0]}


def test_a_stale_deed_is_refused(phone, task):
    match = {"If-Match": phone.get(address(task))["ETag"]}
    assert phone.post(address(task, "later"), headers=match).status_code == 200
    assert phone.post(address(task, "done"), headers=match).status_code == 412


def test_to_everybody_else_a_task_does_not_exist(stranger, upline, outsider, task, rosa):
    for other in (stranger, upline, outsider):
        assert other.get(address(task)).status_code == 404
        for verb in ("done", "later", "cancel", "reopen"):
            assert other.post(address(task, verb)).status_code == 404
        assert fields(other.post(TASKS, {"person": str(rosa.pk)})) == {"person"}
    assert Task.objects.get().state == "open"
