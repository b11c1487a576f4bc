"""The small scripts of the pages, on the page of components: toasts, lines, forms, drafts, connection."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.kit.urls")]


@pytest.fixture
def page(browser, live_server):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=live_server.url)
    page = context.new_page()
    page.goto("/components/")
    yield page
    context.close()


def focused_line(page):
    return page.evaluate("document.activeElement.closest('.line')?.id")


def test_a_toast_stays_for_20_seconds_after_it_was_looked_at(page):
    page.clock.install()
    page.goto("/components/")
    page.clock.run_for(1_000)
    toast = page.locator(".toast")
    expect(toast).to_have_count(1)
    toast.hover()
    page.clock.run_for(60_000)
    expect(toast).to_have_count(1)
    page.mouse.move(5, 5)
    page.clock.run_for(19_000)
    expect(toast).to_have_count(1)
    page.clock.run_for(2_000)
    expect(toast).to_have_count(0)


def test_closing_a_toast_by_keyboard_gives_the_focus_back(page):
    start = page.get_by_role("button", name="Start meeting")
    start.focus()
    page.locator(".toast [data-close]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_have_count(0)
    expect(start).to_be_focused()


def test_a_line_that_is_done_leaves_the_focus_to_the_next(page):
    page.locator("#do-1 button[value=done]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#todo > li")).to_have_count(2)
    expect(page.locator(".toast", has_text="Done.")).to_have_count(1)
    assert focused_line(page) == "do-2"


def test_a_lost_answer_is_said_and_changes_nothing(page):
    page.route("**/done/", lambda route: route.abort())
    page.locator("#do-1 button[value=done]").click()
    expect(page.locator(".toast").last).to_contain_text("No connection just now.")
    expect(page.locator("#todo > li")).to_have_count(3)


def test_an_answer_that_breaks_is_said(page):
    page.route("**/done/", lambda route: route.fulfill(status=500, body="broken"))
    page.locator("#do-1 button[value=done]").click()
    expect(page.locator(".toast").last).to_contain_text("That did not work, and nothing was changed.")
    expect(page.locator("#todo > li")).to_have_count(3)


def test_being_offline_is_said_until_it_is_over(page):
    notice = page.locator("#offline")
    expect(notice).to_be_hidden()
    page.context.set_offline(True)
    expect(notice).to_be_visible()
    page.context.set_offline(False)
    expect(notice).to_be_hidden()


def test_a_form_is_sent_once_however_often_it_is_pressed(page):
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    form = page.locator("form:has(#id_note)")
    form.evaluate("form => { form.requestSubmit(); form.requestSubmit(); form.requestSubmit(); }")
    expect(page.locator(".toast").first).to_be_visible()
    assert len(sent) == 1


def test_words_not_sent_yet_survive_a_lost_page(page):
    page.fill("#id_note", "Sami likes school")
    page.goto("/accounts/login/")
    page.goto("/components/")
    expect(page.locator("#id_note")).to_have_value("Sami likes school")


def send_the_note(page):
    page.fill("#id_note", "Sami likes school")
    with page.expect_navigation():
        page.locator("form:has(#id_note)").evaluate("form => form.requestSubmit()")


def test_words_that_were_taken_are_forgotten(page):
    page.route(
        "**/components/",
        lambda route: (
            route.fulfill(status=303, headers={"Location": "/components/?kept"})
            if route.request.method == "POST"
            else route.continue_()
        ),
    )
    send_the_note(page)
    assert page.evaluate("Object.keys(localStorage)") == []


def test_words_that_came_back_with_an_error_are_still_held(page):
    send_the_note(page)
    expect(page.locator("#id_note")).to_have_value("Sami likes school")
    assert len(page.evaluate("Object.keys(localStorage)")) == 1


def test_the_summary_of_errors_has_the_focus_and_leads_to_the_field(page):
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name=re.compile("^Amount")).click()
    expect(page.locator("#id_amount")).to_be_focused()


def test_more_rows_come_without_leaving_the_page(page):
    page.locator("#rows-next").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#rows > tr")).to_have_count(6)
    expect(page.locator("#rows-next")).to_be_focused()


def test_a_password_can_be_looked_at(page):
    page.goto("/accounts/login/")
    page.fill("#id_password", "six green apples")
    show = page.get_by_role("button", name="Show Password")
    show.click()
    expect(page.locator("#id_password")).to_have_attribute("type", "text")
    expect(show).to_have_attribute("aria-pressed", "true")
    show.click()
    expect(page.locator("#id_password")).to_have_attribute("type", "password")
