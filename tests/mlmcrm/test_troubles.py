"""A request that cannot be read is answered with a sentence and a status, never with a breakdown."""

import io
import json
import re

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

from customers.models import Customer
from tests.architecture.tree import product_files

MEGABYTE = 1024 * 1024
ADD = "/people/add/"


def words_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode().partition("<main")[2]).split())


@pytest.fixture
def browser(ben):
    client = Client(raise_request_exception=False)
    client.force_login(ben, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize(
    ("status", "title"),
    [
        (400, "That could not be read"),
        (413, "That is too much at once"),
        (404, "This page is not here"),
        (403, "Please send that once more"),
        (500, "Something broke on our side"),
    ],
)
@pytest.mark.urls("tests.kit.breaking")
def test_each_trouble_has_a_page_without_the_frame(db, settings, status, title):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    anybody = Client(raise_request_exception=False)
    answer = {
        400: lambda: anybody.get("/", headers={"Host": "a b"}),
        413: lambda: anybody.post("/accounts/login/", {"login": "x" * 2000}),
        404: lambda: anybody.get("/none/"),
        403: lambda: Client(enforce_csrf_checks=True).post("/accounts/login/", {}),
        500: lambda: anybody.get("/break/word/"),
    }[status]()
    page = answer.content.decode()
    assert (answer.status_code, f'<h1 class="focus-title">{title}</h1>' in page) == (status, True), page
    assert ("Traceback" in page, "sidebar" in page, "settings" in page.lower()) == (False, False, False)


@pytest.mark.parametrize("path", [ADD, "/orders/add/", "/settings/", "/accounts/logout/", "/today/add/"])
def test_a_body_of_ten_megabytes_is_too_much(browser, path):
    answer = browser.post(path, {"name": "x" * 10 * MEGABYTE})
    assert answer.status_code == 413
    assert "larger than this page takes" in words_of(answer)


def test_a_body_of_ten_megabytes_of_urlencoded_text_is_too_much(browser):
    body = "name=" + "x" * 10 * MEGABYTE
    answer = browser.post(ADD, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413


def test_a_file_that_nobody_asked_for_is_not_kept(browser):
    file = io.BytesIO(b"x" * 3 * MEGABYTE)
    file.name = "photo.png"
    assert browser.post(ADD, {"name": "", "photo": file}).status_code == 422


def test_too_many_fields_are_too_much(browser):
    assert browser.post(ADD, {f"field{number}": "" for number in range(2000)}).status_code == 413


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--x",
        b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nRosa',
        b'--x\r\nContent-Disposition: form-data; filename="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%\r\n--x--',
        b'--y\r\nContent-Disposition: form-data; name="name"\r\n\r\nRosa\r\n--y--\r\n',
    ],
)
@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=x", "multipart/form-data", "multipart/form-data; boundary=\xff"]
)
def test_a_malformed_multipart_body_changes_nothing(browser, body, kind):
    answer = browser.generic("POST", ADD, body, content_type=kind)
    assert 400 <= answer.status_code < 500
    assert Customer.objects.count() == 0


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/xml", "x", ""])
def test_a_form_takes_no_other_kind_of_body(browser, kind):
    assert browser.generic("POST", ADD, '{"name": "Rosa"}', content_type=kind).status_code == 422


def test_deep_json_is_no_form(browser):
    deep = "[" * 100_000 + "]" * 100_000
    assert browser.generic("POST", ADD, deep, content_type="application/json").status_code == 422


def test_the_api_tells_it_in_its_own_shape(db):
    answer = Client(raise_request_exception=False).get("/api/v1/people/", headers={"Host": "a b"})
    assert (answer.status_code, json.loads(answer.content)) == (
        400,
        {"code": "malformed", "detail": "The request could not be read.", "fields": {}},
    )


# Signs that no database takes, in every field of every form and every word of every query

JUNK = {
    "nul": "\0",
    "nul inside": "a\0b",
    "half a pair": b"\xed\xa0\x80",
    "no character": "\uffff" * 300,
    "long": "9" * 400,
    "quote": "' OR 1=1 --",
}
READS = re.compile(r"request\.(?:GET|POST)(?:\.get|\.getlist)?[(\[]\"(\w+)\"")
PAGES = (
    "today", "today-read", "people", "person-add", "person-names", "orders", "order-add", "order-preview",
    "products", "messages", "settings", "history", "search",
)  # fmt: skip
FORMS = (
    "person-add", "order-add", "product-add", "today-add", "settings", "settings-team",
    "settings-quiet-hours", "settings-days-off", "account_login",
)  # fmt: skip
FORMS_OF_A_PERSON = ("person-edit", "note-add", "touch-log", "person-climb", "consent-give")


def read_words() -> set[str]:
    """Every name under which some view reads what was sent."""
    found = {name for path in product_files() for name in READS.findall(path.read_text("utf-8"))}
    assert {"q", "cursor", "request_key"} <= found, "the sweep looks in the wrong place"
    return found


def fields() -> set[str]:
    """Every field of every form of ours."""
    found = {name for form in _below(forms.BaseForm) for name in getattr(form, "base_fields", ())}
    assert {"name", "emails", "typed"} <= found, "the sweep looks in the wrong place"
    return found


def _below(form):
    for below in form.__subclasses__():
        yield below
        yield from _below(below)


@pytest.mark.parametrize("junk", JUNK)
def test_no_page_breaks_on_what_is_asked(browser, rosa, junk):
    asked = dict.fromkeys(read_words() | fields(), JUNK[junk])
    for page in (*map(reverse, PAGES), reverse("person", args=[rosa.pk])):
        assert browser.get(page, asked).status_code < 500, page


@pytest.mark.parametrize("page", PAGES)
def test_no_page_breaks_on_a_sign_that_no_database_takes(browser, page):
    for word in read_words():
        assert browser.get(reverse(page), {word: "a\0b"}).status_code < 500, word


@pytest.mark.parametrize("junk", JUNK)
def test_no_form_breaks_on_what_is_typed(browser, rosa, junk):
    typed = dict.fromkeys(read_words() | fields(), JUNK[junk])
    doors = [reverse(name) for name in FORMS] + [reverse(name, args=[rosa.pk]) for name in FORMS_OF_A_PERSON]
    for door in doors:
        assert browser.post(door, typed).status_code < 500, door
