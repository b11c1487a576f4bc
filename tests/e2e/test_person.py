"""The page of a person and the list of people, with a hand on the mouse and without a script."""

from playwright.sync_api import expect

from tests.e2e.people import newcomer


def test_a_tap_climbs_and_undo_takes_it_back(visit):
    visitor = visit(width=390).signs_in("yaw")
    person = newcomer(visitor)
    page = visitor.goes_to(person.path)
    page.click("#tap-asked")
    expect(page.locator("#toasts")).to_contain_text(f"{person.name}: they wrote")
    expect(page.locator(".page-head .rung")).to_have_attribute("data-rung", "2")
    expect(page.locator("#tap-asked")).to_be_focused()
    page.click("#toasts button:has-text('Undo')")
    expect(page.locator(".page-head .rung")).to_have_attribute("data-rung", "1")
    assert visitor.troubles == []


def test_a_note_is_kept_and_an_empty_one_asked_for(visit):
    visitor = visit().signs_in("yaw")
    page = visitor.goes_to(newcomer(visitor).path)
    page.click("#note-keep")
    expect(page.locator("#note-form .error")).to_contain_text("Write something first, please.")
    page.fill("#id_text", "Sami started school")
    page.click("#note-keep")
    expect(page.locator("#story > li").first).to_contain_text("Sami started school")
    expect(page.locator("#id_text")).to_have_value("")
    assert visitor.troubles == []


def test_moving_by_hand_asks_what_happened(visit):
    visitor = visit().signs_in("yaw")
    page = visitor.goes_to(newcomer(visitor).path)
    page.click("summary:has-text('Move by hand')")
    page.click("#climb-form button[type=submit]")
    expect(page.locator("#climb-form .error")).to_contain_text("Say what happened, please.")
    page.fill("#id_reason", "Tried a sample at the market")
    page.click("#climb-form button[type=submit]")
    expect(page.locator(".ladder")).to_contain_text("Tried a sample at the market")
    page.click(".ladder button:has-text('Take back')")
    expect(page.locator(".page-head .rung")).to_have_attribute("data-rung", "1")
    expect(page.locator("#story s", has_text="Tried a sample at the market")).to_be_visible()
    assert visitor.troubles == []


def test_people_are_found_while_typing_and_logged_in_one_press(visit):
    visitor = visit().signs_in("yaw")
    person = newcomer(visitor)
    page = visitor.page
    page.fill("#id_q", person.name)
    row = page.locator("#rows > tr")
    expect(row).to_have_count(1)
    row.get_by_role("button", name=f"They replied: {person.name}").click()
    expect(page.locator("#toasts")).to_contain_text(f"{person.name}: they wrote")
    expect(row.get_by_role("button", name=f"They replied: {person.name}")).to_be_focused()
    page.click("#toasts button:has-text('Undo')")
    expect(page.locator("#id_q")).to_have_value(person.name)
    assert visitor.troubles == []


def test_all_of_it_works_without_a_script(visit):
    visitor = visit(script=False).signs_in("yaw")
    person = newcomer(visitor)
    page = visitor.goes_to(person.path)
    page.click("#add-touch")
    page.check("#touch-form [value=visit]")
    page.click("#touch-keep")
    expect(page.locator("#toasts")).to_contain_text(f"{person.name}: you visited")
    page.click("#toasts button:has-text('Undo')")
    expect(page.locator("#toasts")).to_contain_text("The contact is taken back.")
    page.click("#note-keep")
    expect(page.locator("h1")).to_have_text("A note")
    expect(page.locator("#note-form .error")).to_contain_text("Write something first, please.")
