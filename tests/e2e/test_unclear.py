"""The one process is killed while a letter is under way: its page says that it is unclear, and asks.

A real kill, a real mail server, and a person with a browser who answers "It arrived" or "Send again".
"""

import pytest
from playwright.sync_api import expect

from benchmarks.breaking.one_process import OneProcess

STOPPED = "The worker stopped while this was being handed over."
TAKES_BUT_NEVER_ANSWERS = {"hang_every": 1}


@pytest.fixture(scope="module")
def stand(browser):
    with OneProcess() as stand:
        yield stand


@pytest.fixture
def unclear(stand):
    """Two letters that the mail server took, each in the very moment the process was killed."""
    stand.ready()
    stand.sink.behave(**TAKES_BUT_NEVER_ANSWERS)
    stand.ask("begin", owners=1)
    stand.ask("plan", letters=2)
    for number in (1, 2):
        stand.after(number)
        stand.up.kill()
        stand.start_up()
    stand.until(lambda: stand.ask("states") == {"uncertain": 2}, "two unclear letters")
    stand.sink.behave()
    assert sorted(stand.sink.copies.values()) == [1, 1]


@pytest.fixture
def page(browser, stand, unclear):
    """Whose letters they are, signed in, before the list of what is unclear."""
    site = stand.up.printed().partition("Kept is ready: ")[2].split()[0].rstrip("/")
    known = stand.ask("let_in")
    context = browser.new_context(base_url=site)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("[name=login]", known["login"])
    page.fill("[name=password]", known["password"])
    page.click("main button[type=submit]")
    page.wait_for_url("**/today/")
    yield page
    context.close()


def test_one_has_arrived_and_the_other_goes_again(page, stand):
    page.click("a[href$='?state=uncertain']")
    rows = page.locator("#rows > li")
    expect(rows).to_have_count(2)
    paths = [link.get_attribute("href") for link in page.locator("#rows a[href^='/messages/']").all()]
    first, second = dict.fromkeys(paths)

    page.goto(first)
    expect(page.locator("#why-h")).to_have_text("Why it is unclear")
    expect(page.locator("main .notice")).to_have_text(STOPPED)
    page.click("button:has-text('It arrived')")
    expect(page.locator("#toasts")).to_contain_text("arrived")
    expect(page.locator("#why-h")).to_have_text("Why it was sent")
    page.click("#toasts button:has-text('Undo')")
    expect(page.locator("#why-h")).to_have_text("Why it is unclear")
    page.click("button:has-text('It arrived')")
    expect(page.locator("#why-h")).to_have_text("Why it was sent")

    page.goto(second)
    page.click("button:has-text('Send again')")
    expect(page.locator("#toasts")).to_contain_text("goes out again")
    stand.until(lambda: stand.ask("states") == {"sent": 2}, "both letters")
    assert sorted(stand.sink.copies.values()) == [1, 2]  # the copy bears the identity of the first
    page.reload()
    expect(page.locator("#why-h")).to_have_text("Why it was sent")
