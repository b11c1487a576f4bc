"""The page of the API in a real browser: it renders and calls under the policy of all pages."""

import json
import urllib.request

from playwright.sync_api import expect


def token_of(site: str) -> str:
    body = {"email": "yaw@demo.example", "password": "kept-demo", "device": "Browser"}
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{site}/api/v1/auth/token/", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)["token"]


def test_an_operation_is_tried_out_with_a_token(visit, site):
    visitor = visit()
    page = visitor.goes_to("/api/v1/docs/")
    expect(page.get_by_role("heading", name="Kept")).to_be_visible()
    page.click("button.authorize")
    page.fill(".auth-container input", token_of(site))
    page.click(".auth-btn-wrapper button.authorize")
    page.click("button.btn-done")
    page.click("#operations-tag-me")
    me = page.locator("#operations-me-me_retrieve")
    me.locator(".opblock-summary-control").click()
    me.locator(".try-out__btn").click()
    me.locator("button.execute").click()
    answered = me.locator(".live-responses-table .response-col_status").last
    expect(answered).to_contain_text("200")
    expect(me.locator(".live-responses-table")).to_contain_text("yaw@demo.example")
    assert visitor.troubles == []


def test_without_scripts_it_leads_to_the_schema(visit):
    page = visit(script=False).goes_to("/api/v1/docs/")
    expect(page.get_by_role("link", name="/api/v1/schema/")).to_be_visible()
