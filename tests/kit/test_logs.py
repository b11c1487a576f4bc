"""A line tells which request or task it belongs to, in one form or the other."""

import io
import json
import logging
import re
from types import SimpleNamespace

import pytest
from celery import shared_task
from django.test import Client
from django.utils.functional import SimpleLazyObject

from kit.environment import SettingsError, choice
from kit.logs import config, scene
from kit.logs.formatters import JsonFormatter, PlainFormatter
from kit.logs.tasks import HEADER, send_along
from kit.logs.threads import log_breakdown
from mlmcrm.views.troubles import broken

pytestmark = pytest.mark.urls("tests.kit.breaking")
UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")


@pytest.fixture
def form():
    return JsonFormatter()


@pytest.fixture
def lines(form):
    """What is written while the test runs, as a function that reads it."""
    stream, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(form)
    root.addHandler(handler)
    yield lambda: stream.getvalue().splitlines()
    root.removeHandler(handler)


def read(lines, logger):
    return [line for line in map(json.loads, lines()) if line["logger"] == logger]


def test_a_body_that_is_too_large_is_no_error_of_ours(as_ben, lines):
    as_ben.post("/break/now/", "x" * 3_000_000, content_type="application/x-www-form-urlencoded")
    written = [json.loads(line) for line in lines()]
    levels = {line["logger"]: line["level"] for line in written}
    assert levels["django.security.RequestDataTooBig"] == "WARNING"
    assert "ERROR" not in levels.values()


def test_a_request_leaves_one_line(as_ben, ben, lines):
    answer = as_ben.get("/ask/?q=Rosa")
    (line,) = read(lines, "kit.middleware")
    moment, took = line.pop("time"), line.pop("ms")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", moment)
    assert 0 < took < 60_000
    assert line == {
        "level": "INFO",
        "logger": "kit.middleware",
        "message": "GET /ask/: 200",
        "request_id": answer["X-Request-ID"],
        "method": "GET",
        "route": "/ask/",
        "user": str(ben.uuid),
        "status": 200,
    }


def test_who_is_not_asked_for_is_not_named(rf, ben):
    request = rf.get("/ask/")
    request.user = SimpleLazyObject(lambda: ben)
    assert scene.user_of(request) is None
    assert request.user.is_authenticated
    assert scene.user_of(request) == str(ben.uuid)


def test_a_method_that_is_none_is_not_repeated(client, lines):
    client.generic("ROSA", "/accounts/logout/x/")
    assert read(lines, "kit.middleware")[0]["message"] == "OTHER (no such address): 404"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/static/css/none.css"])
def test_probes_and_files_leave_none(client, lines, path):
    client.get(path)
    assert read(lines, "kit.middleware") == []


def test_each_request_has_an_id_of_its_own(client):
    first, second = (client.get("/none/")["X-Request-ID"] for _ in range(2))
    assert UUID7.fullmatch(first) and UUID7.fullmatch(second) and first < second


@pytest.mark.parametrize(
    ("proxies", "given", "believed"),
    [
        (1, "proxy-0123456789", True),
        (0, "proxy-0123456789", False),
        (1, "short", False),
        (1, "a" * 65, False),
        (1, "two words here", False),
        (1, "rosa@post.example", False),
        (1, 'x"}, {"level": "', False),
    ],
)
def test_an_id_is_believed_from_our_proxy_if_it_is_sane(client, settings, proxies, given, believed):
    settings.TRUSTED_PROXIES = proxies
    told = client.get("/none/", headers={"X-Request-ID": given})["X-Request-ID"]
    assert (told == given) is believed
    assert believed or UUID7.fullmatch(told)


def test_the_page_of_a_breakdown_tells_the_number(db, lines):
    answer = Client(raise_request_exception=False).post("/break/word/", {"name": "Rosa"})
    number = answer["X-Request-ID"]
    assert answer.status_code == 500
    assert f"Tell your operator this number: <code>{number}</code>" in answer.content.decode()
    (line,) = read(lines, "django.request")
    assert (line["request_id"], line["route"], line["level"]) == (number, "/break/<str:token>/", "ERROR")
    assert line["traceback"].splitlines()[-1] == "ValueError"
    assert line["traceback"].splitlines()[-3].endswith(", in break_down")


def test_a_breakdown_of_the_api_is_told_in_its_own_shape(rf):
    with scene.playing(scene.Scene("number-1")):
        answer = broken(rf.get("/api/v1/people/"))
    assert answer.status_code == 500
    assert json.loads(answer.content) == {
        "code": "broken",
        "detail": "Something broke on our side. The number for your operator: number-1",
        "fields": {},
    }


def test_nothing_is_told_outside_of_requests_and_tasks(lines):
    logging.getLogger("kit.x").warning("Alone")
    (line,) = read(lines, "kit.x")
    assert set(line) == {"time", "level", "logger", "message"}


def test_a_thread_that_breaks_down_is_logged(lines):
    problem = ValueError("Rosa")
    log_breakdown(SimpleNamespace(exc_type=ValueError, exc_value=problem, exc_traceback=None, thread=None))
    (line,) = read(lines, "kit.logs.threads")
    assert (line["message"], line["traceback"]) == ("The thread ? broke down", "ValueError")


@shared_task(name="tests.look")
def look():
    logging.getLogger("kit.x").info("Looked")


def test_a_task_carries_the_request_that_asked_for_it(lines):
    with scene.carrying("request-1"):
        send_along(headers=(headers := {}))
    assert headers == {HEADER: "request-1"}
    result = look.apply(headers=headers)
    (inside,), (ended,) = read(lines, "kit.x"), read(lines, "kit.logs.tasks")
    facts = {"request_id": "request-1", "task": "tests.look", "task_id": result.id}
    assert inside | facts == inside
    assert ended | facts | {"message": "tests.look: success", "level": "INFO"} == ended
    assert scene.current() is scene.NOWHERE


def test_a_tick_that_nobody_asked_for_leaves_no_line(lines):
    look.apply()
    assert read(lines, "kit.logs.tasks") == []


def test_a_task_does_not_believe_any_id(lines):
    look.apply(headers={HEADER: "rosa@post.example"})
    assert "request_id" not in read(lines, "kit.x")[0]


@pytest.mark.parametrize("form", [PlainFormatter()])
def test_the_plain_form_is_for_eyes(lines, form):
    with scene.carrying("request-1"):
        logging.getLogger("kit.x").warning("Looked at %s people", 7)
    (line,) = lines()
    assert re.sub(r"^\S+Z", "MOMENT", line) == "MOMENT WARNING kit.x: Looked at 7 people [request-1]"


@pytest.mark.parametrize(
    ("level", "own", "others"),
    [("DEBUG", "DEBUG", "INFO"), ("INFO", "INFO", "WARNING"), ("ERROR", "ERROR", "ERROR")],
)
def test_others_speak_less_than_we_do(level, own, others):
    made = config(form="json", level=level, own=["team"])
    assert (made["loggers"]["team"]["level"], made["root"]["level"]) == (own, others)


def test_a_choice_is_one_of_its_words(monkeypatch):
    assert choice("LOG_FORMAT", "plain", ("json", "plain")) == "plain"
    monkeypatch.setenv("LOG_FORMAT", " JSON ")
    assert choice("LOG_FORMAT", "plain", ("json", "plain")) == "json"
    monkeypatch.setenv("LOG_FORMAT", "xml")
    with pytest.raises(SettingsError, match=r"^LOG_FORMAT is 'xml': write json or plain\.$"):
        choice("LOG_FORMAT", "plain", ("json", "plain"))
