"""A token for e-mail and password: who gets one, who does not, and what ends it."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from kit import clock
from kit.models import Event, RequestOutcome
from team.actions import sign_in_device, sign_out_device
from team.actions.devices import DEVICES_AT_MOST
from team.models import Device, Distributor
from tests.api.conftest import Phone, phone_of

PASSWORD = "six green apples"
TOKEN = "/api/v1/auth/token/"
ME = "/api/v1/me/"
WRONG = {
    "code": "wrong_credentials",
    "detail": "That email and password do not belong together.",
    "fields": {},
}
GONE = {
    "code": "not_signed_in",
    "detail": "This token is not, or no longer, worth anything. Sign in again.",
    "fields": {},
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def ben(ben):
    ben.set_password(PASSWORD)
    ben.save()
    EmailAddress.objects.create(user=ben, email=ben.email, verified=True, primary=True)
    return ben


def sign_in(client, email="ben@kept.example", password=PASSWORD, device="Phone", **kwargs):
    return client.post(TOKEN, {"email": email, "password": password, "device": device}, **kwargs)


def sign_in_on_the_page(client, password=PASSWORD):
    client.post("/accounts/login/", {"login": "ben@kept.example", "password": password})
    return "_auth_user_id" in client.session


def test_the_right_pair_gets_a_token(anybody, ben, monday):
    answer = sign_in(anybody)
    assert answer.status_code == 201
    body, device = answer.json(), Device.objects.get()
    assert body == {
        "token": body["token"],
        "expires_at": "2026-08-29T09:30:00Z",
        "device": {
            "id": str(device.pk),
            "name": "Phone",
            "prefix": body["token"][:11],
            "signed_in_at": "2026-03-02T09:30:00Z",
            "last_used_at": None,
            "expires_at": "2026-08-29T09:30:00Z",
            "current": True,
        },
    }
    assert Phone(body["token"]).get(ME).json()["email"] == "ben@kept.example"


def test_only_a_hash_is_kept_and_the_event_holds_no_secret(anybody, ben):
    token = sign_in(anybody).json()["token"]
    device = Device.objects.get()
    kept = [str(getattr(device, field.attname)) for field in Device._meta.fields]
    assert not any(token in value for value in kept)
    event = Event.objects.get(kind="device.signed_in")
    assert (event.actor, event.owner, event.door) == (ben, ben, "api")
    assert event.after == {"name": "Phone", "prefix": token[:11]}
    assert RequestOutcome.objects.count() == 0


@pytest.mark.parametrize("email", ["BEN@Kept.Example", " ben@kept.example "])
def test_without_regard_to_case(anybody, ben, email):
    assert sign_in(anybody, email).status_code == 201


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("ben@kept.example", "wrong"),
        ("nobody@kept.example", PASSWORD),
        ("no address", PASSWORD),
        ("ben@kept.example", PASSWORD + " "),
    ],
)
def test_a_wrong_pair_is_told_without_a_hint_which(anybody, ben, email, password):
    answer = sign_in(anybody, email, password)
    assert (answer.status_code, answer.json()) == (401, WRONG)
    assert answer["WWW-Authenticate"] == "Bearer"
    assert not Device.objects.exists()


def test_whoever_was_switched_off_is_a_wrong_pair_like_any_other(anybody, ben):
    ben.is_active = False
    ben.save()
    for _ in range(5):
        answer = sign_in(anybody)
        assert (answer.status_code, answer.json()) == (401, WRONG)
    assert sign_in(anybody).status_code == 429


def test_somebody_without_a_password_gets_none(anybody, ana):
    ana.set_unusable_password()
    ana.save()
    assert sign_in(anybody, ana.email, "None").json() == WRONG


def test_every_wrong_pair_costs_as_many_hashes(anybody, ben, cleo, settings):
    settings.PASSWORD_HASHERS = ["tests.api.test_signing_in.CountingHasher"]
    ben.set_password(PASSWORD)
    ben.save()
    cleo.set_password(PASSWORD)
    cleo.is_active = False
    cleo.save()
    costs = {}
    for email, password in (
        ("ben@kept.example", "wrong"),
        ("nobody@kept.example", "wrong"),
        ("cleo@kept.example", "wrong"),
        ("cleo@kept.example", PASSWORD),
    ):
        CountingHasher.hashed = 0
        assert sign_in(anybody, email, password).json() == WRONG
        costs[email, password == PASSWORD] = CountingHasher.hashed
    assert set(costs.values()) == {2}, costs


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password is hashed: each time costs a tenth of a second in the product."""

    hashed = 0

    def encode(self, password, salt):
        CountingHasher.hashed += 1
        return super().encode(password, salt)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"email", "password", "device"}),
        ({"email": "", "password": "", "device": " "}, {"email", "password", "device"}),
        ({"email": 1, "password": None, "device": []}, {"email", "password", "device"}),
        ({"email": "a", "password": "a", "device": "a", "admin": True}, {"admin"}),
        ({"email": "a" * 300, "password": "a" * 2000, "device": "a" * 101}, {"email", "password", "device"}),
    ],
)
def test_what_is_missing_or_too_much_is_named(anybody, db, body, fields):
    answer = anybody.post(TOKEN, body)
    assert (answer.status_code, set(answer.json()["fields"])) == (400, fields)


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"]
)
def test_nothing_but_json_is_taken(anybody, ben, kind):
    body = f"email=ben@kept.example&password={PASSWORD}&device=x"
    assert anybody.post(TOKEN, body, content_type=kind).status_code == 415


