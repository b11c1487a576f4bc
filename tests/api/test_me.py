"""Oneself by the API: shown, changed, guarded by an ETag."""

import pytest

from kit.models import Event
from team.models import Device, Distributor
from tests.api.conftest import phone_of

ME, DEVICES = "/api/v1/me/", "/api/v1/devices/"

pytestmark = pytest.mark.django_db


def change(phone, values, **headers):
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    return phone.patch(ME, values, content_type="application/json", headers=headers)


def test_one_sees_who_one_is_and_how_one_works(phone, ben):
    assert phone.get(ME).json() == {
        "id": str(ben.uuid),
        "name": "Ben",
        "greeting": "",
        "email": "ben@kept.example",
        "handle": "ben",
        "company": "Meadow",
        "currency": "EUR",
        "joined_on": "2025-01-01",
        "zone": "Europe/Berlin",
        "language": "en",
        "theme": "system",
        "shortcuts": "device",
        "signature": "",
        "daily_limit": 12,
        "review_repeat_thanks": True,
        "quiet_hours_on": False,
        "quiet_from": "21:00",
        "quiet_until": "08:00",
    }


def test_staff_stand_outside_any_company(staff):
    answer = phone_of(staff).get(ME)
    assert (answer.status_code, answer.json()["company"], answer.json()["handle"]) == (200, None, None)


def test_a_change_is_kept_with_its_event(phone, ben):
    answer = change(phone, {"name": "Ben Otto", "quiet_from": "22:30", "quiet_hours_on": True})
    assert answer.status_code == 200
    ben.refresh_from_db()
    assert (ben.name, f"{ben.quiet_from:%H:%M}", ben.quiet_hours_on) == ("Ben Otto", "22:30", True)
    event = Event.objects.get(kind="settings.changed")
    assert (event.actor, event.door, event.before["name"], event.after["name"]) == (
        ben,
        "api",
        "Ben",
        "Ben Otto",
    )
    assert answer.json()["name"] == "Ben Otto"
    assert answer["ETag"] == phone.get(ME)["ETag"]
    assert answer["Kept-Undo"] == str(event.pk)
    assert phone.post(f"/api/v1/events/{event.pk}/undo/").status_code == 200
    assert phone.get(ME).json()["name"] == "Ben"


def test_nothing_new_leaves_no_event(phone):
    assert change(phone, {"name": "Ben"}).status_code == 200
    assert not Event.objects.filter(kind="settings.changed").exists()


def test_a_stale_change_is_refused(phone, ben):
    stale = phone.get(ME)["ETag"]
    assert change(phone, {"greeting": "B"}, If_Match=stale).status_code == 200
    answer = change(phone, {"greeting": "C"}, If_Match=stale)
    assert (answer.status_code, answer.json()["code"]) == (412, "stale")
    assert Distributor.objects.get(pk=ben.pk).greeting == "B"
    assert change(phone, {"greeting": "C"}, If_Match=phone.get(ME)["ETag"]).status_code == 200
    assert change(phone, {"greeting": "D"}, If_Match="*").status_code == 200


def test_what_is_known_is_not_sent_again(phone):
    etag = phone.get(ME)["ETag"]
    answer = phone.get(ME, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)
    change(phone, {"greeting": "B"})
    assert phone.get(ME, headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"email": "other@post.example"}, "email"),
        ({"id": "x"}, "id"),
        ({"is_staff": True}, "is_staff"),
        ({"name": " "}, "name"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"language": "xx"}, "language"),
        ({"handle": "two words"}, "handle"),
        ({"handle": "ana"}, "handle"),
        ({"daily_limit": 0}, "daily_limit"),
        ({"daily_limit": "12"}, "daily_limit"),
        ({"quiet_from": "9:00"}, "quiet_from"),
        ({"quiet_from": "24:00"}, "quiet_from"),
        ({"quiet_from": None}, "quiet_from"),
        ({"quiet_hours_on": "yes"}, "quiet_hours_on"),
        ({"quiet_hours_on": True, "quiet_from": "08:00"}, "quiet_until"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(phone, ana, values, field):
    answer = change(phone, values)
    assert (answer.status_code, set(answer.json()["fields"])) == (400, {field})
    assert not Event.objects.filter(kind="settings.changed").exists()


def test_no_handle_at_all_is_one_too(phone, ben):
    assert change(phone, {"handle": None}).json()["handle"] is None


# Devices


def test_devices_are_listed_the_newest_first(phone, ben, cleo):
    phone_of(ben, "Tablet")
    phone_of(cleo, "Hers")
    found = phone.get(DEVICES).json()["results"]
    assert [(device["name"], device["current"]) for device in found] == [("Tablet", False), ("Phone", True)]


def test_one_is_signed_out_and_then_gone(phone, ben):
    tablet = phone_of(ben, "Tablet")
    one = f"{DEVICES}{Device.objects.get(name='Tablet').pk}/"
    assert phone.get(one).json()["name"] == "Tablet"
    assert [phone.delete(one).status_code for _ in range(2)] == [204, 404]
    assert tablet.get(ME).status_code == 401
    assert phone.get(one).status_code == 404


def test_the_calling_one_can_be_signed_out_by_its_id_too(phone):
    assert phone.delete(f"{DEVICES}{Device.objects.get().pk}/").status_code == 204
    assert phone.get(ME).status_code == 401


def test_nobody_signs_out_somebody_elses(stranger, phone, ben):
    one = f"{DEVICES}{Device.objects.get(distributor=ben).pk}/"
    assert (stranger.get(one).status_code, stranger.delete(one).status_code) == (404, 404)
    assert phone.get(ME).status_code == 200
