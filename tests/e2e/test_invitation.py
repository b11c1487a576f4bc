"""A sponsor invites, a newcomer accepts by the letter and says when to be reached."""

import email
import re
from email import policy

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE


def test_from_the_letter_to_the_first_steps(visit, outbox):
    sponsor = visit().signs_in("cleo")
    page = sponsor.goes_to("/settings/team/")
    page.fill("[name=name]", "Dora Vance")
    page.fill("[name=email]", "dora.vance@post.example")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("status").filter(has_text="on its way")).to_be_visible()
    assert findings(page) == []

    newcomer = visit(width=PHONE, theme="dark")
    page = newcomer.goes_to(link_in_letter_to("dora.vance@post.example", outbox).removeprefix(sponsor.site))
    assert findings(page) == []
    page.fill("[name=password]", "dora")
    page.get_by_role("button", name="Accept and begin").click()
    expect(page.locator("[name=password]")).to_have_attribute("aria-invalid", "true")
    assert findings(page) == []
    page.fill("[name=password]", "six green apples")
    page.get_by_role("button", name="Accept and begin").click()
    expect(page).to_have_url(f"{newcomer.site}/welcome/")
    page.get_by_role("button", name="Use these hours").click()
    expect(page.get_by_text("You can be reached Monday to Friday, 9 to 18.")).to_be_visible()
    expect(page.get_by_role("button", name="Use these hours")).to_have_count(0)
    assert sponsor.troubles == newcomer.troubles == []


def link_in_letter_to(address: str, outbox) -> str:
    letters = (
        email.message_from_bytes(file.read_bytes(), policy=policy.default) for file in outbox.glob("*.eml")
    )
    letter = next(letter for letter in letters if letter["To"] == address)
    return re.search(r"http\S+/invitation/\S+", letter.get_body(("plain",)).get_content())[0]


def findings(page) -> list[str]:
    response = Axe().run(page).response
    return [
        f"{found['id']}: {node['html'][:120]}" for found in response["violations"] for node in found["nodes"]
    ]
