"""The pages around signing in: each one shows, keeps what was typed, and speaks the house's language."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

PASSWORD = "six green apples"


@pytest.fixture
def ben(ben):
    ben.set_password(PASSWORD)
    ben.save()
    EmailAddress.objects.create(user=ben, email=ben.email, verified=True, primary=True)
    return ben


def heading(answer):
    return re.findall(r"<h1[^>]*>(.*?)</h1>", answer.content.decode(), re.S)


def sign_in(client):
    client.post(reverse("account_login"), {"login": "ben@kept.example", "password": PASSWORD})


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("account_login", "Sign in"),
        ("account_reset_password", "Forgot the password?"),
        ("account_reset_password_done", "Look at your letters"),
        ("account_reset_password_from_key_done", "The new password holds"),
        ("account_signup", "By invitation"),
        ("account_inactive", "This sign-in is switched off"),
        ("account_email_verification_sent", "Look at your letters"),
    ],
)
def test_pages_before_signing_in(client, db, name, title):
    assert heading(client.get(reverse(name))) == [title]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("account_change_password", "Password"),
        ("account_email", "Email"),
        ("usersessions_list", "Where you are signed in"),
        ("account_logout", "Sign out"),
        ("account_reauthenticate", "Is it you?"),
    ],
)
def test_pages_once_signed_in(client, ben, name, title):
    sign_in(client)
    assert heading(client.get(reverse(name))) == [title]


def test_a_wrong_password_keeps_the_email_and_says_so_plainly(client, ben):
    page = client.post(
        reverse("account_login"), {"login": "ben@kept.example", "password": "wrong"}
    ).content.decode()
    assert 'value="ben@kept.example"' in page
    assert "wrong" not in page
    assert "That email and password do not belong together." in page


def test_a_link_that_has_run_out_offers_a_new_one(client, db):
    address = reverse("account_reset_password_from_key", args=["1", "set-password"])
    assert heading(client.get(address)) == ["This link has run out"]
    unknown = client.get(reverse("account_confirm_email", args=["nothing"]))
    assert heading(unknown) == ["This link has run out"]


@pytest.mark.parametrize("name", ["account_email", "account_change_password"])
def test_an_empty_form_is_answered_beside_its_fields(client, ben, name):
    sign_in(client)
    page = client.post(reverse(name), {"action_add": ""}).content.decode()
    assert 'role="alert"' in page
    assert 'aria-invalid="true"' in page


def test_the_sessions_name_the_browser(client, ben):
    client.post(
        reverse("account_login"),
        {"login": "ben@kept.example", "password": PASSWORD},
        headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"},
    )
    page = client.get(reverse("usersessions_list")).content.decode()
    assert re.findall(r"<b>(.*?)</b>", page) == ["Firefox on Linux"]


def test_the_demo_accounts_are_named_only_in_the_demo_world(client, ben):
    page = client.get(reverse("account_login"))
    assert "kept-demo" not in page.content.decode()
    ben.company.is_demo = True
    ben.company.save()
    page = client.get(reverse("account_login"))
    assert re.findall(r"<b>(.*?)</b>", page.content.decode()) == [
        "amara@demo.example",
        "yaw@demo.example",
        "cleo@demo.example",
        "admin@demo.example",
        "kept-demo",
    ]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("404.html", "This page is not here"),
        ("403.html", "Not open to you"),
        ("400.html", "That could not be read"),
        ("429.html", "A short pause, please"),
        ("500.html", "Something broke on our side"),
        ("403_csrf.html", "Please send that once more"),
    ],
)
def test_pages_of_trouble_need_nothing_to_be_shown(name, title):
    from django.template.loader import get_template

    assert re.findall(r"<h1[^>]*>(.*?)</h1>", get_template(name).render()) == [title]


def test_an_unknown_address_is_answered_with_our_page(client, db):
    answer = client.get("/nowhere/")
    assert (answer.status_code, heading(answer)) == (404, ["This page is not here"])
