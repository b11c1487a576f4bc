"""A request and what the worker did for it bear one number, in the log of a real process."""

import http.cookiejar
import json
import os
import re
import time
import urllib.parse
import urllib.request

import pytest

pytestmark = pytest.mark.skipif(
    os.environ.get("KEPT_TEST_ON") == "postgresql", reason="it starts its own SQLite, once is enough"
)
PASSWORD = "long-and-secret-9931"


class Browser:
    """Keeps cookies and follows where it is sent."""

    def __init__(self, address):
        self.address = address
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, path):
        return self.opener.open(self.address + path, timeout=30)

    def post(self, path, **fields):
        token = next(cookie.value for cookie in self.cookies if cookie.name == "kept_csrf")
        body = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        return self.opener.open(self.address + path, body, timeout=30)


@pytest.fixture(scope="module")
def server(start, command, tmp_path_factory):
    folder = tmp_path_factory.mktemp("logs")
    assert command("migrate", "--data", folder).returncode == 0
    words = ("--company", "Quokka", "--name", "Zephyrine", "--email", "zephyrine@kept.example")
    made = command("found", "--data", folder, *words, typed=PASSWORD + "\n")
    assert made.returncode == 0, made.stderr
    server = start("--port", 0, "--empty", "--data", folder, LOG_FORMAT="json", LOG_LEVEL="debug")
    server.address = server.wait_until_ready()
    return server


def test_an_order_can_be_followed_into_the_worker(server):
    browser = Browser(server.address)
    browser.get("accounts/login/")
    browser.post("accounts/login/", login="zephyrine@kept.example", password=PASSWORD)
    browser.post("products/add/", name="Hand balm", code="HB", price="12", pv="0")
    person = browser.post(
        "people/add/",
        name="Xanthippe Quux",
        emails="xanthippe@post.example",
        warmth="warm",
        agreed_service="on",
    )
    pk = re.search(r"people/([0-9a-f-]{36})/", person.url)[1]
    ordered = browser.post("orders/add/", person=pk, typed="1 hand balm", request_key="one")
    assert ordered.status == 200
    time.sleep(3)
    server.end()
    lines = [json.loads(line) for line in server.lines if line.startswith("{")]
    (asked,) = [line for line in lines if line["message"] == "POST /orders/add/: 302"]
    carried = [line for line in lines if line.get("task") and line.get("request_id") == asked["request_id"]]
    assert [(line["message"], line["level"]) for line in carried] == [
        ("followups.tasks.deliver_due: success", "INFO")
    ]
    assert {"user", "ms", "status", "method", "route", "time"} <= set(asked)


def test_every_line_is_an_object_and_none_tells_of_anybody(server):
    serving = server.lines[next(n for n, line in enumerate(server.lines) if line.startswith("Ctrl-C")) :]
    own = [line for line in serving if line and not line.startswith(("Ctrl-C", "Stop"))]
    assert [line for line in own if not line.startswith("{")] == []
    assert len(own) > 10
    text = "\n".join(own).lower()
    secrets = ("quokka", "zephyrine", "xanthippe", "quux", "hand balm", PASSWORD)
    assert [word for word in secrets if word in text] == []
