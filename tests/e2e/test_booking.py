"""The booking page in a browser: from the first look to the confirmed time, with and without script."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import DESK, PATIENCE, PHONE
from tests.e2e.test_looks import NARROWEST, findings, too_wide
from tests.process.conftest import manage

PAGE = "/b/amara/"
KINDS = """
from datetime import timedelta
from appointments.actions import add_kind, book, ensure_kinds
from kit import clock
from kit.events import Actor, Door
from team.models import Distributor
amara = Distributor.objects.get(email="amara@demo.example")
by = Actor(None, Door.COMMAND)
ensure_kinds(owner=amara, by=by)
kind = add_kind(owner=amara, by=by, name="A tasting of the winter range " + "long" * 12, seats=6, minutes=60)
at = (clock.now() + timedelta(days=4)).replace(hour=17, minute=5, second=0, microsecond=0)
book(owner=amara, by=by, kind=kind, starts_at=at, anyway=True)
print(kind.slug)
"""


@pytest.fixture(scope="module")
def tasting(site, folder) -> str:
    """Amara has kinds of appointment, and a group with a long name; return its word in addresses."""
    made = manage("shell", "-v0", "-c", KINDS, KEPT_DATA=str(folder))
    assert made.returncode == 0, made.stderr
    return made.stdout.split()[-1]


def letter_to(outbox, address) -> str:
    end = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < end:
        for file in outbox.glob("*"):
            text = file.read_text(errors="replace")
            if address in text:
                return text.replace("=\n", "").replace("=3D", "=")
        time.sleep(0.2)
    raise AssertionError(f"no letter to {address}")


@pytest.mark.parametrize("script", [True, False])
def test_a_stranger_books_by_phone_and_confirms_by_letter(visit, tasting, outbox, script):
    visitor = visit(width=PHONE, script=script, timezone_id="Europe/Lisbon")
    page = visitor.goes_to(PAGE)
    if script:
        page.wait_for_url("**zone=Europe*Lisbon*")
        expect(page.get_by_text("Times in Lisbon")).to_be_visible()
    address = f"ruta{script}@post.example".lower()
    page.get_by_label("Your name").fill("Ruta Kazlauskienė")
    if script:
        page.locator(".day-strip a").nth(2).click()
        expect(page.get_by_label("Your name")).to_have_value("Ruta Kazlauskienė")
    page.locator("label.slot").nth(1).click()
    page.get_by_label("Phone or email").fill(address)
    page.get_by_role("button", name=re.compile("^Book ")).click()
    expect(page.get_by_role("heading", name="One more tap")).to_be_visible()
    link = re.search(r"https?://\S+(/a/[a-z0-9]+/)", letter_to(outbox, address))[1]
    visitor.goes_to(link)
    page.get_by_role("button", name="I am coming").click()
    expect(page.get_by_text("It is confirmed. See you then.")).to_be_visible()
    assert visitor.troubles == []


def test_what_is_amiss_is_said_and_nothing_is_lost(visit, tasting):
    page = visit(width=PHONE, timezone_id="Europe/Berlin").goes_to(PAGE)
    page.locator("label.slot").first.click()
    page.get_by_label("Your name").fill("Ruta")
    page.get_by_label("Phone or email").fill("+370 612 345")
    page.get_by_role("button", name=re.compile("^Book ")).click()
    expect(page.get_by_text("One digit seems to be missing.").last).to_be_visible()
    expect(page.get_by_label("Your name")).to_have_value("Ruta")
    expect(page.locator("label.slot input:checked")).to_have_count(1)


def test_another_zone_without_script(visit, tasting):
    page = visit(script=False).goes_to(PAGE)
    page.get_by_role("link", name="Another time zone").click()
    page.get_by_label("Time zone").select_option("America/New_York")
    page.get_by_role("button", name="Show these times").click()
    expect(page.get_by_text("Times in New York, below them those in Berlin")).to_be_visible()


def test_two_fight_for_the_last_slot(visit, tasting):
    """Both have the page open; the second is told kindly, and books another with one press."""
    first, second = (visit(timezone_id="Europe/Berlin") for _ in range(2))
    for number, visitor in enumerate((first, second)):
        page = visitor.goes_to(f"{PAGE}?zone=Europe/Berlin")
        page.locator(".day-strip a").nth(4).click()
        page.locator("label.slot").first.click()
        page.get_by_label("Your name").fill(f"Visitor {number}")
        page.get_by_label("Phone or email").fill(f"fight{number}@post.example")
    first.page.get_by_role("button", name=re.compile("^Book ")).click()
    expect(first.page.get_by_role("heading", name="One more tap")).to_be_visible()
    second.page.get_by_role("button", name=re.compile("^Book ")).click()
    expect(second.page.get_by_text("That time was just taken.")).to_be_visible()
    others = second.page.locator(".notice button[name=at]")
    expect(others).to_have_count(3)
    others.first.click()
    expect(second.page.get_by_role("heading", name="One more tap")).to_be_visible()


def test_axe_finds_nothing_on_it(visit, tasting):
    visitor = visit(timezone_id="Europe/Berlin")
    pages = [
        PAGE,
        f"{PAGE}?kind={tasting}",
        f"{PAGE}?zone=Asia/Tokyo&zones=1",
        f"{PAGE}asked/?how=phone",
        "/b/nobody/",
    ]
    assert [line for path in pages for line in findings(visitor.goes_to(path))] == []
    narrow = visit(width=NARROWEST, timezone_id="Europe/Berlin")
    assert [line for path in pages for line in too_wide(narrow, path)] == []
    assert DESK > NARROWEST and visitor.troubles == []
