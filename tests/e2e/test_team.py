"""The report of a team: a leg opens and closes under its person, by link where there is no script."""

from playwright.sync_api import expect

from tests.e2e.test_looks import NARROWEST, findings, too_wide


def test_a_leg_opens_and_closes(visit):
    visitor = visit().signs_in("amara")
    page = visitor.goes_to("/team/")
    first, rows = page.locator(".tree .open").first, page.locator("#legs tr")
    before = rows.count()
    first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#legs tr[data-depth='2']").first).to_be_visible()
    expect(first).to_have_attribute("aria-expanded", "true")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(rows).to_have_count(before)
    expect(first).to_have_attribute("aria-expanded", "false")
    assert visitor.troubles == []


def test_without_a_script_the_leg_is_a_page(visit):
    page = visit(script=False).signs_in("amara").goes_to("/team/")
    name = page.locator("#legs tr:has(.open) .name").first.inner_text()
    with page.expect_navigation():
        page.locator(".tree .open").first.click()
    expect(page.locator("h1")).to_have_text(f"The team of {name}")


def test_it_fits_narrow_windows_and_axe_finds_nothing(visit):
    visitor = visit(width=NARROWEST).signs_in("amara")
    assert too_wide(visitor, "/team/") == []
    page = visitor.goes_to("/team/")
    page.locator(".tree .open").first.click()
    expect(page.locator("#legs tr[data-depth='2']").first).to_be_visible()
    assert findings(page) == []