def test_a_token_gets_no_other_token(phone, ben):
    assert phone.post(TOKEN, {"device": "Another"}).status_code == 400
    assert sign_in(phone, password="wrong").status_code == 401
    assert Device.objects.count() == 1


def test_a_key_does_not_make_the_token_be_kept(anybody, ben):
    tokens = {sign_in(anybody, headers={"Idempotency-Key": "k"}).json()["token"] for _ in range(2)}
    assert len(tokens) == 2
    assert not RequestOutcome.objects.exists()


# Limits, together with the page


def test_after_five_wrong_tries_the_right_one_does_not_help(anybody, ben):
    for _ in range(5):
        assert sign_in(anybody, password="wrong").status_code == 401
    answer = sign_in(anybody)
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (
        429,
        "too_many_requests",
        "300",
    )
    assert sign_in(Phone(REMOTE_ADDR="198.51.100.7")).status_code == 429


def test_page_and_api_count_together(anybody, client, ben):
    for _ in range(2):
        assert not sign_in_on_the_page(client, "wrong")
    for _ in range(3):
        assert sign_in(anybody, password="wrong").status_code == 401
    assert sign_in(anybody).status_code == 429
    assert not sign_in_on_the_page(Client())


def test_right_ones_are_no_tries(anybody, ben):
    assert [sign_in(anybody).status_code for _ in range(7)] == [201] * 7


def test_one_address_cannot_try_many_accounts(anybody, ben):
    for number in range(10):
        sign_in(anybody, email=f"somebody{number}@kept.example", password="wrong")
    assert sign_in(anybody).status_code == 429
    assert sign_in(Phone(REMOTE_ADDR="198.51.100.7")).status_code == 201


def test_nobody_collects_devices(phone, ben, by_ben, anybody):
    for number in range(DEVICES_AT_MOST - 1):
        sign_in_device(distributor=ben, by=by_ben, name=str(number))
    answer = sign_in(anybody)
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_devices")


# What ends a token


def is_signed_out(phone) -> bool:
    answer = phone.get(ME)
    if answer.status_code == 401:
        assert answer.json() == GONE
        assert answer["WWW-Authenticate"] == "Bearer"
    return answer.status_code == 401


def test_signing_out_ends_it_and_no_other(phone, ben):
    other = phone_of(ben, "Tablet")
    assert phone.post("/api/v1/auth/sign-out/").status_code == 204
    assert is_signed_out(phone)
    assert not is_signed_out(other)
    assert Event.objects.get(kind="device.signed_out").before == {"name": "Phone"}


def test_it_runs_out_half_a_year_after_its_last_use(ben, monday):
    phone = phone_of(ben)
    with clock.travel(monday + timedelta(days=179)):
        assert not is_signed_out(phone)
    with clock.travel(monday + timedelta(days=358)):
        assert not is_signed_out(phone)
    with clock.travel(monday + timedelta(days=540)):
        assert is_signed_out(phone)


def test_use_is_noted_by_the_hour(ben, monday):
    phone = phone_of(ben)
    for minutes in (0, 30, 59, 61):
        with clock.travel(monday + timedelta(minutes=minutes)):
            phone.get(ME)
    assert Device.objects.get().last_used_at == monday + timedelta(minutes=61)


def test_staff_switching_somebody_off_ends_all_their_tokens_for_good(client, staff, ben, cleo):
    phones, other = [phone_of(ben), phone_of(ben)], phone_of(cleo)
    client.force_login(staff)
    page = f"/admin/team/distributor/{ben.pk}/change/"
    client.post(page, {})
    assert all(is_signed_out(phone) for phone in phones)
    client.post(page, {"is_active": "on"})
    assert Distributor.objects.get(pk=ben.pk).is_active
    assert all(is_signed_out(phone) for phone in phones)
    assert not is_signed_out(other)
    events = Event.objects.filter(kind="device.signed_out")
    assert [(event.actor, event.owner) for event in events] == [(staff, ben)] * 2


