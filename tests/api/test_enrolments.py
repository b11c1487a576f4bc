"""Enrolments by the API: begun, finished, taken back, dropped; the text that is agreed to."""

import pytest

from customers.models import Customer
from sales.models import Enrolment
from team.models import Distributor

ENROLMENTS = "/api/v1/enrolments/"
pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def begun(phone, rosa):
    answer = phone.post(ENROLMENTS, {"person": str(rosa.pk), "name": "Rosa L."})
    assert answer.status_code == 201, answer.content
    return answer.json()


@pytest.fixture
def said(phone):
    terms = phone.get(f"{ENROLMENTS}terms/", {"country": "US", "place": "home"}).json()
    assert (terms["agreement"], terms["cancel_by"]) == (":1", "2026-03-05")
    return {
        "name": "Rosa Lind",
        "country": "US",
        "place": "home",
        "agreement": terms["agreement"],
        "agrees": True,
    }


def test_begun_finished_and_taken_back(phone, rosa, begun, said):
    again = phone.post(ENROLMENTS, {"person": str(rosa.pk), "place": "event"})
    assert (again.status_code, again.json()["id"]) == (200, begun["id"])
    done = phone.post(f"{ENROLMENTS}{begun['id']}/finish/", said)
    assert done.status_code == 200, done.content
    facts = done.json()
    member = Distributor.objects.get(name="Rosa Lind")
    assert {name: facts[name] for name in ("state", "cancel_by", "seconds", "distributor", "person")} == {
        "state": "done", "cancel_by": "2026-03-05", "seconds": 0, "distributor": str(member.uuid),
        "person": str(rosa.pk),
    }  # fmt: skip
    assert facts["agreed_text"].startswith("1. You join as an independent distributor.")
    cancelled = phone.post(f"{ENROLMENTS}{begun['id']}/cancel/", {"reason": "Too much"})
    assert cancelled.json()["state"] == "cancelled"
    assert phone.post(f"/api/v1/events/{cancelled['Kept-Undo']}/undo/").status_code == 200
    assert phone.get(f"{ENROLMENTS}{begun['id']}/").json()["state"] == "done"
    assert phone.post(ENROLMENTS, {"person": str(rosa.pk)}).status_code == 409


def test_they_are_sent_a_link_to_sign_in(phone, begun, said):
    phone.post(f"{ENROLMENTS}{begun['id']}/finish/", said)
    link = f"{ENROLMENTS}{begun['id']}/sign-in/"
    assert [phone.post(link, data).status_code for data in ({}, {"email": "x"}, {"email": "new@post.example"})] == [
        400, 400, 200,
    ]  # fmt: skip
    assert Enrolment.objects.get().invitation.email == "new@post.example"


def test_dropped_and_taken_up(phone, begun):
    assert phone.post(f"{ENROLMENTS}{begun['id']}/drop/", {}).json()["state"] == "dropped"
    assert phone.post(f"{ENROLMENTS}{begun['id']}/take-up/", {}).json()["state"] == "begun"
    assert phone.post(f"{ENROLMENTS}{begun['id']}/cancel/", {}).status_code == 409
    assert [row["id"] for row in phone.get(ENROLMENTS, {"state": "begun"}).json()["results"]] == [begun["id"]]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"agrees": False}, "agrees"),
        ({"agreement": ":2"}, "agrees"),
        ({"country": "ZZ"}, "country"),
        ({"place": "moon"}, "place"),
        ({"email": "rosa"}, "email"),
        ({"placed_under": "ana"}, "placed_under"),
        ({"unknown": 1}, "unknown"),
    ],
)
def test_what_is_wrong_is_named(phone, begun, said, wrong, field):
    answer = phone.post(f"{ENROLMENTS}{begun['id']}/finish/", {**said, **wrong})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])
    assert Enrolment.objects.get().state == "begun"


def test_somebody_elses_line_does_not_exist(phone, begun, said, ana, cleo):
    for stranger in (ana, cleo):
        answer = phone.post(
            f"{ENROLMENTS}{begun['id']}/finish/", {**said, "placed_under": str(stranger.uuid)}
        )
        assert (answer.status_code, list(answer.json()["fields"])) == (400, ["placed_under"])


def test_anothers_person_does_not_exist(phone, cleo):
    theirs = Customer.objects.create(owner=cleo, name="Theirs")
    answer = phone.post(ENROLMENTS, {"person": str(theirs.pk)})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["person"])
