"""Many people at once on the list, and what was done taken back on the page of the history."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect


def tick(page, number: int) -> list[str]:
    """Tick the first people of the list and return their names."""
    rows = page.locator("#rows > tr")
    for row in range(number):
        rows.nth(row).locator("[name=people]").check()
    return [rows.nth(row).locator("a.name").inner_text() for row in range(number)]


def carriers(visitor, tag: str) -> list[str]:
    """Who is shown with a tag chosen in the list; nobody where there is no such tag."""
    page = visitor.goes_to("/people/")
    if not page.locator("#id_tag option", has_text=tag).count():
        return []
    page.locator("details", has=page.locator("#id_tag")).evaluate("box => { box.open = true; }")
    page.select_option("#id_tag", label=tag)
    page.wait_for_url("**tag=**")
    return page.locator("#rows > tr a.name").all_inner_texts()


@pytest.mark.parametrize("width", [390, 1280])
def test_two_get_a_tag_and_undo_takes_it_back(visit, width):
    visitor = visit(width=width).signs_in("yaw")
    page = visitor.goes_to("/people/")
    expect(page.locator("#many")).to_be_hidden()
    names = tick(page, 2)
    expect(page.locator("#many-count")).to_have_text("2")
    page.click("#many summary:has-text('Tag')")
    assert Axe().run(page).response["violations"] == []
    page.fill("#many-tag", f"Fair {width}")
    page.click("#many button:has-text('Give')")
    expect(page.locator("#toasts")).to_contain_text(f"Tag “Fair {width}” added to 2 people.")
    assert carriers(visitor, f"Fair {width}") == names
    page = visitor.goes_to("/history/")
    line = page.locator("#history > .todo").first
    expect(line).to_contain_text(f"The tag “Fair {width}” was given to 2 people")
    line.get_by_role("button", name="Undo").click()
    expect(line).to_contain_text("Undone today")
    expect(page.locator("#toasts")).to_contain_text("The tag is taken from 2 people.")
    assert carriers(visitor, f"Fair {width}") == []
    assert visitor.troubles == []


def test_all_that_are_found_are_put_on_the_list(visit):
    visitor = visit().signs_in("yaw")
    page = visitor.goes_to("/people/?rung=1")
    page.check("#many-shown")
    page.check("#many [name=everyone]")
    found = page.locator("#many [name=seen]").get_attribute("value")
    expect(page.locator("#many-count")).to_have_text(found)
    page.click("#many button:has-text('To do')")
    page.fill("#many_title", "Bring the list")
    page.click("main button[type=submit]")
    expect(page.locator("#toasts")).to_contain_text(f"Planned for {found} people.")
    page.click("#toasts button:has-text('Undo')")
    expect(page.locator("#toasts")).to_contain_text(f"{found} are off the list again.")
    assert visitor.troubles == []


def test_a_note_for_two_without_a_script(visit):
    visitor = visit(script=False).signs_in("yaw")
    page = visitor.goes_to("/people/")
    tick(page, 2)
    page.click("#many summary:has-text('Note')")
    page.fill("#many-text", "Came to the fair")
    page.click("#many button:has-text('Keep note')")
    expect(page.locator("#toasts")).to_contain_text("Note kept on 2 people.")
    page = visitor.goes_to("/history/")
    page.locator("#history > .todo").first.get_by_role("button", name="Undo").click()
    assert page.url.endswith("/history/")
    expect(page.locator("#toasts")).to_contain_text("2 notes are taken back.")
    expect(page.locator("#history s", has_text="The same note about 2 people")).to_be_visible()
    assert visitor.troubles == []