def test_switching_off_by_any_other_way_does_too(phone, ben):
    ben.is_active = False
    ben.save(update_fields=["is_active"])
    ben.is_active = True
    ben.save(update_fields=["is_active"])
    assert is_signed_out(phone)


def test_switched_off_behind_our_backs_it_is_worth_nothing_meanwhile(phone, ben):
    Distributor.objects.filter(pk=ben.pk).update(is_active=False)
    assert is_signed_out(phone)


def test_a_new_password_ends_all_tokens(client, phone, ben, cleo):
    other = phone_of(cleo)
    assert sign_in_on_the_page(client)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": PASSWORD + "!", "password2": PASSWORD + "!"},
    )
    ben.refresh_from_db()
    assert ben.check_password(PASSWORD + "!")
    assert is_signed_out(phone)
    assert not is_signed_out(other)
    assert not Device.objects.visible_to(ben).working().exists()


def test_a_password_reset_by_letter_ends_all_tokens(client, phone, ben, mailoutbox):
    import re

    client.post("/accounts/password/reset/", {"email": ben.email})
    link = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", mailoutbox[0].body).group(1)
    form = client.get(link)["Location"]
    client.post(form, {"password1": PASSWORD + "!", "password2": PASSWORD + "!"})
    ben.refresh_from_db()
    assert ben.check_password(PASSWORD + "!")
    assert is_signed_out(phone)
    assert not Device.objects.visible_to(ben).working().exists()


def test_a_password_set_on_the_machine_ends_all_tokens(phone, ben):
    ben.set_password("another one")
    ben.save()
    assert is_signed_out(phone)
    ben.set_password(PASSWORD)
    ben.save()
    assert is_signed_out(phone), "the old password back revives none"


def test_devices_of_an_older_password_are_listed_no_more(phone, ben, by_ben):
    ben.set_password("another one")
    ben.save()
    new = phone_of(ben)
    listed = new.get("/api/v1/devices/").json()["results"]
    assert [(device["name"], device["current"]) for device in listed] == [("Phone", True)]
    assert Device.objects.get(pk=listed[0]["id"]).revoked_at is None
    assert Event.objects.filter(kind="device.signed_out").count() == 1, "the next sign-in noticed"
    assert Device.objects.visible_to(ben).working().count() == 1


def test_ending_twice_is_once(ben, by_ben):
    device, _token = sign_in_device(distributor=ben, by=by_ben, name="Phone")
    sign_out_device(device=device, by=by_ben)
    sign_out_device(device=device, by=by_ben)
    assert Event.objects.filter(kind="device.signed_out").count() == 1


# How a token is sent


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        "Bearer a b",
        "Bearer kept_\xff\xfe",
        "bearer \x00",
        "Token {token}",
        "Basic {token}",
        "{token}",
        "Bearer {token},",
        'Bearer "{token}"',
        "Bearer {token}" * 2,
        "Bearer " + "x" * 100_000,
    ],
)
def test_a_malformed_header_is_401(anybody, phone, header):
    answer = anybody.get(ME, headers={"Authorization": header.replace("{token}", phone.token)})
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_the_scheme_is_known_without_regard_to_case(anybody, phone):
    assert anybody.get(ME, headers={"Authorization": f"bearer {phone.token}"}).status_code == 200


def test_a_token_elsewhere_is_not_taken(anybody, phone):
    token = phone.token
    for query in ("access_token", "token", "bearer", "Authorization"):
        assert anybody.get(f"{ME}?{query}={token}").status_code == 401
    form = f"access_token={token}&Authorization=Bearer {token}"
    assert (
        anybody.post("/api/v1/auth/sign-out/", form, "application/x-www-form-urlencoded").status_code == 401
    )
    assert anybody.post("/api/v1/auth/sign-out/", {"access_token": token}).status_code == 401
    anybody.cookies["Authorization"] = f"Bearer {token}"
    assert anybody.get(ME).status_code == 401


def test_who_is_signed_in_on_the_pages_is_not_so_here(as_ben):
    assert as_ben.get(ME).status_code == 401
    assert as_ben.post("/api/v1/auth/sign-out/").status_code == 401


def test_a_token_opens_no_page(anybody, phone):
    assert phone.get("/today/").status_code == 302
