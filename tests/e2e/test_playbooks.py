"""Playbooks in a real browser: a step is added, the dry run follows, it goes live; shared, taken, and without a script."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE
from tests.e2e.test_looks import findings

BOOK = "/playbooks/birthday/"
TITLE = "A card after the day"


@pytest.fixture
def open_book(visit):
    """A playbook of the demo world, and what to check at its end."""
    opened = []

    def go(who: str, path: str = BOOK, **window):
        visitor = visit(**window).signs_in(who)
        opened.append(visitor)
        return visitor.goes_to(path)

    yield go
    for visitor in opened:
        assert visitor.troubles == []


def steps(page) -> list[str]:
    return page.locator("#steps .what").all_inner_texts()


def add_step(page, title: str, days: int, side: str, anchor: str = "birthday") -> None:
    page.click("#add-step")
    page.fill("[name=title]", title)
    page.check("[name=action][value=task]")
    page.fill("[name=days]", str(days))
    page.select_option("[name=side]", side)
    page.select_option("[name=anchor]", anchor)
    page.click("#step-form button.primary")
    expect(page.locator("#steps .what", has_text=title)).to_be_visible()


def dry_run(page) -> str:
    expect(page.locator("#dry-lines .sheet-foot")).to_be_visible()
    return page.locator("#dry-lines").inner_text()


def press(page, step: str, button: str) -> None:
    page.locator("#steps .step-line", has_text=step).get_by_role("button").first.click()
    page.locator(".menu:popover-open").get_by_role("button", name=button).click()


def test_a_step_is_added_tried_moved_and_put_live(open_book):
    page = open_book("yaw")
    before = steps(page)
    assert TITLE not in dry_run(page)
    add_step(page, TITLE, 9, "after")
    assert steps(page) == [*before, TITLE]
    expect(page.locator("#playbook-head")).to_contain_text("1 change not live yet")
    expect(page.locator("#toasts")).to_contain_text(f"Added: {TITLE}.")
    dry_run(page)

    line = page.locator("#steps .step-line", has_text=TITLE)
    line.get_by_role("button").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#steps .what").first).to_have_text(TITLE)
    expect(page.locator("#steps .step-line", has_text=TITLE).get_by_role("button")).to_be_focused()

    with page.expect_response(lambda answer: answer.url.endswith("/dry-run/")) as tried:
        press(page, TITLE, "Copy")
    assert tried.value.status == 200
    expect(page.locator("#steps .what", has_text=TITLE)).to_have_count(2)
    press(page, TITLE, "Remove")
    expect(page.locator("#steps .what", has_text=TITLE)).to_have_count(1)

    page.locator("#playbook-head a.primary").click()
    expect(page.locator("main")).to_contain_text(TITLE)
    page.get_by_role("button", name="Go live").click()
    page.wait_for_url(f"**{BOOK}")
    expect(page.locator("#toasts")).to_contain_text("The playbook is live: ")
    assert page.locator("#playbook-head .tag").count() == 0
    assert TITLE in steps(page)


def test_words_are_read_while_they_are_typed(open_book):
    page = open_book("yaw", "/playbooks/delivery/steps/check_in_2_days/?own=1")
    words = page.locator("#reads-words")
    expect(words.locator(".merge").first).to_be_visible()
    page.fill("[name=text]", "Dear {{ name }},\n\nis {{ prodcts }} all right?")
    expect(words).to_contain_text("Line 3: There is no field “prodcts”.")
    page.fill("[name=text]", "Dear {{ name }},\n\nis everything all right?")
    expect(words).to_contain_text("is everything all right?")
    expect(words.locator(".notice")).to_have_count(0)
    assert page.url.endswith("?own=1")


def test_a_leader_shares_and_the_line_takes(open_book):
    page = open_book("amara", "/playbooks/slipping/")
    add_step(page, "A week on", 7, "after", "slipping")
    page.locator("#playbook-head a.primary").click()
    page.get_by_role("button", name="Go live").click()
    page.get_by_role("link", name="Share with my team").click()
    page.get_by_role("button", name="Share").click()
    expect(page.locator("#toasts")).to_contain_text("Your team can take")

    page = open_book("yaw", "/playbooks/")
    page.get_by_role("link", name=re.compile("Look at Slipping away by Amara")).click()
    expect(page.locator("ol")).to_contain_text("A week on")
    page.get_by_role("button", name="Take it").click()
    expect(page.locator("#toasts")).to_contain_text("Taken from Amara")
    assert "A week on" in steps(page)
    page.get_by_role("button", name="Throw away").click()
    expect(page.locator("#toasts")).to_contain_text("thrown away")


def test_what_is_not_live_yet_looks_well_everywhere(open_book):
    page = open_book("cleo", "/playbooks/delivery/steps/check_in_2_days/?own=1")
    page.fill("[name=text]", "Dear {{ name }},\n\nthis cures everything.")
    page.click("#step-form button.primary")
    expect(page.locator("#steps .tag.now")).to_have_text("changed")
    page.goto(page.url.split("#")[0] + "add/")
    page.click("#step-form button.primary")
    expect(page.locator("#step-form [role=alert]")).to_be_focused()
    found = findings(page)
    for path in ("", "go-live/", "dry-run/?show=never"):
        page.goto(page.url.split("/delivery/")[0] + f"/delivery/{path}")
        page.wait_for_load_state("networkidle")
        found += findings(page)
    assert found == []


def test_it_works_without_a_script_and_on_a_phone(open_book):
    page = open_book("cleo", script=False, width=PHONE)
    before = steps(page)
    add_step(page, TITLE, 9, "after")
    assert steps(page) == [*before, TITLE]
    page.locator("#steps .step-line", has_text=TITLE).get_by_role("button").click()
    page.locator(".menu:popover-open").get_by_role("button", name="Move up").click()
    assert steps(page) == [TITLE, *before]
    page.get_by_role("link", name="Who would get what, and when").click()
    expect(page.locator("h1")).to_have_text("Dry run")
    page.goto(page.url.replace("dry-run/", ""))
    page.get_by_role("button", name="Throw away").click()
    assert steps(page) == before
