"""What no address of the API takes: each is refused with 4xx in the one shape, and nothing is written."""

import gzip
import json

import pytest

from customers.models import Customer
from kit.api.parsers import DEEPEST
from kit.models import Event
from tests.api.conftest import phone_of

PEOPLE, ORDERS, ME = "/api/v1/people/", "/api/v1/orders/", "/api/v1/me/"
JSON = "application/json"

pytestmark = pytest.mark.django_db


def problem(answer) -> tuple[int, str, dict]:
    """Status, code and fields of an answer, which is a problem and nothing else."""
    body = answer.json()
    assert set(body) == {"code", "detail", "fields"}
    assert answer["Content-Type"] == JSON
    assert body["detail"]
    return answer.status_code, body["code"], body["fields"]


@pytest.fixture
def nothing_written(db):
    yield
    assert not Customer.objects.exists()
    assert not Event.objects.exclude(kind="device.signed_in").exists()


# Bodies


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "invalid"),
        ("{}", "invalid"),
        ("[]", "malformed"),
        ('[{"name": "Ada"}]', "malformed"),
        ('"name"', "malformed"),
        ("null", "malformed"),
        ("7", "malformed"),
        ("{", "malformed"),
        ('{"name": "Ada"', "malformed"),
        ('{"name": "Ada"} x', "malformed"),
        ("{'name': 'Ada'}", "malformed"),
        ("name=Ada", "malformed"),
        ('{"name": "Ada", "name": "Eve"}', "malformed"),
        ('{"name": NaN}', "malformed"),
        ('{"name": Infinity}', "malformed"),
        ('{"name": -Infinity}', "malformed"),
        ('{"name": 1e99999999999999999999999}', "malformed"),
        ('{"name": -1e-99999999999999999999999}', "malformed"),
        ('{"name": 1e999999}', "invalid"),
        ('{"name": "Ad\x00a"}', "malformed"),
        ('{"name": "Ad\ta"}', "malformed"),
        (b'{"name": "\xff\xfe"}', "malformed"),
        ("{" + '"a":{' * 40 + "}" * 41, "malformed"),
        ('{"a":' + "[" * 100_000 + "]" * 100_000 + "}", "malformed"),
        ('{"name": ' + "9" * 10_000 + "}", "malformed"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_is_no_json_object(phone, nothing_written, body, code):
    assert problem(phone.post(PEOPLE, body))[:2] == (400, code)


@pytest.mark.parametrize("text", ["\\u0000", "\\ud800", "\\udfff x", "a\\u0000b"])
def test_a_character_that_cannot_be_kept_is_named_by_its_field(phone, nothing_written, text):
    said = ["The text holds a character that cannot be kept."]
    assert problem(phone.post(PEOPLE, f'{{"name": "{text}"}}')) == (400, "invalid", {"name": said})
    deep = f'{{"name": "Ada", "emails": ["a@b.example", "{text}"]}}'
    assert problem(phone.post(PEOPLE, deep)) == (400, "invalid", {"emails.1": said})
    assert problem(phone.post(PEOPLE, f'{{"{text}": 1}}'))[:2] == (400, "invalid")


def test_as_deep_as_allowed_is_read(phone, nothing_written):
    deep = "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1)
    assert problem(phone.post(PEOPLE, f'{{"name": "Ada", "x": {deep}}}'))[2].keys() == {"x"}


def test_unknown_fields_are_named(phone, nothing_written):
    body = {"name": "Ada", "nmae": "Ada", "owner": 1, "id": "x", "rung": "client"}
    status, code, fields = problem(phone.post(PEOPLE, body))
    assert (status, code) == (400, "invalid")
    assert fields == {name: ["There is no such field."] for name in ("nmae", "owner", "id", "rung")}


@pytest.mark.parametrize("value", [1, True, 1.5, None, [], ["Ada"], {}, {"name": "Ada"}])
def test_a_wrong_type_is_not_guessed_at(phone, nothing_written, value):
    status, code, fields = problem(phone.post(PEOPLE, {"name": value}))
    assert (status, code, set(fields)) == (400, "invalid", {"name"})


def test_only_what_is_an_object_is_taken_for_one(phone, nothing_written):
    for items in ({}, "x", 1, None, [1], ["x"], [[]], [None]):
        status, code, fields = problem(phone.post(ORDERS, {"purpose": "own_use", "items": items}))
        assert (status, code) == (400, "invalid")
        assert {name.split(".")[0] for name in fields} == {"items"}


@pytest.mark.parametrize(
    "amount", [12.5, 12, "12,50", "12.505", "1e3", "NaN", "", "0x1", "１２", None, [], "1" * 40]
)
def test_an_amount_is_text(phone, db, amount):
    body = {"code": "B", "name": "Balm", "price": {"amount": amount, "currency": "EUR"}}
    status, code, fields = problem(phone.post("/api/v1/products/", body))
    assert (status, code, set(fields)) == (400, "invalid", {"price.amount"})


@pytest.mark.parametrize("price", [12, 12.5, "12.50", ["12.50", "EUR"], True])
def test_money_is_an_object_and_is_asked_for_in_plain_words(phone, db, price):
    said = "Money, please: an object of amount and currency, both as text."
    answer = phone.post("/api/v1/products/", {"code": "B", "name": "Balm", "price": price})
    assert problem(answer) == (400, "invalid", {"price": [said]})


def test_objects_and_lists_are_asked_for_in_plain_words(phone, nothing_written):
    asked = {"consents": ["x"], "emails": "a@b.example"}
    assert problem(phone.post(PEOPLE, {"name": "Ada", **asked}))[2] == {
        "consents.0": ["An object of names and values, please."],
        "emails": ["A list, please."],
    }


def test_what_the_framework_refuses_is_told_in_our_words(phone, anybody):
    refused = [
        anybody.get(PEOPLE),
        phone.put(PEOPLE, "{}", content_type=JSON),
        phone.get(PEOPLE, headers={"Accept": "text/html"}),
        phone.post(PEOPLE, "name=Ada", content_type="text/plain"),
    ]
    assert [(answer.status_code, answer.json()["detail"]) for answer in refused] == [
        (401, "Nobody is signed in: send your token in the header Authorization."),
        (405, "This address does not take that method. The header Allow names those it takes."),
        (406, "Answers are JSON here, and nothing else."),
        (415, "A body is JSON here: send it as application/json."),
    ]


@pytest.mark.parametrize(
    "moment",
    ["2026-03-01T10:00:00", "2026-03-01", "2026-03-01 10:00:00+01:00", "yesterday", 1772355600, "", None,
     "2026-13-01T10:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-03-01T10:00:00+99:00"],
)  # fmt: skip
def test_a_time_needs_its_zone(phone, rosa, moment):
    body = {"person": str(rosa.pk), "kind": "call", "direction": "out", "at": moment}
    status, code, fields = problem(phone.post("/api/v1/touches/", body))
    assert (status, code, set(fields)) == (400, "invalid", {"at"})


@pytest.mark.parametrize(
    "birthday", ["--02-30", "2023-02-29", "03-09", "9 March", 19800309, "", "--3-9", "19800-01-01"]
)
def test_a_birthday_is_a_day(phone, nothing_written, birthday):
    status, code, fields = problem(phone.post(PEOPLE, {"name": "Ada", "birthday": birthday}))
    assert (status, code, set(fields)) == (400, "invalid", {"birthday"})


@pytest.mark.parametrize("pk", ["x", "", 1, None, [], "00000000-0000-0000-0000-000000000000", "9" * 400])
def test_an_id_in_a_body_that_leads_nowhere(phone, ben, pk):
    body = {"person": pk, "kind": "call", "direction": "out"}
    status, code, fields = problem(phone.post("/api/v1/touches/", body))
    assert (status, code, set(fields)) == (400, "invalid", {"person"})


def test_somebody_elses_id_in_a_body_is_refused_in_the_words_for_none(phone, stranger, rosa):
    body = {"person": str(rosa.pk), "kind": "call", "direction": "out"}
    foreign = stranger.post("/api/v1/touches/", body)
    unknown = stranger.post("/api/v1/touches/", body | {"person": "00000000-0000-0000-0000-000000000000"})
    assert problem(foreign) == problem(unknown) == (400, "invalid", {"person": ["There is no such object."]})


# What the body is wrapped in


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "image/png",
        "",
        "x",
    ],
)
def test_only_json_is_taken(phone, nothing_written, kind):
    answer = phone.post(PEOPLE, '{"name": "Ada"}', content_type=kind)
    assert problem(answer)[:2] == (415, "unsupported_media_type")


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "APPLICATION/JSON"])
def test_json_by_any_of_its_names(phone, kind):
    assert phone.post(PEOPLE, '{"name": "Ada"}', content_type=kind).status_code == 201


