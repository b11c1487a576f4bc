"""Every address of the API, for every kind of visitor, by every method, against one table."""

import json
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from customers.models import Customer
from followups.models import Suggestion
from kit import clock
from kit.models import Event
from mlmcrm.api.pages import document
from team.actions import sign_out_device
from team.models import Device, Distributor
from tests.api.conftest import Phone, phone_of
from tests.doors.addresses import api_addresses
from tests.doors.api_table import API_DOORS, METHODS, VISITORS, ApiDoor
from tests.doors.lasting import *  # noqa: F403
from tests.doors.test_doors import MALFORMED, WRITES

NOTED = ("team_device", "kit_tally")  # when a token was last used, and how often
SIGNING = {"device.signed_in", "device.signed_out"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def phones(ana, ben, cleo, company, by_ben, settings) -> dict[str, Phone]:
    """A phone for each, the owner last: what the others did must have changed nothing."""
    settings.API_RATES = dict.fromkeys(settings.API_RATES, (1_000_000, 60))
    staff = Distributor.objects.create(name="Operator", email="operator@kept.example", is_staff=True)
    revoked = phone_of(ben, "Lost one")
    sign_out_device(device=Device.objects.get(name="Lost one"), by=by_ben)
    left = Distributor.objects.create(
        company=company, name="Dora", email="dora@kept.example", path="2", depth=0
    )
    switched_off = phone_of(left)
    Distributor.objects.filter(pk=left.pk).update(is_active=False)
    theirs = [Phone(), revoked, switched_off, phone_of(cleo), phone_of(ana), phone_of(staff), phone_of(ben)]
    return dict(zip(VISITORS, theirs, strict=True))


def paths() -> dict[str, str]:
    return {address.name: address for address in api_addresses()}


def path_of(name: str, things: dict) -> str:
    door = API_DOORS[name]
    return paths()[name].fill({argument: things[thing] for argument, thing in door.arguments.items()})


def changes() -> int:
    return Event.objects.exclude(kind__in=SIGNING).count()


def test_every_address_stands_in_the_table():
    known = set(paths())
    assert known - set(API_DOORS) == set(), (
        "write down in tests/doors/api_table.py what each visitor gets there"
    )
    assert set(API_DOORS) - known == set(), "these addresses are gone; take their lines out of the table"


@pytest.mark.parametrize("name", API_DOORS)
def test_a_call(name, phones, things):
    door, path = API_DOORS[name], path_of(name, things)
    for method in METHODS:
        wanted = dict(zip(VISITORS, getattr(door, method).split(), strict=True))
        with transaction.atomic():
            assert call(method, path, phones, door, things) == wanted, method
            transaction.set_rollback(True)


def call(method: str, path: str, phones: dict, door: ApiDoor, things: dict) -> dict:
    """Let everybody call an address, the owner last, and return what each got."""
    got, before = {}, changes()
    for visitor, phone in phones.items():
        if visitor == "owner" and door.arguments:
            assert changes() == before, "somebody else changed what is Ben's"
        with CaptureQueriesContext(connection) as captured:
            answer = phone.generic(method, path, json.dumps(door.body))
        got[visitor] = str(answer.status_code)
        if method == "GET":
            assert written(captured) == [], "GET changes nothing"
        if visitor != "owner":
            assert leaked(answer, path, things) == [], f"{visitor} sees what is Ben's"
    return got


def written(captured) -> list[str]:
    writes = [query["sql"] for query in captured if WRITES.match(query["sql"])]
    return [sql for sql in writes if not any(table in sql for table in NOTED)]


OF_ANA = {"shared", "distributor"}  # hers to see


def leaked(answer, path: str, things: dict) -> list[str]:
    """The things of Ben's that an answer names, beside those that were asked for."""
    text = answer.content.decode()
    ids = {name: str(pk) for name, pk in things.items() if len(str(pk)) > 30 and name not in OF_ANA}
    return [name for name, pk in ids.items() if pk in text and pk not in path]


@pytest.mark.parametrize("junk", MALFORMED)
def test_a_malformed_id_is_4xx_in_json(junk, phones):
    for address in api_addresses():
        if not address.arguments:
            continue
        path = address.fill(dict.fromkeys(address.arguments, junk))
        for method in METHODS:
            for visitor in ("owner", "anonymous"):
                answer = phones[visitor].generic(method, path, "{}")
                assert 400 <= answer.status_code < 500, (method, path)
                assert set(answer.json()) == {"code", "detail", "fields"}, (method, path)


def test_what_ran_out_opens_nothing(phones):
    phone = phones["owner"]
    with clock.travel(clock.now() + timedelta(days=181)):
        answers = [
            phone.get(address.fill(dict.fromkeys(address.arguments, "x"))) for address in api_addresses()
        ]
    assert {answer.status_code for answer in answers} == {200, 401, 405}


@pytest.mark.parametrize(
    ("name", "field", "thing", "body"),
    [
        ("people-list", "introduced_by", "rosa", {"name": "Ada"}),
        ("touches-list", "person", "rosa", {"kind": "call", "direction": "out"}),
        (
            "orders-list",
            "person",
            "rosa",
            {"purpose": "customer", "items": [{"product": "KIT", "quantity": 1}]},
        ),
        ("tasks-list", "person", "rosa", {"kind": "call", "title": "Call"}),
        ("appointments-list", "kind", "meeting_kind", {"starts_at": "2026-03-09T09:00:00Z"}),
        ("cards-list", "product", "product", {"title": "Scent", "text": "Of roses."}),
    ],
)
def test_somebody_elses_id_in_a_body_is_a_fault_of_its_field(name, field, thing, body, phones, things):
    path, before = paths()[name].fill({}), changes()
    for visitor in ("stranger", "upline", "staff"):
        answer = phones[visitor].post(path, {**body, field: str(things[thing])})
        assert (answer.status_code, answer.json()["fields"][field]) == (400, ["There is no such object."])
    assert changes() == before


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("people-tag", {"tag": "Mine"}),
        ("people-note", {"text": "Mine"}),
        ("tasks-many", {"kind": "other"}),
        ("people-untag", {"tag": "Fair"}),
    ],
)
def test_somebody_elses_id_among_many_is_a_fault_of_people_and_writes_nothing(name, body, phones, things):
    for visitor in ("stranger", "upline"):
        own = {"name": "Own", "tags": ["Fair"]}
        people = [phones[visitor].post("/api/v1/people/", own).json()["id"], str(things["rosa"])]
        before = changes()
        answer = phones[visitor].post(paths()[name].fill({}), {**body, "people": people})
        assert answer.status_code == 400
        assert answer.json()["fields"] == {"people": ["There is no such person among yours."]}
        assert changes() == before


