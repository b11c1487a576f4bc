"""The ladder board: moving by keyboard with a reason, by dragging, on a phone, and without a script."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE
from tests.e2e.test_looks import ALL, axe, findings, too_wide

REASON = "Bought twice at the market"


@pytest.fixture
def board(visit):
    """Somebody's board, and what to check at its end."""
    opened = []

    def open_board(path="/ladder/", **window):
        visitor = visit(**window).signs_in("yaw")
        opened.append(visitor)
        return visitor.goes_to(path)

    yield open_board
    for visitor in opened:
        assert visitor.troubles == []


def name_of(page, rung: int) -> str:
    return page.locator(f"#cards-{rung} .name").first.inner_text()


def counts(page) -> list[int]:
    return [int(text) for text in page.locator(".step .big").all_inner_texts()]


def undo(page) -> None:
    with page.expect_navigation():
        page.locator("#toasts button", has_text="Undo").last.click()


def test_moving_by_keyboard_asks_what_happened_and_undo_takes_it_back(board):
    page = board()
    before, name = counts(page), name_of(page, 2)
    page.focus("#cards-1 .name")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#cards-2 .name").first).to_be_focused()
    page.keyboard.press("m")
    expect(page.locator("#move-menu [role=menuitem]").first).to_be_focused()
    page.keyboard.press("4")
    expect(page.locator("#id_reason")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#move-form .error")).to_contain_text("Say what happened, please.")
    page.fill("#id_reason", REASON)
    page.keyboard.press("Enter")
    moved = page.locator("#cards-4 > li").first
    expect(moved).to_contain_text(name)
    expect(moved).to_contain_text(REASON)
    expect(moved.get_by_role("button")).to_be_focused()
    expect(page.locator("#toasts")).to_contain_text(f"{name} stands on Client now.")
    assert counts(page) == [before[0], before[1] - 1, before[2], before[3] + 1, *before[4:]]
    undo(page)
    expect(page.locator("#toasts")).to_contain_text("The climb is taken back.")
    assert counts(page) == before


def test_a_step_back_takes_the_word_back(board):
    page = board()
    before, name = counts(page), name_of(page, 1)
    for key, rung in (("3", 3), ("1", 1)):
        card = page.locator(".card", has_text=name)
        card.get_by_role("button", name=f"Move {name}").click()
        page.locator("#move-menu [role=menuitem]").first.wait_for()
        page.keyboard.press(key)
        page.fill("#id_reason", REASON)
        page.click("#move-form button[type=submit]")
        expect(page.locator(f"#cards-{rung} .card", has_text=name)).to_have_count(1)
    assert counts(page) == before
    undo(page)
    expect(page.locator("#cards-3 .card", has_text=name)).to_have_count(1)
    page.locator("#cards-3 .card", has_text=name).get_by_role("button").click()
    page.get_by_role("menuitem", name="a step back").click()
    page.fill("#id_reason", REASON)
    page.click("#move-form button[type=submit]")
    expect(page.locator("#cards-1 .card", has_text=name)).to_have_count(1)


def test_what_happened_holds_and_escape_leads_back(board):
    page = board()
    page.focus("#cards-4 .name")
    page.keyboard.press("m")
    held = page.locator("#move-menu [aria-disabled]")
    expect(held).to_contain_text(re.compile(r"^\s*No step back: an order on .+ holds .+ on Client\.\s*$"))
    assert axe(page, ALL) == []
    page.keyboard.press("Escape")
    expect(page.locator("#cards-4 .name").first).to_be_focused()


def test_dragging_opens_the_same_form(board):
    page = board()
    name = name_of(page, 1)
    page.drag_and_drop("#cards-1 > li:first-child", "#step-2")
    expect(page.locator("#move-name")).to_have_text(f"Move {name}")
    expect(page.locator("#move-form [value='2']")).to_be_checked()
    assert axe(page, ALL) == []
    page.get_by_role("link", name="Cancel").click()
    expect(page.locator("#move-dialog")).not_to_be_visible()
    expect(page.locator("#cards-1 .move").first).to_be_focused()
    page.drag_and_drop("#cards-4 > li:first-child", "#step-2")
    expect(page.locator("#move-form")).to_contain_text("No step back")


def test_a_phone_shows_one_rung_at_a_time(board):
    page = board(width=PHONE)
    page.click(".rung-picker a[data-rung='4']")
    expect(page.locator("#cards-4 > li").first).to_be_visible()
    expect(page.locator("#cards-3")).not_to_be_visible()
    assert page.locator(".tabbar [aria-current]").inner_text() == "People"
    page.click(".rung-picker a[data-rung='1']")
    before, name = page.locator("#count-of-1").inner_text(), name_of(page, 1)
    following = page.locator("#cards-1 .name").nth(1).inner_text()
    page.click("#cards-1 .move >> nth=0")
    page.click("#move-menu [data-key='2']")
    page.fill("#id_reason", REASON)
    page.click("#move-form button[type=submit]")
    expect(page.locator("#count-of-1")).to_have_text(str(int(before) - 1))
    expect(page.get_by_role("button", name=f"Move {following}")).to_be_focused()
    undo(page)
    assert name in page.locator("#cards-1").inner_text()


def test_further_cards_come_on_demand(visit):
    visitor = visit().signs_in("amara")
    page = visitor.goes_to("/ladder/")
    rung = page.locator("section:has(.more a)").first.get_attribute("data-rung")
    column = page.locator(f"#cards-{rung}")
    shown = column.locator("> li").count()
    page.click(f"#more-{rung} a")
    expect(column.locator("> li").nth(shown).locator(".name")).to_be_focused()
    names = column.locator(".name").evaluate_all("all => all.map(a => a.href)")
    assert len(names) == len(set(names)) > shown
    assert visitor.troubles == []


def test_it_works_without_a_script(visit):
    page = visit(script=False).signs_in("yaw").goes_to("/ladder/")
    name = name_of(page, 1)
    page.locator("#cards-1 .move").first.click()
    page.click("#move-form button[type=submit]")
    expect(page.locator("#move-form .error")).to_contain_text("Say what happened, please.")
    page.fill("#id_reason", REASON)
    page.click("#move-form button[type=submit]")
    expect(page.locator("h1")).to_have_text("Ladder")
    expect(page.locator("#cards-2")).to_contain_text(name)
    page.click("#toasts button:has-text('Undo')")
    expect(page.locator("#cards-1")).to_contain_text(name)


def test_the_form_alone_looks_right(visit):
    visitor = visit().signs_in("yaw")
    page = visitor.goes_to("/ladder/")
    address = page.locator("#cards-1 .move").first.get_attribute("formaction")
    assert findings(visitor.goes_to(address)) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert too_wide(visitor, address) == []
