"""Every answer carries the policy; nothing inline, nothing from elsewhere."""

from django.conf import settings

from kit.csp import build_policy


def test_the_policy_of_the_house():
    assert build_policy(settings.SECURE_CSP) == (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    )


def test_every_answer_carries_it(client, db):
    for path in ("/accounts/login/", "/nowhere/"):
        answer = client.get(path)
        assert answer.headers["Content-Security-Policy"] == build_policy(settings.SECURE_CSP)
        assert answer.headers["Permissions-Policy"].startswith("camera=()")
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_site_of_https_binds_browsers_to_it_behind_any_proxy(client, settings, db):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    assert client.get("/accounts/login/").headers["Strict-Transport-Security"] == "max-age=31536000"


def test_a_site_of_plain_http_binds_nobody(client, db):
    assert "Strict-Transport-Security" not in client.get("/accounts/login/").headers