def test_somebody_elses_product_is_a_fault_of_its_item(phones, things):
    for visitor in ("stranger", "upline"):
        for product in (str(things["product"]), "KIT"):
            body = {"purpose": "own_use", "items": [{"product": product, "quantity": 1}]}
            answer = phones[visitor].post("/api/v1/orders/", body)
            assert answer.status_code == 400
            assert answer.json()["fields"] == {"items.0.product": ["There is no such product."]}


def test_somebody_elses_order_is_a_fault_of_its_field(phones, things):
    own = phones["stranger"].post("/api/v1/people/", {"name": "Own"}).json()["id"]
    before = changes()
    said = {"person": own, "text": "It broke", "order": str(things["order"])}
    answer = phones["stranger"].post("/api/v1/complaints/", said)
    assert (answer.status_code, answer.json()["fields"]) == (
        400,
        {"order": ["There is no such order of theirs."]},
    )
    assert changes() == before


def test_nobody_is_placed_in_somebody_elses_line(phones, things, cleo):
    before = changes()
    said = {
        "name": "Joiner", "country": "DE", "place": "home", "agreement": ":1", "agrees": True,
        "placed_under": str(cleo.uuid),
    }  # fmt: skip
    answer = phones["owner"].post(f"/api/v1/enrolments/{things['enrolment']}/finish/", said)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["placed_under"])
    assert changes() == before


def test_a_suggestion_is_not_joined_to_somebody_elses(phones, things, cleo):
    theirs = Suggestion.objects.create(
        owner=cleo,
        customer=Customer.objects.create(owner=cleo, name="Own"),
        text="Glass",
        said_at=clock.now(),
    )
    before = changes()
    said = {"to": str(theirs.pk)}
    answer = phones["owner"].post(f"/api/v1/suggestions/{things['suggestion']}/join/", said)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["to"])
    assert changes() == before


def test_every_id_that_a_body_may_hold_is_tried_above():
    """A new field that takes an id needs a line in these tests."""
    shapes = document()["components"]["schemas"]
    ids = {
        (name, field)
        for name, shape in shapes.items()
        if shape.get("additionalProperties") is False
        for field, described in shape.get("properties", {}).items()
        if "uuid" in (described.get("format"), described.get("items", {}).get("format"))
        and not described.get("readOnly")
    }
    of_the_address = {"going"}  # lines of the very notes that are named there; others are passed over
    fields = {field for _name, field in ids} - of_the_address
    assert fields == {
        "person",
        "introduced_by",
        "people",
        "kind",
        "product",
        "order",
        "placed_under",
        "to",
    }, ids
