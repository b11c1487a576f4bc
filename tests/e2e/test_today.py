"""The morning: done, later, undo, and the place is never lost."""

from playwright.sync_api import expect

LINES = "#todo > li"


def headlines(page) -> list[str]:
    return page.locator(f"{LINES} .what").all_inner_texts()


def test_done_takes_the_line_away_and_the_focus_goes_to_the_next(visit):
    visitor = visit().signs_in("yaw")
    page = visitor.page
    first, second = headlines(page)[:2]
    page.locator(LINES).first.locator("button[aria-label^='Done']").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Done: ")
    expect(page.locator(f"{LINES} .what").first).to_have_text(second)
    assert first not in headlines(page)
    assert page.evaluate(
        "document.activeElement.closest('#todo > li') === document.querySelector('#todo > li')"
    )
    page.click("#toasts button:has-text('Undo')")
    expect(page.locator(f"{LINES} .what").first).to_have_text(first)
    assert visitor.troubles == []


def test_later_puts_a_line_off_and_undo_brings_it_back(visit):
    visitor = visit(width=390).signs_in("yaw")
    page = visitor.page
    first, second = headlines(page)[:2]
    page.locator(LINES).first.get_by_role("button", name="Later").click()
    expect(page.locator(f"{LINES} .what").first).to_have_text(second)
    page.click("#toasts button:has-text('Undo')")
    expect(page.locator(f"{LINES} .what").first).to_have_text(first)
    assert visitor.troubles == []


def test_today_says_why_this_order(visit):
    page = visit().signs_in("yaw").page
    page.click("summary:has-text('Why this order?')")
    lines = page.locator(LINES).count()
    expect(page.locator("details[open] ol > li")).to_have_count(lines)


def test_quick_add_shows_what_it_understood_before_it_keeps_anything(visit):
    visitor = visit().signs_in("yaw")
    page = visitor.page
    name = page.locator(f"{LINES} bdi").first.inner_text()
    page.fill("#quick-add [name=q]", f"{name} ordered 1 lip balm")
    expect(page.locator("#understood")).to_contain_text("Understood:")
    expect(page.locator("#understood")).to_contain_text(name)
    page.click("#quick-add button:has-text('Add')")
    expect(page.locator("#toasts")).to_contain_text(f"Order entered for {name}")
    page.click("#toasts button:has-text('Undo')")
    expect(page.locator("#toasts")).to_contain_text("The order is taken back")
    assert visitor.troubles == []


def test_today_works_without_script(visit):
    page = visit(script=False).signs_in("cleo").page
    before = headlines(page)
    line = page.locator(f"{LINES}:has(button[aria-label^='Done'])").first
    what = line.locator(".what").inner_text()
    line.locator("button[aria-label^='Done']").click()
    expect(page.locator("#toasts")).to_contain_text("Done: ")
    assert what not in headlines(page)
    page.click("#toasts button:has-text('Undo')")
    assert headlines(page) == before
