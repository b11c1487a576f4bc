"""A meeting with the network cut in the middle, a killed browser, two windows: every typed line is there."""

import os
import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from appointments import actions
from appointments.models import MeetingKind, Notes
from kit import clock
from sales.models import Order, Product
from tests.e2e.conftest import FLAGS, PATIENCE, find_chromium
from tests.e2e.test_looks import ALL, NARROWEST, WIDTH, axe, findings

pytestmark = [pytest.mark.django_db(transaction=True)]

AGENDA = [{"title": "How is Sami", "minutes": 3}, {"title": "Balm", "minutes": 10}]


@pytest.fixture
def meeting(ben, by_ben, rosa, company):
    Product.objects.create(company=company, code="HB", name="Hand balm", price=12, currency="EUR")
    kind = MeetingKind.objects.create(
        owner=ben, name="Talk", slug="talk", minutes=30, place="phone", agenda=AGENDA
    )
    at = clock.now() + timedelta(minutes=10)
    return actions.book(owner=ben, by=by_ben, kind=kind, starts_at=at, people=[rosa], anyway=True)


@pytest.fixture
def cookie(client, ben, live_server) -> dict:
    client.force_login(ben)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}


@pytest.fixture
def enter(browser, live_server, cookie, meeting):
    """Open the room in a browser of its own, signed in as Ben: enter(width=390)."""
    opened = []

    def open_room(*, width: int = 1280, signed_in: bool = True, script: bool = True):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, base_url=live_server.url, java_script_enabled=script
        )
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        if signed_in:
            context.add_cookies([cookie])
        return go_in(context.new_page(), meeting)

    yield open_room
    for context in opened:
        context.close()


def go_in(page, meeting):
    page.goto(f"/appointments/{meeting.pk}/meet/")
    return page


def types(page, *lines: str) -> None:
    """Type lines below what stands, as a person does."""
    area = page.locator("#text")
    area.focus()
    page.keyboard.press("Control+End")
    if area.input_value():
        page.keyboard.press("Enter")
    page.keyboard.type("\n".join(lines))


def is_saved(page) -> None:
    expect(page.locator("#saved")).to_contain_text("Saved")


def until(holds, what: str) -> None:
    """Wait until something of the database holds."""
    ends = time.monotonic() + PATIENCE / 1000
    while not holds():
        assert time.monotonic() < ends, what
        time.sleep(0.1)


def lines_kept() -> list[str]:
    notes = Notes.objects.first()
    return notes.text.split("\n") if notes else []


def test_a_meeting_is_held_with_the_network_cut_in_the_middle(enter, meeting):
    page = enter()
    page.click("text=I am there, begin")
    types(page, "Sami likes school", "! Ask about the card, by Thursday")
    is_saved(page)
    expect(page.locator("#caught")).to_contain_text("A day in hand")
    page.context.set_offline(True)
    types(page, "~ Something without perfume", "+ 2 hand balm")
    expect(page.locator("#saved")).to_contain_text("kept on this device")
    expect(page.locator("#offline")).to_be_visible()
    expect(page.locator("#caught")).to_contain_text("Something without perfume")
    page.context.set_offline(False)
    types(page, "? What does it cost?")
    typed = [
        "Sami likes school", "! Ask about the card, by Thursday", "~ Something without perfume",
        "+ 2 hand balm", "? What does it cost?",
    ]  # fmt: skip
    until(lambda: lines_kept() == typed, "back on the line, but not saved")
    expect(page.locator("#caught")).to_contain_text("Order, €24.00")
    page.click("text=End the meeting")
    page.wait_for_url(lambda url: "/meet/" not in url)
    meeting.refresh_from_db()
    assert meeting.state == "finished"
    assert [line.mark for line in meeting.notes.lines.all()] == ["promise", "want", "order", "asked"]


def test_a_closed_tab_loses_nothing_that_was_typed_without_a_connection(enter, meeting):
    page = enter()
    types(page, "saved")
    is_saved(page)
    page.context.set_offline(True)
    types(page, "typed in the tunnel")
    expect(page.locator("#saved")).to_contain_text("kept on this device")
    page.close(run_before_unload=False)
    page.context.set_offline(False)
    page = go_in(page.context.new_page(), meeting)
    expect(page.locator("#brought-back")).to_be_visible()
    expect(page.locator("#text")).to_have_value("saved\ntyped in the tunnel")
    until(lambda: lines_kept() == ["saved", "typed in the tunnel"], "what was brought back was not saved")


def test_a_tab_that_is_closed_at_once_still_sends_what_was_typed(enter):
    page = enter()
    types(page, "the last word")
    page.goto("/today/")
    until(lambda: lines_kept() == ["the last word"], "the page left without its words")


def test_two_windows_keep_both(enter):
    desk, phone = enter(), enter(width=390)
    types(desk, "Sami likes school")
    is_saved(desk)
    types(phone, "! A sample by Friday")
    is_saved(phone)
    expect(phone.locator("#text")).to_have_value("Sami likes school\n! A sample by Friday")
    types(desk, "Rose is too sweet")
    until(lambda: len(lines_kept()) == 3, "the windows never agreed")
    assert set(lines_kept()) == {"Sami likes school", "! A sample by Friday", "Rose is too sweet"}


def test_who_is_signed_out_while_typing_loses_nothing(enter, cookie):
    page = enter()
    types(page, "before")
    is_saved(page)
    page.context.clear_cookies(name=cookie["name"])
    types(page, "after")
    expect(page.locator("#signed-out")).to_be_visible()
    page.context.add_cookies([cookie])
    page.reload()
    expect(page.locator("#text")).to_have_value("before\nafter")
    until(lambda: lines_kept() == ["before", "after"], "what was brought back was not saved")


