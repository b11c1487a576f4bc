"""The first company and distributor of an empty installation."""

import io

import pytest
from django.core.management import CommandError, call_command

from team.models import Company, Distributor

PASSWORD = "six green apples"
WANTED = {"company": "Meadow", "name": "Ana Lind", "email": "Ana@Post.Example"}


def found(monkeypatch, password=PASSWORD, **options):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    call_command("found", **{**WANTED, **options}, stdout=io.StringIO())


def test_the_founder_stands_at_the_top_and_can_sign_in(db, monkeypatch, client):
    found(monkeypatch, currency="gbp", country="gb", zone="Europe/London")
    company, ana = Company.objects.get(), Distributor.objects.get()
    assert (company.name, company.currency, company.country, company.zone) == (
        "Meadow",
        "GBP",
        "GB",
        "Europe/London",
    )
    assert (ana.path, ana.sponsor, ana.zone, ana.is_staff, ana.handle) == (
        "0",
        None,
        "Europe/London",
        False,
        "ana-lind",
    )
    answer = client.post("/accounts/login/", {"login": "ana@post.example", "password": PASSWORD})
    assert answer["Location"] == "/today/"


def test_the_founder_may_be_staff_too(db, monkeypatch):
    found(monkeypatch, staff=True)
    assert Distributor.objects.get().is_staff


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"company": ""}, "--company is missing"),
        ({"email": "ana"}, "no email address"),
        ({"currency": "euros"}, "three letters"),
        ({"country": "D"}, "two letters"),
        ({"zone": "Middle/Earth"}, "no time zone"),
        ({"password": "short"}, "too short"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_made(db, monkeypatch, options, words):
    with pytest.raises(CommandError, match=words):
        found(monkeypatch, **options)
    assert not Company.objects.exists()


def test_an_email_that_signs_in_already_makes_no_company(ana, monkeypatch):
    with pytest.raises(CommandError, match="already"):
        found(monkeypatch, email="ANA@kept.example")
    assert Company.objects.count() == 1
