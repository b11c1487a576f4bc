"""One verb, two doors: the page and the API leave the same rows and events, and a stranger gets nothing from either."""

import json
import re
import secrets
from collections.abc import Callable
from uuid import UUID

import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import Client
from django.urls import reverse

from appointments.models import Guest
from mlmcrm.api.pages import document
from tests.api.conftest import phone_of
from tests.doors.test_api_doors import paths
from tests.doors.verbs import VERBS, Verb

TRADES = ("kit", "team", "customers", "followups", "appointments", "sales", "mlmcrm")
BESIDE = {"RequestOutcome", "Tally", "Pulse"}  # about calls, not about people
# What differs by the door, or by when a row was made: not what was done.
UNLIKE = {"door", "deed", "request_key", "last_used_at", "expires_at", "last_login"}

# Writes of the API that no page has, each with its reason.
HERE_ALONE = {
    (
        "POST",
        "auth-token",
    ): "the page signs a browser in, not a device; tests/api/test_signing_in.py counts both",
    ("POST", "auth-sign-out"): "a device signs itself out",
    (
        "POST",
        "enrolments-sign-in",
    ): "its link is by chance; tests/api/test_enrolments.py and tests/sales/test_enrolment_pages.py have both",
    ("POST", "people-restore"): "the page has undo",
    ("POST", "touches-revoke"): "the page has undo",
    ("POST", "complaints-add"): "the page that writes one down adds to one that is open",
    ("POST", "tasks-list"): "the page plans for many people at once",
    ("POST", "tasks-reopen"): "the page has undo",
    ("POST", "messages-hold"): "the page has undo",
    ("POST", "messages-restore"): "the page has undo",
    ("PATCH", "playbooks-detail"): "the page edits step by step; tests/followups/test_playbooks.py has both",
    (
        "POST",
        "availability-free",
    ): "the page finds it by its number, and a stranger 404; tests/api/test_appointments.py",
    ("POST", "playbooks-give-back"): "the page finds it by its name, and a stranger the house's",
    ("POST", "playbooks-catch-up"): "the page finds it by its name, and a stranger the house's",
    ("POST", "playbooks-dry-run"): "it writes nothing",
    ("POST", "playbooks-preview"): "it writes nothing",
    ("POST", "playbooks-test"): "the page finds its step by the address; the letter is no row",
    ("POST", "enrolments-finish"): "the page begins and ends in one; tests/api/test_enrolments.py",
    ("POST", "suggestions-done"): "the page answers many at once",
    ("POST", "suggestions-join"): "it is about two of them; tests/api/test_surveys.py",
    ("POST", "playbooks-take"): "nobody shares with Ben here; tests/api/test_playbooks.py takes one",
}

ABOUT_A_PERSON = {
    "standing-orders-list",
    "enrolments-list",
    "touches-list",
    "promises-list",
    "complaints-list",
    "surveys-ask",
    "surveys-list",
    "wants-list",
}  # named in the body

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture(autouse=True)
def _same_marks(monkeypatch):
    """The marks of drafts and the tokens of guests are by chance, and differ from door to door."""
    monkeypatch.setattr(secrets, "token_hex", lambda size: "0" * 2 * size)
    token = Guest._meta.get_field("token")
    monkeypatch.setattr(token, "_get_default", lambda: UUID(int=Guest.objects.count()), raising=False)


@pytest.fixture
def doors(ben):
    """The page and the API, each as (name, a function that goes through it)."""
    return _both(_browser(ben), phone_of(ben))


def _browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _both(browser, phone) -> dict[str, Callable]:
    def by_page(verb: Verb, things: dict):
        arguments = (
            {verb.named or "pk": things[f"{verb.thing}_{verb.named}" if verb.named else verb.thing]}
            if verb.thing
            else {}
        )
        arguments |= {name: things[thing] for name, thing in verb.more.items() if name.endswith("_pk")}
        arguments = {name: things[thing] for name, thing in verb.at.items()} or arguments
        return browser.post(reverse(verb.page, kwargs=arguments), _filled(verb.typed, things))

    def by_api(verb: Verb, things: dict):
        arguments = {"pk": things.get(verb.thing)} | {
            name: things[thing] for name, thing in verb.more.items()
        }
        body = json.dumps(_filled(verb.said, things))
        return phone.generic(verb.method, paths()[verb.call].fill(arguments), body)

    return {"page": by_page, "api": by_api}


