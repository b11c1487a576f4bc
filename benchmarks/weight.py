"""Bytes and requests of each page in a real Chromium with an empty cache."""

import os
import shutil
from collections.abc import Iterator

from playwright.sync_api import Browser, sync_playwright

from benchmarks.figures import Figure
from benchmarks.stage import Site, Stage
from benchmarks.weighing import (
    KB,
    MOST_BYTES,
    MOST_CSS,
    MOST_HTML,
    MOST_REQUESTS,
    MOST_SCRIPT,
    PLACES,
    Weight,
    weigh,
)

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]


def measure(stage: Stage) -> Iterator[Figure]:
    """The product as bin/run serves it, with the people of one user."""
    program = os.environ.get("KEPT_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        stage.say("No Chromium is on PATH (KEPT_CHROMIUM names one): pages are not weighed.")
        return
    site = stage.one_process("embedded")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        weights = {name: _weigh(browser, site, name) for name in PLACES}
        browser.close()
    for name, weight in weights.items():
        yield Figure(f"{name}, over the wire", weight.bytes / KB, "KB", goal=MOST_BYTES / KB)
        yield Figure(f"{name}, requests", weight.requests, "requests", goal=MOST_REQUESTS)
    yield from _heaviest(weights)


def _weigh(browser: Browser, site: Site, name: str) -> Weight:
    context = browser.new_context()
    path = PLACES[name].format(person=f"/people/{site.landmarks['person']}/")
    if name != "sign-in":
        page = context.new_page()
        page.goto(f"{site.url}/accounts/login/")
        page.fill("[name=login]", site.landmarks["email"])
        page.fill("[name=password]", site.landmarks["password"])
        page.click("main button[type=submit]")
        page.wait_for_url("**/today/")
        page.close()
    weight = weigh(context, site.url + path)
    context.close()
    return weight


def _heaviest(weights: dict[str, Weight]) -> Iterator[Figure]:
    for what, kind, most in (
        ("HTML", "html", MOST_HTML),
        ("CSS", "css", MOST_CSS),
        ("scripts of our own", "script", MOST_SCRIPT),
    ):
        name = max(weights, key=lambda place: getattr(weights[place], kind))
        yield Figure(
            f"most {what}, unpacked ({name})", getattr(weights[name], kind) / KB, "KB", goal=most / KB
        )
