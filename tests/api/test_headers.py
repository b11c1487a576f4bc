"""What every answer of the API carries, whoever gives it: nobody keeps it, no cookie, no other origin."""

import pytest

from tests.api.conftest import Phone

PEOPLE, ME = "/api/v1/people/", "/api/v1/me/"

pytestmark = pytest.mark.django_db


def answers(phone, anybody):
    yield phone.get(PEOPLE)
    yield phone.post(PEOPLE, {"name": "Ada"})
    yield phone.post(PEOPLE, {})
    yield phone.get("/api/v1/nowhere/")
    yield phone.generic("OPTIONS", PEOPLE)
    yield anybody.get(PEOPLE)
    yield anybody.get("/api/v1/docs/")
    yield anybody.get("/api/v1/schema/")
    yield anybody.get("/api/v2/")
    yield Phone("x").get(ME)


def test_nobody_keeps_it_and_it_depends_on_the_token(phone, anybody):
    for answer in answers(phone, anybody):
        assert answer["Cache-Control"] == "no-store"
        assert "Authorization" in answer["Vary"].split(", ")
        assert "Cookie" not in answer["Vary"]


def test_no_cookie_is_set_nor_taken_away(phone, anybody, client, ben):
    client.force_login(ben)
    phone.cookies = anybody.cookies = client.cookies
    for answer in answers(phone, anybody):
        assert not answer.cookies


def test_no_other_origin_is_let_in(phone, anybody):
    for client in (phone, anybody):
        asked = client.generic(
            "OPTIONS",
            PEOPLE,
            headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"},
        )
        read = client.get(PEOPLE, headers={"Origin": "https://evil.example"})
        for answer in (asked, read):
            assert [name for name in answer.headers if name.startswith("Access-Control")] == []


def test_the_policy_of_the_pages_holds_here_too(phone, anybody):
    for answer in answers(phone, anybody):
        assert answer["Content-Security-Policy"].startswith("default-src 'self';")
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_methods_that_are_known_are_told(phone, rosa):
    assert phone.put(PEOPLE, "{}", content_type="application/json")["Allow"] == "GET, HEAD, POST"
    assert phone.post(f"{PEOPLE}{rosa.pk}/")["Allow"] == "GET, HEAD, PATCH, DELETE"


def test_an_answer_speaks_the_callers_ways_and_leaves_none_behind(phone, ben):
    from django.utils import timezone

    ben.zone = "America/Vancouver"
    ben.save()
    phone.get(ME)
    assert timezone.get_current_timezone_name() == "UTC"


def test_a_fault_of_ours_is_told_in_the_same_shape(phone, monkeypatch, settings):
    from customers.models import Customer

    def broken(*args):
        raise RuntimeError("a fault with a secret")

    monkeypatch.setattr(Customer.objects, "visible_to", broken, raising=False)
    answer = phone.get(PEOPLE)
    assert (answer.status_code, answer.json()["code"], answer.json()["fields"]) == (500, "broken", {})
    assert "secret" not in answer.content.decode()