def _filled(words: dict, things: dict) -> dict:
    """Put the ids where Rosa or a tag is meant."""
    return {name: _filled_in(name, value, things) for name, value in words.items()}


def _filled_in(name: str, value, things: dict):
    if name in ("people", "gone"):
        return [str(things[one]) for one in value] if isinstance(value, list) else str(things[value])
    if value == "OWN":
        return str(things["product"])
    if value == "KIND":
        return str(things["meeting_kind"])
    return str(things["rosa"]) if name == "person" else value


@pytest.mark.parametrize("name", VERBS)
def test_both_doors_do_the_same(name, doors, things, by_ben):
    verb, before, left = VERBS[name], None, {}
    if verb.first:
        verb.first(things, by_ben)
    before = everything()
    for door, goes_through in doors.items():
        with transaction.atomic():
            answer = goes_through(verb, things)
            assert answer.status_code < 400, (door, answer.content.decode()[-2000:])
            left[door] = changed(before, everything())
            transaction.set_rollback(True)
    assert left["page"] == left["api"]
    assert left["page"] != [], "the deed left nothing at all"


@pytest.mark.parametrize("name", [name for name, verb in VERBS.items() if verb.thing])
def test_a_stranger_gets_nothing_from_either(name, things, by_ben, cleo, ana):
    verb = VERBS[name]
    if verb.first:
        verb.first(things, by_ben)
    for person in (cleo, ana):
        goes = _both(_browser(person), phone_of(person))
        before = everything()
        answers = {door: goes_through(verb, things) for door, goes_through in goes.items()}
        refused = {"page": 404, "api": 400 if verb.call in ABOUT_A_PERSON else 404}
        assert {door: answer.status_code for door, answer in answers.items()} == refused
        assert changed(before, everything()) == []


def test_every_write_of_the_api_is_tried():
    known = {(verb.method, verb.call) for verb in VERBS.values()} | set(HERE_ALONE)
    by_path = {address.path: name for name, address in paths().items()}
    writes = {
        (method.upper(), by_path[re.sub(r"\{(\w+)\}", _as_argument, path).lstrip("/")])
        for path, methods in document()["paths"].items()
        for method in methods
        if method != "get"
    }
    assert writes - known == set(), (
        "give the verb both doors a line in VERBS, or say in HERE_ALONE why it has one"
    )
    assert known - writes == set()


def _as_argument(found) -> str:
    return f"%({'pk' if found[1] == 'id' else found[1]})s"


# Everything that is kept, so that two doors can be compared


def everything() -> dict[tuple, dict]:
    """All rows of ours by model and key."""
    kept = {}
    for model in apps.get_models():
        if model._meta.app_label in TRADES and model.__name__ not in BESIDE:
            for row in model._base_manager.order_by("pk"):
                kept[model.__name__, row.pk] = _facts(row)
    return kept


def _facts(row: models.Model) -> dict:
    return {
        column.attname: getattr(row, column.attname)
        for column in row._meta.concrete_fields
        if column.attname not in UNLIKE and not (column.primary_key and isinstance(column, models.AutoField))
    }


def _said(facts: dict) -> str:
    """The facts as text; 5.0000 is 5.00, a link to what is new a link, and a question that is asked by hand another each time."""
    text = re.sub(r'"(\d+\.\d\d)00"', r'"\1"', json.dumps(facts, default=str, sort_keys=True))
    text = re.sub(r"(/[a-z]/)[a-z2-7]{40,}/", r"\1…/", text)
    return re.sub(r'"asked:[0-9a-f-]{36}"', '"asked:…"', text)


def changed(before: dict, after: dict) -> list[str]:
    """What was written and what is gone, as text; new ids are numbered in the order of their making."""
    new = [(model, pk) for model, pk in after if (model, pk) not in before]
    lines = [
        f"{model} {_said(facts)}" for (model, pk), facts in after.items() if before.get((model, pk)) != facts
    ]
    lines += [f"{model} {pk} is gone" for model, pk in before if (model, pk) not in after]
    text = "\n".join(lines)
    for number, (model, pk) in enumerate(new):
        name = f"new {model} {number}"
        if isinstance(pk, int):
            text = text.replace(f'"subject_id": "{pk}"', f'"subject_id": "{name}"')
        else:
            text = text.replace(str(pk), name)
    return sorted(text.split("\n")) if text else []