def test_drafts_are_shown_to_nobody_else_on_the_same_device(enter, meeting, ana, cookie):
    page = enter()
    page.context.set_offline(True)
    types(page, "a secret of Rosa's")
    expect(page.locator("#saved")).to_contain_text("kept on this device")
    others = Client()
    others.force_login(ana)
    page.context.set_offline(False)
    other = {**cookie, "value": others.cookies[cookie["name"]].value}
    page.context.clear_cookies()
    page.context.add_cookies([other])
    assert page.goto(f"/appointments/{meeting.pk}/meet/").status == 404
    page.goto("/today/")
    assert "secret" not in page.content()
    found = page.evaluate("JSON.stringify(localStorage)")
    assert "secret" not in found
    page.context.clear_cookies()
    page.context.add_cookies([cookie])
    go_in(page, meeting)
    expect(page.locator("#text")).to_have_value("a secret of Rosa's")


def test_a_killed_browser_loses_no_line(browser, live_server, cookie, meeting, tmp_path):
    """The whole browser dies by SIGKILL while there is no connection; the next one finds every line."""
    lines = [f"line {number}" for number in range(12)]
    context = _at_home(browser, tmp_path, live_server, cookie)
    page = go_in(context.new_page(), meeting)
    types(page, "saved")
    is_saved(page)
    context.set_offline(True)
    types(page, *lines)
    page.wait_for_timeout(150)
    _kill(tmp_path)
    context = _at_home(browser, tmp_path, live_server, cookie)
    page = go_in(context.new_page(), meeting)
    expect(page.locator("#text")).to_have_value("\n".join(["saved", *lines]))
    until(lambda: lines_kept() == ["saved", *lines], "what was brought back was not saved")
    context.close()


def test_marks_by_buttons_and_facts_in_two_keys(enter):
    page = enter(width=390)
    types(page, "A sample")
    page.click(".meeting-tabs >> text=Promise")
    expect(page.locator("#text")).to_have_value("! A sample")
    page.click(".meeting-tabs >> text=Want")
    expect(page.locator("#text")).to_have_value("~ A sample")
    page.click(".meeting-tabs >> text=Want")
    expect(page.locator("#text")).to_have_value("A sample")
    page.keyboard.press("Enter")
    page.keyboard.press("/")
    expect(page.locator("#facts")).to_be_visible()
    page.keyboard.press("b")
    expect(page.locator("#facts-q")).to_have_value("b")
    page.keyboard.press("Escape")
    page.keyboard.type("and/or")
    expect(page.locator("#text")).to_have_value("A sample\nand/or")


def test_an_order_is_entered_without_leaving(enter):
    page = enter()
    types(page, "+ 2 hand balm")
    page.click("#caught >> text=Check")
    page.click("#order-dialog >> text=Enter order")
    expect(page.locator("#order-dialog")).to_be_hidden()
    expect(page.locator("#caught")).to_contain_text("Order entered, €24.00")
    assert Order.objects.get().total == 24


def test_the_agenda_goes_on_and_the_clock_survives_a_reload(enter):
    page = enter()
    page.click("text=I am there, begin")
    page.click("text=Done, on to the next")
    expect(page.locator("#agenda .now")).to_contain_text("Balm")
    Notes.objects.update(started_at=clock.now() - timedelta(minutes=12))
    page.reload()
    expect(page.locator("[role=timer]")).to_contain_text("12:0")


def test_the_room_works_without_a_script(enter):
    page = enter(script=False)
    page.click("text=I am there, begin")
    page.fill("#text", "! A sample\n~ Soap")
    page.click("#notes button:has-text('Save')")
    assert lines_kept() == ["! A sample", "~ Soap"]
    expect(page.locator("#caught")).to_contain_text("Soap")
    page.fill("#text", "! A sample\n~ Soap\nmore")
    page.click("text=End the meeting")
    assert lines_kept() == ["! A sample", "~ Soap", "more"]
    assert Notes.objects.get().ended_at is not None


def _at_home(browser, folder: Path, live_server, cookie):
    """A browser with a profile of its own that lasts."""
    context = browser.browser_type.launch_persistent_context(
        str(folder), executable_path=find_chromium(), args=FLAGS, base_url=live_server.url
    )
    context.set_default_timeout(PATIENCE)
    context.add_cookies([cookie])
    return context


def _kill(folder: Path) -> None:
    """Kill every process of the browser that has this profile, all at once."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(folder).encode() in (process / "cmdline").read_bytes():
                os.kill(int(process.name), signal.SIGKILL)
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue


def test_nothing_for_axe_to_find_and_nothing_wider_than_the_window(enter):
    page = enter()
    found = findings(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.click("text=I am there, begin")
    types(page, "Sami likes school", "! A card, by Thursday", "+ 2 hand balm")
    expect(page.locator("#caught")).to_contain_text("A day in hand")
    found += findings(page)
    page.keyboard.press("Enter")
    page.keyboard.press("/")
    found += [f"facts: {line}" for line in axe(page, ALL)]
    assert found == []
    page.keyboard.press("Escape")
    for direction in ("ltr", "rtl"):
        page.set_viewport_size({"width": NARROWEST, "height": 900})
        assert page.evaluate(WIDTH, direction) <= NARROWEST, direction
