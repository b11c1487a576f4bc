"""Phones and programs on the settings: listed, signed out, a token made by hand and shown once."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from kit import clock
from kit.models import Event
from team.actions import sign_in_device
from team.models import Device
from tests.api.conftest import Phone, phone_of

PAGE = "/settings/security/"
PASSWORD = "six green apples"


@pytest.fixture
def ben(ben):
    ben.set_password(PASSWORD)
    ben.save()
    return ben


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def make_token(client, name="Accounting", password=PASSWORD):
    """Ask for a token and say the password when asked; return the last answer."""
    asked = client.post(f"{PAGE}devices/", {"name": name})
    assert asked.url == "/accounts/reauthenticate/?next=%2Fsettings%2Fsecurity%2Fdevices%2F"
    return client.post(asked.url, {"password": password, "next": f"{PAGE}devices/"})


def test_devices_are_listed_with_what_tells_them_apart(as_ben, ben, by_ben, cleo, monday):
    phone = phone_of(ben, "Ben's <phone>")
    phone.get("/api/v1/me/")
    phone_of(cleo, "Cleo's tablet")
    page = as_ben.get(PAGE)
    device = Device.objects.get(distributor=ben)
    assert f"Token {device.prefix}…, signed in today, 10:30." in text_of(page)
    assert "Last used today, 10:30, valid until Sat 29 Aug, 11:30." in text_of(page)
    assert "Ben&#x27;s &lt;phone&gt;" in page.content.decode()
    assert "Cleo" not in text_of(page)
    assert phone.token not in page.content.decode()


def test_what_ran_out_or_was_ended_is_not_listed(as_ben, ben, by_ben, monday):
    phone_of(ben, "Old one")
    ended, _token = sign_in_device(distributor=ben, by=by_ben, name="Ended one")
    as_ben.post(f"{PAGE}devices/{ended.pk}/out/")
    with clock.travel(monday + timedelta(days=200)):
        as_ben.force_login(ben)
        page = text_of(as_ben.get(PAGE))
    assert "No phone, no program" in page
    assert "Old one" not in page


def test_signing_one_out_leaves_the_others(as_ben, ben):
    phone, other = phone_of(ben), phone_of(ben, "Tablet")
    device = Device.objects.get(name="Phone")
    answer = as_ben.post(f"{PAGE}devices/{device.pk}/out/")
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert [one.get("/api/v1/me/").status_code for one in (phone, other)] == [401, 200]
    event = Event.objects.get(kind="device.signed_out")
    assert (event.actor, event.door, event.before) == (ben, "web", {"name": "Phone"})
    page = as_ben.get(PAGE).content.decode()
    assert "Phone is signed out." in page
    assert f"/undo/{event.pk}/" not in page


def test_signing_out_twice_is_once(as_ben, ben):
    phone_of(ben)
    for _ in range(2):
        assert as_ben.post(f"{PAGE}devices/{Device.objects.get().pk}/out/").status_code == 302
    assert Event.objects.filter(kind="device.signed_out").count() == 1


def test_nobody_signs_out_somebody_elses(as_ana, as_cleo, ben):
    phone = phone_of(ben)
    for client in (as_ana, as_cleo):
        assert client.post(f"{PAGE}devices/{Device.objects.get().pk}/out/").status_code == 404
        client.post(f"{PAGE}devices/out/")
    assert phone.get("/api/v1/me/").status_code == 200


def test_all_at_once(as_ben, ben, cleo):
    phones, hers = [phone_of(ben), phone_of(ben)], phone_of(cleo)
    assert as_ben.post(f"{PAGE}devices/out/").status_code == 302
    assert [phone.get("/api/v1/me/").status_code for phone in (*phones, hers)] == [401, 401, 200]
    assert "2 devices are signed out." in text_of(as_ben.get(PAGE))


def test_a_token_by_hand_is_shown_once_after_the_password(as_ben, ben):
    answer = make_token(as_ben)
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert 'id="token"' not in as_ben.head(PAGE).content.decode()
    page = as_ben.get(PAGE)
    assert "The token of Accounting . It is shown only now." in text_of(page)
    token = re.search(r'id="token"[^>]*value="([^"]+)"', page.content.decode()).group(1)
    assert Phone(token).get("/api/v1/me/").json()["name"] == "Ben"
    assert "no-store" in page["Cache-Control"]
    assert token not in as_ben.get(PAGE).content.decode()
    event = Event.objects.get(kind="device.signed_in")
    assert (event.actor, event.door, event.after["name"]) == (ben, "web", "Accounting")


def test_without_the_password_there_is_none(as_ben, ben):
    make_token(as_ben, password="wrong")
    assert not Device.objects.exists()


def test_shortly_after_the_password_it_is_not_asked_again(as_ben, ben):
    make_token(as_ben)
    assert as_ben.post(f"{PAGE}devices/", {"name": "Second"})["Location"] == PAGE
    assert Device.objects.count() == 2


def test_a_device_needs_a_name(as_ben, ben):
    page = make_token(as_ben, name=" ")
    assert page.status_code == 422
    assert not Device.objects.exists()


def test_history_tells_of_both(as_ben, ben):
    phone_of(ben, "100 % %(person)s")
    as_ben.post(f"{PAGE}devices/out/")
    page = text_of(as_ben.get("/history/"))
    assert "A device was signed in from a device of yours 100 % %(person)s" in page
    assert "100 % %(person)s. An ended token cannot be revived: sign in there again." in page


def test_somebody_signed_out_sees_nothing_of_it(db):
    for address in (PAGE, f"{PAGE}devices/", f"{PAGE}devices/out/"):
        assert Client().post(address).url.startswith("/accounts/login/")


def test_a_password_set_on_the_machine_leaves_no_device_on_the_page(client, ben, by_ben):
    sign_in_device(distributor=ben, by=by_ben, name="Old tablet")
    ben.set_password("another one")
    ben.save()
    client.force_login(ben)
    page = client.get(PAGE)
    assert (list(page.context["devices"]), "Old tablet" in text_of(page)) == ([], False)
