"""Standing orders and introductions over the API: kept, shown, changed, and refused in words."""

import pytest

from customers.actions import add_person, change_person
from sales.models import Product, StandingOrder

pytestmark = pytest.mark.usefixtures("monday")
ALL = "/api/v1/standing-orders/"
REFERRALS = "/api/v1/referrals/"


@pytest.fixture
def body(rosa, company):
    Product.objects.create(company=company, code="BALM", name="Hand balm", price=12, currency="EUR")
    return {
        "person": str(rosa.pk), "items": [{"product": "BALM", "quantity": 2}], "every": 1, "unit": "month",
        "starts_on": "2026-03-31", "agreed_words": "Every month, on the phone.",
    }  # fmt: skip


def test_one_is_begun_shown_and_changed(phone, body):
    answer = phone.post(ALL, body)
    assert answer.status_code == 201
    made = answer.json()
    assert (made["state"], made["next_on"], made["items"][0]["code"]) == ("running", "2026-03-31", "BALM")
    one = f"{ALL}{made['id']}/"
    assert phone.post(f"{one}skip/", {"reason": "On holiday"}).json()["next_on"] == "2026-04-30"
    assert phone.post(f"{one}delay/", {"to": "2026-05-04"}).json()["next_on"] == "2026-05-04"
    assert phone.post(f"{one}pause/").json()["state"] == "paused"
    assert phone.post(f"{one}resume/").json()["state"] == "running"
    changed = phone.patch(
        one, {"items": [{"product": "BALM", "quantity": 5}], "every": 6, "unit": "week"}
    ).json()
    assert (changed["every"], changed["unit"], changed["items"][0]["quantity"]) == (6, "week", 5)
    ended = phone.post(f"{one}end/", {"reason": "Enough"}).json()
    assert (ended["state"], ended["ended_reason"], ended["next_on"]) == ("ended", "Enough", None)
    assert [row["id"] for row in phone.get(f"{ALL}?state=ended").json()["results"]] == [made["id"]]


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"items": []}, "items"),
        ({"items": [{"product": "NONE", "quantity": 1}]}, "items.0.product"),
        ({"every": 0}, "every"),
        ({"unit": "day"}, "unit"),
        ({"starts_on": "2026-03-01"}, "starts_on"),
        ({"agreed_words": " "}, "agreed_words"),
        ({"person": "01a20529-ac3b-7e66-b123-3987dba9aef9"}, "person"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(phone, body, change, name):
    answer = phone.post(ALL, body | change)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, [name])
    assert not StandingOrder.objects.exists()


def test_what_has_ended_is_not_left_out(phone, body):
    one = f"{ALL}{phone.post(ALL, body).json()['id']}/"
    phone.post(f"{one}end/")
    answer = phone.post(f"{one}skip/")
    assert (answer.status_code, answer.json()["code"]) == (409, "ended")


def test_introductions_follow_introduced_by_and_refuse_circles(phone, ben, rosa, by_ben):
    friend = add_person(owner=ben, by=by_ben, name="Friend", introduced_by=rosa)
    row = phone.get(f"{REFERRALS}?introducer={rosa.pk}").json()["results"][0]
    assert (row["friend"], row["thanked_at"], row["told_at"]) == (str(friend.pk), None, None)
    answer = phone.patch(f"/api/v1/people/{rosa.pk}/", {"introduced_by": str(friend.pk)})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["introduced_by"])
    assert phone.post(f"{REFERRALS}{row['id']}/tell/").json()["code"] == "not_agreed"
    assert phone.post(f"{REFERRALS}{row['id']}/agree/").json()["friend_agreed_at"]
    assert phone.post(f"{REFERRALS}{row['id']}/tell/").json()["told_at"]
    assert len(phone.get(f"{REFERRALS}?owed=thanks").json()["results"]) == 1
    assert phone.post(f"{REFERRALS}{row['id']}/thank/").json()["thanked_at"]
    assert phone.get(f"{REFERRALS}?owed=thanks").json()["results"] == []
    change_person(person=friend, by=by_ben, version=None, introduced_by=None)
    assert phone.get(REFERRALS).json()["results"] == []
    gone = phone.get(f"{REFERRALS}?updated_since=2026-01-01T00:00:00Z").json()["results"]
    assert [bool(one["revoked_at"]) for one in gone] == [True]
