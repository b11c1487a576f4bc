"""Signing in, with a mistake on the way."""

from playwright.sync_api import expect


def test_a_wrong_password_keeps_the_email_and_says_what_to_do(visit):
    visitor = visit(width=390)
    page = visitor.goes_to("/people/")
    expect(page).to_have_url(f"{visitor.site}/accounts/login/?next=/people/")
    page.fill("[name=login]", "yaw@demo.example")
    page.fill("[name=password]", "wrong")
    page.click("main button[type=submit]")
    expect(page.locator("[name=login]")).to_have_value("yaw@demo.example")
    expect(page.locator("[name=password]")).to_have_value("")
    expect(page.locator("#main [role=alert], main [role=alert], .notice.risk").first).to_be_visible()
    page.fill("[name=password]", "kept-demo")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{visitor.site}/people/")
    assert visitor.troubles == []


def test_signing_in_works_by_keyboard_alone(visit):
    visitor = visit()
    page = visitor.goes_to("/accounts/login/")
    page.locator("[name=login]").focus()
    page.keyboard.type("yaw@demo.example")
    page.keyboard.press("Tab")
    page.keyboard.type("kept-demo")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{visitor.site}/today/")
    assert visitor.troubles == []


def test_who_is_signed_out_sees_nothing(visit):
    visitor = visit()
    for path in ("/", "/today/", "/people/", "/orders/", "/messages/", "/settings/"):
        page = visitor.goes_to(path)
        assert page.url.startswith(f"{visitor.site}/accounts/login/"), path
