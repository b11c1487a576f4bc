"""The door of the house: sign in, wrong passwords, reset, changes of e-mail and password, sessions."""

import re
import runpy
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from kit.models import Event
from team.models import Distributor

PASSWORD = "six green apples"
LOGIN = "/accounts/login/"


@pytest.fixture
def ben(ben):
    ben.set_password(PASSWORD)
    ben.save()
    EmailAddress.objects.create(user=ben, email=ben.email, verified=True, primary=True)
    return ben


def sign_in(client, email="ben@kept.example", password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": email, "password": password}, **extra)


def is_signed_in(client):
    return "_auth_user_id" in client.session


def links(letter):
    return re.findall(r"https?://[^\s]+", letter.body)


@pytest.mark.parametrize("address", ["/", "/today/", "/settings/", "/welcome/", "/settings/team/"])
def test_signed_out_one_is_led_to_the_door(client, db, address):
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, f"{LOGIN}?next={address}")


@pytest.mark.parametrize("email", ["ben@kept.example", "BEN@Kept.Example", " ben@kept.example "])
def test_signing_in_without_regard_to_case(client, ben, email):
    answer = sign_in(client, email)
    assert (answer.status_code, answer["Location"]) == (302, "/today/")
    assert is_signed_in(client)


def test_after_signing_in_one_is_where_one_wanted_to_go(client, ben):
    answer = client.post(f"{LOGIN}?next=/people/", {"login": ben.email, "password": PASSWORD})
    assert answer["Location"] == "/people/"


def test_a_foreign_address_is_not_gone_to(client, ben):
    answer = client.post(LOGIN, {"login": ben.email, "password": PASSWORD, "next": "https://evil.example/"})
    assert answer["Location"] == "/today/"


def test_staff_are_led_to_the_support_screens(client, db):
    Distributor.objects.create_superuser("admin@kept.example", PASSWORD, name="Admin")
    assert sign_in(client, "admin@kept.example")["Location"] == "/admin/"


def test_the_support_screens_have_the_same_door(client, db):
    answer = client.get("/admin/login/?next=/admin/")
    assert answer["Location"] == f"{LOGIN}?next=%2Fadmin%2F"
    assert client.get("/admin/")["Location"].startswith("/admin/login/")


def test_a_wrong_password_is_told_and_keeps_the_email(client, ben):
    answer = sign_in(client, password="wrong")
    assert not is_signed_in(client)
    assert 'value="ben@kept.example"' in answer.content.decode()


def test_nobody_signs_in_who_left(client, ben):
    Distributor.objects.filter(pk=ben.pk).update(is_active=False)
    sign_in(client)
    assert not is_signed_in(client)


def test_somebody_without_a_password_cannot_sign_in(client, ana):
    ana.set_unusable_password()
    ana.save()
    sign_in(client, ana.email, "")
    sign_in(client, ana.email, "None")
    assert not is_signed_in(client)


def test_after_five_wrong_passwords_the_right_one_does_not_help_either(client, ben):
    for _ in range(5):
        sign_in(client, password="wrong")
    sign_in(client)
    assert not is_signed_in(client)
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    sign_in(elsewhere)
    assert not is_signed_in(elsewhere)


def test_one_address_cannot_try_many_accounts(client, ben):
    for number in range(10):
        sign_in(client, email=f"somebody{number}@kept.example", password="wrong")
    sign_in(client)
    assert not is_signed_in(client)
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    sign_in(elsewhere)
    assert is_signed_in(elsewhere)


