"""People by the API: the same verbs as on the pages, with what an app needs to keep up."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from customers.actions import add_person, change_person
from customers.models import Customer
from kit.events import last_event_of

PEOPLE = "/api/v1/people/"
NOBODY = "01900000-0000-7000-8000-000000000000"
NOT_FOUND = {"code": "not_found", "detail": "There is nothing here, or not for you.", "fields": {}}


def address(person, *words) -> str:
    return "/".join([f"{PEOPLE}{getattr(person, 'pk', person)}", *map(str, words), ""])


def names(answer) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [person["name"] for person in answer.json()["results"]]


def fields(answer, status=400) -> set[str]:
    assert answer.status_code == status, answer.content
    return set(answer.json()["fields"])


@pytest.fixture
def three(ben, by_ben):
    """Ada on a visit list, Bo cooling, Cy slipping; the clock stands still."""
    today = ben.today()
    ada = add_person(owner=ben, by=by_ben, name="Ada Quist", emails=["ada@post.example"], tags=["Fair"])
    bo = add_person(owner=ben, by=by_ben, name="Bo", warmth="cold", introduced_by=ada)
    cy = add_person(owner=ben, by=by_ben, name="Cy", phones=["030 123456"])
    for person, slips, cools in ((bo, 60, 30), (cy, 10, -20)):
        Customer.objects.filter(pk=person.pk).update(
            slips_on=today - timedelta(slips), cools_on=today - timedelta(cools)
        )
    return ada, bo, cy


def test_a_person_as_the_phone_shows_them(phone, ben, by_ben, rosa, monday):
    ida = add_person(
        owner=ben, by=by_ben, name="Ida Berg", greeting="Ida", emails=["ida@post.example", "i@work.example"],
        phones=["030 123456"], tags=["Fair", "Dogs"], birthday=(None, 3, 9), source="School fair",
        address="Lane 1\nBerlin", language="de", zone="Europe/Lisbon", introduced_by=rosa,
        preferred_channel="phone", preferred_hours="after six", external_id="K-7",
    )  # fmt: skip
    Customer.objects.filter(pk=ida.pk).update(spent=Decimal("24.5"), orders_count=2, rung=4)
    answer = phone.get(address(ida))
    assert answer.status_code == 200
    assert answer.json() == {
        "id": str(ida.pk),
        "name": "Ida Berg",
        "greeting": "Ida",
        "rung": "client",
        "rung_since": "2026-03-02",
        "email": "ida@post.example",
        "phone": "+4930123456",
        "emails": ["ida@post.example", "i@work.example"],
        "phones": ["+4930123456"],
        "tags": ["Dogs", "Fair"],
        "wants": [],
        "birthday": "--03-09",
        "source": "School fair",
        "warmth": "warm",
        "address": "Lane 1\nBerlin",
        "language": "de",
        "zone": "Europe/Lisbon",
        "introduced_by": str(rosa.pk),
        "preferred_channel": "phone",
        "preferred_hours": "after six",
        "external_id": "K-7",
        **dict.fromkeys(("touches_a_week", "grieving_until", "resting_until")),
        "state": "",
        "orders_count": 2,
        "spent": {"amount": "24.50", "currency": "EUR"},
        "last_order_at": None,
        "expected_order_on": None,
        "last_contact_at": None,
        "next_due_at": None,
        "version": 1,
        "created_at": "2026-03-02T09:30:00Z",
        "updated_at": "2026-03-02T09:30:00Z",
    }
    assert phone.get(address(ida), headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_a_bare_person_has_nulls_where_nothing_is_known(phone, ben):
    shown = phone.get(address(Customer.objects.create(owner=ben, name="Ida"))).json()
    unknown = [name for name, value in shown.items() if value is None]
    assert unknown == [
        "rung_since", "email", "phone", "birthday", "introduced_by", "touches_a_week", "grieving_until",
        "resting_until", "last_order_at", "expected_order_on", "last_contact_at", "next_due_at",
    ]  # fmt: skip
    assert shown["emails"] == shown["phones"] == shown["tags"] == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Ada Quist", "Bo", "Cy"]),
        ("?search=qui", ["Ada Quist"]),
        ("?search=ada%40post", ["Ada Quist"]),
        ("?search=123456", ["Cy"]),
        ("?search=", ["Ada Quist", "Bo", "Cy"]),
        ("?search=nobody", []),
        ("?rung=suspect", ["Bo", "Cy"]),
        ("?rung=advocate", []),
        ("?rung=prospect", ["Ada Quist"]),
        ("?tag=Fair", ["Ada Quist"]),
        ("?tag=fAIR", ["Ada Quist"]),
        ("?tag=Fai", []),
        ("?state=cooling", ["Bo"]),
        ("?state=slipping", ["Cy"]),
        ("?warmth=cold", ["Bo"]),
        ("?sort=changed", ["Ada Quist", "Bo", "Cy"]),
        ("?warmth=warm&rung=suspect", ["Cy"]),
        ("?updated_since=2020-01-01T00:00:00Z", ["Ada Quist", "Bo", "Cy"]),
        ("?updated_since=2199-01-01T00:00:00%2B01:00", []),
        ("?updated_since=2020-01-01T00:00:00+01:00&search=bo", ["Bo"]),
    ],
)
def test_the_list_is_narrowed(phone, three, query, found):
    ada, _bo, _cy = three
    Customer.objects.filter(pk=ada.pk).update(rung=2)
    assert names(phone.get(f"{PEOPLE}{query}")) == found


def test_whom_somebody_introduced(phone, three):
    assert names(phone.get(f"{PEOPLE}?introduced_by={three[0].pk}")) == ["Bo"]


@pytest.mark.parametrize(
    ("sort", "first"),
    [("name", "Ada Quist"), ("contact", "Bo"), ("silent", "Cy"), ("order", "Cy"), ("due", "Bo")],
)
def test_the_list_is_sorted(phone, three, ben, sort, first):
    _ada, bo, cy = three
    now = bo.created_at
    Customer.objects.filter(pk=bo.pk).update(last_contact_at=now, next_due_at=now)
    Customer.objects.filter(pk=cy.pk).update(last_contact_at=now - timedelta(9), last_order_at=now)
    assert names(phone.get(f"{PEOPLE}?sort={sort}"))[0] == first


@pytest.mark.parametrize("sort", ["name", "contact", "due", "changed"])
def test_pages_hold_everybody_once(phone, three, sort):
    seen, cursor = [], ""
    while cursor is not None:
        body = phone.get(f"{PEOPLE}?sort={sort}&limit=1&cursor={cursor}").json()
        seen += [person["name"] for person in body["results"]]
        cursor = body["next"]
    assert sorted(seen) == ["Ada Quist", "Bo", "Cy"]


@pytest.mark.parametrize(
    ("query", "at_fault"),
    [
        ("rung=king", "rung"),
        ("rung=3", "rung"),
        ("search=" + "x" * 101, "search"),
        ("search=%00", "search"),
        ("updated_since=yesterday", "updated_since"),
        ("updated_since=2026-03-09T10:30:00", "updated_since"),
        ("updated_since=2026-03-09", "updated_since"),
        ("updated_since=9999-12-31T23:59:59-12:00", "updated_since"),
        ("state=cold", "state"),
        ("warmth=tepid", "warmth"),
        ("sort=-name", "sort"),
        ("introduced_by=7", "introduced_by"),
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("rong=client", "rong"),
    ],
)
def test_a_filter_that_makes_no_sense_is_named(phone, query, at_fault):
    assert fields(phone.get(f"{PEOPLE}?{query}")) == {at_fault}


# Whose they are


def test_to_everybody_else_they_do_not_exist(stranger, upline, outsider, anybody, rosa):
    for other in (stranger, upline, outsider):
        assert names(other.get(PEOPLE)) == []
        for answer in (
            other.get(address(rosa)),
            other.patch(address(rosa), {"name": "Mine"}),
            other.delete(address(rosa)),
            other.post(address(rosa, "restore")),
            other.post(address(rosa, "move"), {"rung": "client", "reason": "so"}),
            other.get(address(rosa, "notes")),
            other.post(address(rosa, "notes"), {"text": "So"}),
            other.get(address(rosa, "consents")),
        ):
            assert (answer.status_code, answer.json()) == (404, NOT_FOUND)
    assert anybody.get(PEOPLE).status_code == 401
    assert Customer.objects.get().name == "Rosa Lind"


def test_who_belongs_to_no_company_is_told_so(outsider):
    answer = outsider.post(PEOPLE, {"name": "Ada"})
    assert (answer.status_code, answer.json()["code"]) == (409, "no_company")
    assert not Customer.objects.exists()


# Adding


def test_somebody_is_added(phone, ben, rosa):
    answer = phone.post(PEOPLE, {
        "name": "  Ida   Berg ", "email": "ida@post.example", "phone": "030 123456", "tags": ["Fair"],
        "birthday": "1980-03-09", "introduced_by": str(rosa.pk), "note": "Likes dogs",
        "consents": [{"channel": "email", "purpose": "service"}], "warmth": "cold", "zone": "Europe/Lisbon",
    })  # fmt: skip
    assert answer.status_code == 201, answer.content
    ida = Customer.objects.get(name="Ida Berg")
    assert answer["Location"] == f"/api/v1/people/{ida.pk}/"
    assert answer.json() == phone.get(address(ida)).json()
    shown = answer.json()
    assert (shown["birthday"], shown["email"], shown["phone"]) == (
        "1980-03-09",
        "ida@post.example",
        "+4930123456",
    )
    assert ida.owner == ben
    assert list(ida.consents.values_list("channel", "purpose")) == [("email", "service")]
    assert list(ida.notes.values_list("text", flat=True)) == ["Likes dogs"]
    assert answer["Kept-Undo"] == str(last_event_of(ida, "customer.added").pk)
    assert last_event_of(ida).door == "api"


def test_a_name_is_enough(phone):
    answer = phone.post(PEOPLE, {"name": "Ida"})
    assert answer.status_code == 201
    assert answer.json() == phone.get(answer["Location"]).json()


@pytest.mark.parametrize(
    ("said", "at_fault"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": "   "}, "name"),
        ({"name": None}, "name"),
        ({"name": 7}, "name"),
        ({"name": ["Ida"]}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "Ida", "email": "nowhere"}, "email"),
        ({"name": "Ida", "emails": ["a@b.example", "nowhere"]}, "emails"),
        ({"name": "Ida", "emails": "a@b.example"}, "emails"),
        ({"name": "Ida", "emails": [7]}, "emails.0"),
        ({"name": "Ida", "emails": [f"a{n}@b.example" for n in range(21)]}, "emails"),
        ({"name": "Ida", "email": "a@b.example", "emails": []}, "email"),
        ({"name": "Ida", "phone": "four"}, "phone"),
        ({"name": "Ida", "phones": ["four"]}, "phones"),
        ({"name": "Ida", "birthday": "1980-02-30"}, "birthday"),
        ({"name": "Ida", "birthday": "2999-01-01"}, "birthday"),
        ({"name": "Ida", "birthday": 19800309}, "birthday"),
        ({"name": "Ida", "warmth": "tepid"}, "warmth"),
        ({"name": "Ida", "zone": "Moon/Base"}, "zone"),
        ({"name": "Ida", "language": "klingon"}, "language"),
        ({"name": "Ida", "introduced_by": NOBODY}, "introduced_by"),
        ({"name": "Ida", "introduced_by": "rosa"}, "introduced_by"),
        ({"name": "Ida", "preferred_channel": "pigeon"}, "preferred_channel"),
        ({"name": "Ida", "tags": [""]}, "tags.0"),
        ({"name": "Ida", "consents": [{"channel": "email"}]}, "consents.0.purpose"),
        ({"name": "Ida", "consents": "email"}, "consents"),
        ({"name": "Ida", "rung": "client"}, "rung"),
        ({"name": "Ida", "version": 3}, "version"),
        ({"name": "Ida", "id": NOBODY}, "id"),
        ({"name": "Ida", "owner": 1}, "owner"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(phone, said, at_fault):
    assert fields(phone.post(PEOPLE, said)) == {at_fault}
    assert not Customer.objects.exists()


def test_a_stranger_s_person_introduces_nobody(phone, stranger):
    theirs = stranger.post(PEOPLE, {"name": "Otto"}).json()["id"]
    answer = phone.post(PEOPLE, {"name": "Ida", "introduced_by": theirs})
    assert answer.json()["fields"] == {"introduced_by": ["There is no such object."]}


def test_the_same_key_adds_once(phone):
    key = {"Idempotency-Key": "phone-1"}
    first = phone.post(PEOPLE, {"name": "Ida"}, headers=key)
    second = phone.post(PEOPLE, {"name": "Ida"}, headers=key)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert first["Kept-Undo"] == second["Kept-Undo"]
    assert Customer.objects.count() == 1


# Changing


def test_only_what_is_said_is_changed(phone, rosa):
    answer = phone.patch(address(rosa), {"source": "The fair", "email": "new@post.example", "tags": ["Fair"]})
    assert answer.status_code == 200, answer.content
    shown = answer.json()
    assert (shown["name"], shown["source"], shown["version"]) == ("Rosa Lind", "The fair", 2)
    assert (shown["emails"], shown["tags"]) == (["new@post.example"], ["Fair"])
    assert answer["Kept-Undo"] == str(last_event_of(rosa, "customer.changed").pk)
    assert shown == phone.get(address(rosa)).json()


@pytest.mark.parametrize(
    ("said", "emails"),
    [
        ({"email": "b@post.example"}, ["b@post.example", "old@post.example"]),
        ({"email": None}, ["old@post.example"]),
        ({"email": ""}, ["old@post.example"]),
        ({"emails": []}, []),
        ({"emails": ["old@post.example", "rosa@post.example"]}, ["old@post.example", "rosa@post.example"]),
    ],
)
def test_the_first_address_is_changed_alone(phone, ben, rosa, said, emails):
    rosa.emails.create(owner=ben, address="old@post.example", key="old@post.example", position=1)
    assert phone.patch(address(rosa), said).json()["emails"] == emails


def test_the_first_address_is_changed_alone_also_at_the_same_moment(phone, ben, by_ben, rosa):
    """Between reading the other addresses and writing the list somebody else adds one."""
    read, added = [], []

    def add_meanwhile(execute, sql, params, many, context):
        if read and not added:
            added.append("aunt@post.example")
            change_person(person=rosa, by=by_ben, version=None, emails=["rosa@post.example", *added])
        read.extend(["once"] if "FROM customers_email" in sql else [])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(add_meanwhile):
        answer = phone.patch(address(rosa), {"email": "new@post.example"})
    assert (answer.status_code, added) == (200, ["aunt@post.example"])
    assert answer.json()["emails"] == ["new@post.example", "aunt@post.example"]
    assert phone.patch(address(rosa), {"emails": ["only@post.example"]}).json()["emails"] == [
        "only@post.example"
    ]


def test_nothing_said_changes_nothing(phone, rosa):
    answer = phone.patch(address(rosa), {})
    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    assert "Kept-Undo" not in answer


def test_a_stale_edit_is_refused_and_an_old_figure_is_no_staleness(phone, rosa):
    read = phone.get(address(rosa))["ETag"]
    phone.post("/api/v1/touches/", {"person": str(rosa.pk), "kind": "call"})  # moves last_contact_at
    match = {"If-Match": read}
    assert phone.patch(address(rosa), {"name": "Rosa"}, headers=match).status_code == 200
    answer = phone.patch(address(rosa), {"name": "Ros"}, headers=match)
    assert (answer.status_code, answer.json()["code"]) == (412, "stale")
    assert Customer.objects.get().name == "Rosa"
    assert phone.patch(address(rosa), {"name": "Ros"}, headers={"If-Match": "*"}).status_code == 200


@pytest.mark.parametrize(
    ("said", "at_fault"),
    [
        ({"name": ""}, "name"),
        ({"name": None}, "name"),
        ({"tags": None}, "tags"),
        ({"consents": []}, "consents"),
        ({"note": "so"}, "note"),
        ({"spent": {"amount": "9.00", "currency": "EUR"}}, "spent"),
        ({"updated_at": "2026-03-09T10:30:00Z"}, "updated_at"),
    ],
)
def test_what_cannot_be_changed_is_named(phone, rosa, said, at_fault):
    assert fields(phone.patch(address(rosa), said)) == {at_fault}


def test_nobody_introduces_themselves(phone, rosa):
    assert fields(phone.patch(address(rosa), {"introduced_by": str(rosa.pk)})) == {"introduced_by"}


def test_a_number_that_is_taken(phone, rosa):
    phone.patch(address(rosa), {"external_id": "7"})
    assert fields(phone.post(PEOPLE, {"name": "Ida", "external_id": "7"})) == {"external_id"}


# Deleting, restoring, undoing


def test_deleted_and_brought_back(phone, rosa):
    answer = phone.delete(address(rosa))
    assert (answer.status_code, answer.content) == (204, b"")
    assert phone.get(address(rosa)).status_code == 404
    assert phone.delete(address(rosa)).status_code == 404
    restored = phone.post(address(rosa, "restore"))
    assert (restored.status_code, restored.json()["name"]) == (200, "Rosa Lind")


def test_every_deed_names_the_event_that_takes_it_back(phone, rosa):
    deleted = phone.delete(address(rosa))["Kept-Undo"]
    answer = phone.post(f"/api/v1/events/{deleted}/undo/")
    assert (answer.status_code, answer.json()) == (200, {"said": "Rosa Lind is back."})
    climbed = phone.post(address(rosa, "move"), {"rung": "client", "reason": "Bought before"})
    assert climbed.json()["rung"] == "client"
    assert phone.post(f"/api/v1/events/{climbed['Kept-Undo']}/undo/").status_code == 200
    assert phone.get(address(rosa)).json()["rung"] == "suspect"


def test_an_undo_is_done_once_and_by_its_owner(phone, stranger, upline, rosa):
    event = phone.patch(address(rosa), {"name": "Rosa"})["Kept-Undo"]
    undo = f"/api/v1/events/{event}/undo/"
    for other in (stranger, upline):
        assert (other.post(undo).status_code, other.post(undo).json()) == (404, NOT_FOUND)
    assert phone.post(undo).status_code == 200
    again = phone.post(undo)
    assert (again.status_code, again.json()["code"]) == (409, "undone_already")
    assert Customer.objects.get().name == "Rosa Lind"


def test_an_undo_that_the_world_moved_on_from_is_refused_in_words(phone, rosa):
    event = phone.patch(address(rosa), {"name": "Rosa"})["Kept-Undo"]
    phone.patch(address(rosa), {"name": "Ros"})
    answer = phone.post(f"/api/v1/events/{event}/undo/")
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["fields"]) == (409, "moved_on", {})
    assert "Name" in problem["detail"]
    assert Customer.objects.get().name == "Ros"


@pytest.mark.parametrize("event", [NOBODY, "7", "x" * 36])
def test_there_is_no_such_event(phone, event):
    assert phone.post(f"/api/v1/events/{event}/undo/").status_code == 404


# Moving by hand


def test_who_stands_on_a_word_alone_is_moved_a_step_back(phone, rosa):
    move, up = address(rosa, "move"), {"rung": "client", "reason": "Bought before"}
    assert phone.post(move, {**up, "stands": "suspect"}).json()["rung"] == "client"
    back = phone.post(move, {"rung": "suspect", "reason": "It was her sister", "stands": "client"})
    assert (back.status_code, back.json()["rung"]) == (200, "suspect")
    assert phone.post(f"/api/v1/events/{back['Kept-Undo']}/undo/").status_code == 200
    assert phone.get(address(rosa)).json()["rung"] == "client"


def test_who_was_seen_on_another_rung_is_not_moved(phone, rosa):
    answer = phone.post(address(rosa, "move"), {"rung": "client", "reason": "so", "stands": "customer"})
    assert (answer.status_code, answer.json()["code"]) == (412, "stale")
    assert answer.json()["detail"] == "Rosa Lind stands on Suspect meanwhile. Nothing was moved."
    assert phone.get(address(rosa)).json()["rung"] == "suspect"


def test_what_happened_holds_somebody_against_a_step_back(phone, things, rosa):
    assert phone.get(address(rosa)).json()["rung"] == "customer"
    answer = phone.post(address(rosa, "move"), {"rung": "prospect", "reason": "so"})
    assert fields(answer) == {"rung"}
    assert phone.get(address(rosa)).json()["rung"] == "customer"


@pytest.mark.parametrize(
    ("said", "at_fault"),
    [
        ({"rung": "client"}, "reason"),
        ({"rung": "client", "reason": "  "}, "reason"),
        ({"reason": "so"}, "rung"),
        ({"rung": "king", "reason": "so"}, "rung"),
        ({"rung": 4, "reason": "so"}, "rung"),
        ({"rung": "suspect", "reason": "so"}, "rung"),
        ({"rung": "client", "reason": "so", "stands": 1}, "stands"),
    ],
)
def test_a_move_needs_another_rung_and_a_reason(phone, rosa, said, at_fault):
    assert fields(phone.post(address(rosa, "move"), said)) == {at_fault}


# Odds and ends


@pytest.mark.parametrize("pk", [NOBODY, "7", "null", "x" * 36, "%20", "..%2f"])
@pytest.mark.parametrize("words", [(), ("move",), ("restore",), ("notes",), ("consents",)])
def test_an_id_that_is_none_leads_nowhere(phone, pk, words):
    assert phone.get(address(pk, *words)).status_code in (404, 405)
    assert phone.post(address(pk, *words), {}).status_code in (404, 405)


def test_a_birthday_is_taken_away(phone, rosa):
    assert phone.patch(address(rosa), {"birthday": "--02-29"}).json()["birthday"] == "--02-29"
    assert phone.patch(address(rosa), {"birthday": None}).json()["birthday"] is None
    assert Customer.objects.get().birth_month is None


def test_a_day_is_the_owner_s(phone, rosa, ben):
    Customer.objects.filter(pk=rosa.pk).update(expected_order_on=date(2026, 4, 1))
    assert phone.get(address(rosa)).json()["expected_order_on"] == "2026-04-01"
