"""The calendar in a browser: an appointment is dragged and taken back, moved by keys, or told why not."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e.test_looks import NARROWEST, findings, too_wide

EVENT = ".week:not(.one-day) .event[data-move]"


@pytest.fixture
def week(visit):
    """The first week with something in it that can be moved."""

    def open_week(**window):
        visitor = visit(**window).signs_in("yaw")
        for weeks in (0, 1, 2):
            day = date.today() + timedelta(weeks=weeks)
            page = visitor.goes_to(f"/calendar/?day={day}")
            if page.locator(EVENT).count():
                return page
        raise AssertionError("Nothing is on in these weeks.")

    return open_week


def place(event) -> tuple[str, str, str]:
    return tuple(event.get_attribute(f"data-{name}") for name in ("day", "hour", "minute"))


def test_an_appointment_is_dragged_to_sunday_and_back(week):
    """Sunday is a day off: it is said why not, and what would fit."""
    page = week()
    event = page.locator(EVENT).first
    before, box = place(event), event.bounding_box()
    track = page.locator(".week:not(.one-day) .track[data-day='7']").bounding_box()
    page.mouse.move(box["x"] + 8, box["y"] + 4)
    page.mouse.down()
    page.mouse.move(box["x"] + 30, box["y"] + 14, steps=3)
    page.mouse.move(track["x"] + 30, box["y"] + 4, steps=5)
    assert place(event)[0] == "7"
    expect(event.locator("time")).to_have_text(re.compile(r"^Sun \d\d:\d\d$"))
    page.mouse.up()
    told = page.locator("#calendar-fit [role=alert]")
    expect(told).to_contain_text(re.compile("does not fit. (You have no hours on that day|.* is a day off)"))
    assert told.locator("button[name=at]").count() == 2
    assert place(event) == before
    expect(event.locator("time")).not_to_contain_text("Sun")


def test_what_fits_is_taken_and_undone(week):
    page = week()
    event = page.locator(EVENT).first
    id, before = event.get_attribute("data-id"), place(event)
    event.focus()
    page.keyboard.press("m")
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    with page.expect_navigation():
        page.locator("#calendar-fit button[name=at]").first.click()
    with page.expect_navigation():
        page.locator("#toasts button", has_text="Undo").last.click()
    again = page.locator(f"{EVENT}[data-id='{id}']")
    if again.count():
        assert place(again) == before


def test_keys_move_it_and_escape_leaves_it(week):
    page = week()
    event = page.locator(EVENT).first
    before = place(event)
    event.focus()
    page.keyboard.press("M")
    expect(page.locator("#calendar-said")).to_contain_text("Enter puts it there")
    page.keyboard.press("ArrowDown")
    assert place(event) != before
    page.keyboard.press("Escape")
    assert place(event) == before
    with page.expect_navigation(url="**/appointments/**"):
        page.keyboard.press("Enter")


@pytest.mark.parametrize("show", ["week", "day", "month"])
def test_it_is_well_to_see_and_to_hear(visit, show):
    visitor = visit().signs_in("yaw")
    assert findings(visitor.goes_to(f"/calendar/?show={show}")) == []


def test_it_fits_the_narrowest_phone_in_both_directions(visit):
    visitor = visit(width=NARROWEST).signs_in("yaw")
    pages = [f"/calendar/?show={show}" for show in ("week", "day", "month")]
    assert [line for path in pages for line in too_wide(visitor, path)] == []