def test_packed_bodies_are_not_unpacked(phone, nothing_written):
    packed = gzip.compress(b'{"name": "Ada"}')
    answer = phone.post(PEOPLE, packed, headers={"Content-Encoding": "gzip"})
    assert problem(answer)[:2] == (415, "unsupported_media_type")


def test_ten_megabytes_are_refused_before_they_are_read(phone, anybody, nothing_written):
    body = Unreadable(10_000_000)
    for client in (phone, anybody):
        answer = client.generic("POST", PEOPLE, b"", **{"wsgi.input": body, "CONTENT_LENGTH": "10000000"})
        assert problem(answer)[:2] == (413, "too_large")
    assert body.read_so_far == 0


def test_what_lies_about_its_length_is_read_no_further_than_the_limit(phone, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = phone.post(PEOPLE, json.dumps({"name": "A" * 1000}))
    assert problem(answer)[:2] == (413, "too_large")


def test_a_body_without_a_length_is_asked_for_one(phone, nothing_written):
    extra = {"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": ""}
    answer = phone.generic("POST", PEOPLE, b'{"name": "Ada"}', **extra)
    assert problem(answer)[:2] == (411, "length_required")


class Unreadable:
    """A body that notes how much of it was read."""

    def __init__(self, size):
        self.size, self.read_so_far = size, 0

    def read(self, count=-1):
        self.read_so_far += self.size if count < 0 else count
        return b"x" * (self.size if count < 0 else count)

    readline = read


# What is asked for


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "text/csv, text/html;q=0.5"])
def test_there_is_json_only(phone, db, accept):
    assert problem(phone.get(PEOPLE, headers={"Accept": accept}))[:2] == (406, "not_acceptable")


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/html, */*;q=0.1", "application/*"])
def test_whoever_takes_json_gets_it(phone, db, accept):
    assert phone.get(PEOPLE, headers={"Accept": accept}).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "PURGE"])
def test_other_methods_are_not_known(phone, db, method):
    answer = phone.generic(method, PEOPLE, "{}")
    assert problem(answer)[:2] == (405, "method_not_allowed")
    assert "GET" in answer["Allow"]


def test_head_is_get_without_the_body(phone, rosa):
    one = f"{PEOPLE}{rosa.pk}/"
    answer = phone.head(one)
    assert (answer.status_code, answer.content, answer["ETag"]) == (200, b"", phone.get(one)["ETag"])


@pytest.mark.parametrize(
    "limit", ["0", "201", "x", "", "-1", "1.5", "1e2", "٣", "9" * 400, " 5", "+5", "%00"]
)
def test_a_limit_is_a_number_up_to_200(phone, db, limit):
    assert problem(phone.get(PEOPLE, {"limit": limit}))[:2] == (400, "invalid")


def test_limits_that_are(phone, ben):
    for number in range(3):
        Customer.objects.create(owner=ben, name=f"P{number}")
    for limit, shown in (("1", 1), ("200", 3)):
        assert len(phone.get(PEOPLE, {"limit": limit}).json()["results"]) == shown


@pytest.mark.parametrize(
    "cursor", ["x", "%00", "e30", "W10", "WzFd", "bnVsbA", "é", "9" * 4000, "WyJcdWQ4MDAiLCIxIl0", " "]
)
def test_a_cursor_that_this_list_never_gave(phone, rosa, cursor):
    assert problem(phone.get(PEOPLE, {"cursor": cursor}))[:2] == (400, "bad_cursor")


def test_a_cursor_of_another_order_or_list(phone, ben):
    for number in range(3):
        Customer.objects.create(owner=ben, name=f"P{number}", next_due_at="2026-03-02T09:30:00Z")
    cursor = phone.get(PEOPLE, {"limit": 1, "sort": "due"}).json()["next"]
    assert phone.get(PEOPLE, {"cursor": cursor, "sort": "due"}).status_code == 200
    for sort in ("name", "silent", "order"):
        assert problem(phone.get(PEOPLE, {"cursor": cursor, "sort": sort}))[:2] == (400, "bad_cursor")
    for path in (ORDERS, "/api/v1/touches/", "/api/v1/devices/"):
        assert problem(phone.get(path, {"cursor": cursor}))[:2] == (400, "bad_cursor")


def test_somebody_elses_cursor_shows_nothing_of_theirs(ben, cleo):
    for owner in (ben, cleo):
        for number in range(3):
            Customer.objects.create(owner=owner, name=f"{owner.name} {number}")
    cursor = phone_of(ben).get(PEOPLE, {"limit": 1}).json()["next"]
    shown = phone_of(cleo).get(PEOPLE, {"cursor": cursor}).json()["results"]
    assert {person["name"] for person in shown} <= {"Cleo 0", "Cleo 1", "Cleo 2"}


@pytest.mark.parametrize("path", [PEOPLE, ORDERS, ME, "/api/v1/today/", "/api/v1/devices/"])
def test_parameters_nobody_knows_are_named(phone, db, path):
    status, code, fields = problem(phone.get(path, {"serach": "x", "format": "xml"}))
    assert (status, code) == (400, "invalid")
    assert fields == {name: ["There is no such parameter."] for name in ("format", "serach")}


def test_parameters_of_a_list_are_none_of_a_row_or_a_write(phone, rosa):
    one = f"{PEOPLE}{rosa.pk}/"
    assert problem(phone.get(one, {"limit": 5}))[:2] == (400, "invalid")
    assert problem(phone.post(f"{PEOPLE}?limit=5", {"name": "Ada"}))[:2] == (400, "invalid")


@pytest.mark.parametrize("text", ["\x00", "a\x00b"])
def test_a_nul_in_a_parameter(phone, db, text):
    for name in ("search", "rung", "updated_since", "tag"):
        assert problem(phone.get(PEOPLE, {name: text}))[:2] == (400, "invalid"), name


def test_bytes_that_are_no_text_in_a_parameter(phone, db):
    assert phone.get(f"{PEOPLE}?search=%ff%fe").status_code in (200, 400)
    assert problem(phone.get(f"{PEOPLE}?%ff=1"))[:2] == (400, "invalid")


# Conditions and keys


@pytest.mark.parametrize("etag", ["x", '"', '"x', "v1", "W/", ",", "*, x"])
def test_an_etag_stands_in_quotes(phone, ben, etag):
    for client_asks in (phone.get, phone.patch):
        answer = client_asks(ME, headers={"If-Match": etag})
        assert problem(answer)[:2] == (400, "bad_etag")


@pytest.mark.parametrize("key", ["", " ", "a b", "é", "x" * 201, "a\x7f", "\x01"])
def test_a_key_is_of_visible_ascii(phone, nothing_written, key):
    answer = phone.post(PEOPLE, {"name": "Ada"}, headers={"Idempotency-Key": key})
    assert problem(answer)[:2] == (400, "bad_key")


@pytest.mark.parametrize("key", ["x", "!" * 200, '"8e03978e-40d5-43dd-bc93-6894a57f9324"'])
def test_keys_that_are(phone, key):
    assert phone.post(PEOPLE, {"name": "Ada"}, headers={"Idempotency-Key": key}).status_code == 201


# Addresses


@pytest.mark.parametrize(
    "path",
    [
        "people",
        "people//",
        "nowhere/",
        "people/x/y/z/",
        "auth/",
        "",
        "people/%00/",
        "people/%ff/",
        "../admin/",
    ],
)
def test_an_address_that_is_none_is_told_in_json(phone, anybody, path):
    assert problem(phone.get(f"/api/v1/{path}"))[:2] == (404, "not_found")
    assert anybody.get(f"/api/v1/{path}").status_code in (401, 404)


def test_beside_the_first_version_there_is_none(phone):
    for path in ("/api/", "/api/v2/people/", "/api/v1"):
        assert problem(phone.get(path))[:2] == (404, "not_found")


def test_a_foreign_host_gets_a_problem_too(phone):
    assert problem(phone.get(PEOPLE, headers={"Host": "evil.example"}))[0] == 400
