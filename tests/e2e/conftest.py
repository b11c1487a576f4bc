"""The real product, served by `up` on a small demo world with its Celery worker, and a real Chromium."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.process.conftest import Server, manage

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 20_000  # milliseconds; the machine may be busy with the rest of the suite
PHONE, DESK = 390, 1280
PASSWORD = "kept-demo"


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.parent.name == "e2e":
            item.add_marker(pytest.mark.browser)


def find_chromium() -> str | None:
    return os.environ.get("KEPT_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if os.environ.get("KEPT_TEST_ON") == "postgresql":
        pytest.skip("The journeys run once, in the product as bin/run serves it.")
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("No Chromium is on PATH; set KEPT_CHROMIUM to one.")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def folder(browser, tmp_path_factory):
    """The data folder of a product with a demo world."""
    folder = tmp_path_factory.mktemp("journeys")
    assert manage("migrate", "--data", folder).returncode == 0
    made = manage("demo", "--people", 40, "--distributors", 30, "--data", folder)
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture(scope="session")
def outbox(folder):
    """Where letters lie as files once they were sent."""
    return folder / "outbox"


@pytest.fixture(scope="session")
def site(folder) -> Iterator[str]:
    """The address of the running product; it delivers by its own worker."""
    server = Server("--port", 0, "--data", folder, "--empty")
    try:
        yield server.wait_until_ready().rstrip("/")
    finally:
        server.kill()


@dataclass
class Visitor:
    """Somebody with a browser of their own."""

    page: Page
    site: str
    signed_in: dict
    troubles: list

    def goes_to(self, path: str) -> Page:
        self.page.goto(self.site + path)
        return self.page

    def signs_in(self, name: str) -> "Visitor":
        """Sign in by the form the first time; later visits bring the cookies of then."""
        context = self.page.context
        if cookies := self.signed_in.get(name):
            context.add_cookies(cookies)
            self.goes_to("/today/")
            return self
        self.goes_to("/accounts/login/")
        self.page.fill("[name=login]", f"{name}@demo.example")
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url("**/today/")
        self.signed_in[name] = context.cookies()
        return self


@pytest.fixture(scope="session")
def signed_in() -> dict:
    """The cookies of those who have signed in, by name."""
    return {}


@pytest.fixture
def visit(browser, site, signed_in):
    """Open a browser window: visit(width=390, theme="dark", script=False)."""
    opened = []

    def open_window(*, width: int = DESK, theme: str = "light", script: bool = True, **more) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": 844 if width < 600 else 900},
            color_scheme=theme,
            java_script_enabled=script,
            reduced_motion="reduce",
            locale="en-GB",
            **more,
        )
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        visitor = Visitor(context.new_page(), site, signed_in, [])
        _listen(visitor)
        return visitor

    yield open_window
    for context in opened:
        context.close()


def _listen(visitor: Visitor) -> None:
    """Write down what a person would only see in the console, and every call to another host."""
    page, troubles = visitor.page, visitor.troubles
    page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
    page.on("console", lambda line: troubles.append(line.text) if "Content Security" in line.text else None)
    page.on(
        "request", lambda request: None if _is_ours(visitor, request.url) else troubles.append(request.url)
    )


def _is_ours(visitor: Visitor, url: str) -> bool:
    return url.startswith((visitor.site, "data:", "blob:", "about:"))