def test_behind_a_proxy_its_word_counts_for_the_address(client, ben, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(10):
        sign_in(
            client,
            email=f"somebody{number}@kept.example",
            password="wrong",
            headers={"x-forwarded-for": "203.0.113.5"},
        )
    sign_in(client, headers={"x-forwarded-for": "203.0.113.5"})
    assert not is_signed_in(client)
    sign_in(client, headers={"x-forwarded-for": "198.51.100.7"})
    assert is_signed_in(client)


def test_without_a_proxy_the_header_is_not_believed(client, ben):
    for number in range(10):
        sign_in(
            client,
            email=f"somebody{number}@kept.example",
            password="wrong",
            headers={"x-forwarded-for": f"203.0.113.{number}"},
        )
    sign_in(client, headers={"x-forwarded-for": "203.0.113.99"})
    assert not is_signed_in(client)


def test_sign_up_is_closed(client, db):
    client.post(
        "/accounts/signup/", {"email": "dora@post.example", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert not Distributor.objects.exists()


def test_a_forgotten_password(client, ben, mailoutbox):
    client.post("/accounts/password/reset/", {"email": "Ben@kept.example"})
    [letter] = mailoutbox
    assert letter.to == ["ben@kept.example"]
    [link] = links(letter)
    answer = client.get(link, follow=True)
    client.post(answer.request["PATH_INFO"], {"password1": "nine blue pears", "password2": "nine blue pears"})
    assert not sign_in(Client(), password=PASSWORD).has_header("Location")
    sign_in(client, password="nine blue pears")
    assert is_signed_in(client)
    assert client.get(link, follow=True).status_code == 200
    again = client.post(link, {"password1": "ten red plums", "password2": "ten red plums"})
    assert again.status_code in (200, 302)
    assert Distributor.objects.get(pk=ben.pk).check_password("nine blue pears")


def test_nobody_learns_whether_an_email_is_known(client, ben, mailoutbox):
    known = client.post("/accounts/password/reset/", {"email": "ben@kept.example"})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@kept.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [letter.to for letter in mailoutbox] == [["ben@kept.example"]]


def test_letters_of_the_account_lie_in_the_outbox(client, ben, settings, tmp_path):
    settings.EMAIL_BACKEND = "kit.outbox.OutboxBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    client.post("/accounts/password/reset/", {"email": "ben@kept.example"})
    [file] = tmp_path.glob("*.eml")
    letter = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert letter["To"] == "ben@kept.example"
    assert "/accounts/password/reset/key/" in letter.get_body(("plain",)).get_content()


def test_links_lead_to_the_public_address_whatever_host_was_asked(client, ben, mailoutbox, settings):
    site = settings.SITE
    settings.SITE = type(site)("https", "crm.example.org", None)
    settings.SITE_URL = settings.SITE.url
    client.post("/accounts/password/reset/", {"email": "ben@kept.example"}, headers={"host": "localhost"})
    [letter] = mailoutbox
    assert [link.startswith("https://crm.example.org/accounts/") for link in links(letter)] == [True]


def test_choosing_a_new_password_ends_other_sessions(client, ben, mailoutbox):
    other = Client()
    sign_in(client)
    sign_in(other)
    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "nine blue pears", "password2": "nine blue pears"},
    )
    assert Distributor.objects.get(pk=ben.pk).check_password("nine blue pears")
    assert client.get("/settings/security/").status_code == 200
    assert other.get("/settings/security/").status_code == 302
    assert Event.objects.get(kind="account.password_changed").owner == ben
    assert [letter.to for letter in mailoutbox] == [["ben@kept.example"]]


def ask_for_email(client, email):
    """Whoever finds a device unlocked must not carry the account away: the password is asked again."""
    answer = client.post("/accounts/email/", {"email": email, "action_add": ""})
    assert answer["Location"] == "/accounts/reauthenticate/?next=%2Faccounts%2Femail%2F"
    client.post(answer["Location"], {"password": PASSWORD})


def test_a_new_email_counts_when_its_link_was_followed(client, ben, mailoutbox):
    sign_in(client)
    ask_for_email(client, "Benno@Post.Example")
    assert Distributor.objects.get(pk=ben.pk).email == "ben@kept.example"
    letter = next(letter for letter in mailoutbox if letter.to == ["benno@post.example"])
    [link] = links(letter)
    client.get(link)
    assert Distributor.objects.get(pk=ben.pk).email == "ben@kept.example"
    client.post(link)
    assert Distributor.objects.get(pk=ben.pk).email == "benno@post.example"
    elsewhere = Client()
    sign_in(elsewhere, "benno@post.example")
    assert is_signed_in(elsewhere)
    event = Event.objects.get(kind="account.email_changed", owner=ben)
    assert (event.before, event.after) == ({"email": "ben@kept.example"}, {"email": "benno@post.example"})


def test_an_email_of_somebody_else_is_not_taken(client, ben, ana, mailoutbox):
    EmailAddress.objects.create(user=ana, email=ana.email, verified=True, primary=True)
    sign_in(client)
    ask_for_email(client, "ANA@kept.example")
    for letter in mailoutbox:
        for link in links(letter):
            client.post(link)
    assert Distributor.objects.get(pk=ben.pk).email == "ben@kept.example"
    assert Distributor.objects.get(pk=ana.pk).email == "ana@kept.example"


def test_sessions_are_listed_and_ended(client, ben):
    other = Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"})
    sign_in(client)
    sign_in(other)
    assert len(client.get("/accounts/sessions/").context["sessions"]) == 2
    client.post("/accounts/sessions/")
    assert other.get("/settings/security/").status_code == 302
    assert client.get("/settings/security/").status_code == 200


def test_signing_out(client, ben):
    sign_in(client)
    client.get("/accounts/logout/")
    assert is_signed_in(client), "looking must not sign anybody out"
    assert client.post("/accounts/logout/")["Location"] == LOGIN
    assert not is_signed_in(client)


def under(monkeypatch, site_url):
    """The settings as they are with another SITE_URL."""
    monkeypatch.setenv("SITE_URL", site_url)
    return runpy.run_path(str(Path(__file__).parents[2] / "mlmcrm" / "settings.py"))


SAFE = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS")


@pytest.mark.parametrize(
    ("site_url", "expected"),
    [("https://crm.example.org", [True, True, 31_536_000]), ("http://127.0.0.1:8000", [False, False, 0])],
)
def test_a_public_address_makes_cookies_secure(monkeypatch, site_url, expected):
    assert [under(monkeypatch, site_url)[name] for name in SAFE] == expected


def test_over_https_cookies_and_headers_are_strict(ben, monkeypatch, settings):
    found = under(monkeypatch, "https://crm.example.org")
    for name in (*SAFE, "SITE", "SITE_URL", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS"):
        setattr(settings, name, found[name])
    client = Client(headers={"host": "crm.example.org"})
    answer = sign_in(client, secure=True)
    assert answer["Strict-Transport-Security"] == "max-age=31536000"
    cookie = answer.cookies["kept_session"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    page = client.get(LOGIN, secure=True, headers={"host": "crm.example.org"})
    assert "'unsafe-inline'" not in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
