"""A token by hand in a real browser: asked for the password, shown once, copied, signed out."""

from playwright.sync_api import expect


def test_a_token_is_made_copied_and_ended(visit, site):
    visitor = visit()
    visitor.signs_in("cleo")
    page = visitor.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.goes_to("/settings/security/")
    page.get_by_label("Name of the device").fill("Accounting")
    page.get_by_role("button", name="Make a token").click()
    page.get_by_label("Password").fill("kept-demo")
    page.get_by_role("button", name="Go on").click()
    token = page.get_by_label("Whoever has it can do all you can.").input_value()
    assert token.startswith("kept_")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == token
    visitor.goes_to("/settings/security/")
    expect(page.locator("#token")).to_have_count(0)
    page.get_by_role("button", name="Sign out: Accounting").click()
    expect(page.get_by_text("Accounting is signed out.")).to_be_visible()
    assert visitor.troubles == []
