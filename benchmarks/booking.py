"""The booking page on a phone, free times among 300 meetings, and 200 who ask for the same one at once."""

import http.client
import json
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from threading import Barrier, Thread
from urllib.parse import urlencode

from playwright.sync_api import Browser, sync_playwright

from benchmarks.figures import Figure
from benchmarks.programs import free_port, gunicorn, run
from benchmarks.stage import Stage
from benchmarks.weighing import KB, MOST_BOOKING_BYTES, weigh
from benchmarks.weight import BROWSERS, FLAGS

EVERYBODY = 200
PATIENCE = 120  # seconds
# A phone of the middle class on a slow mobile network, as Lighthouse has them.
SLOW = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
SLOWER = 4  # times as slow a processor
PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


def measure(stage: Stage) -> Iterator[Figure]:
    """On PostgreSQL, served by gunicorn; nobody is limited in how often they ask."""
    variables, landmarks = stage.filled("few")
    calendar = json.loads(run("-m", "benchmarks.calendar", landmarks["email"], **variables))
    yield Figure(
        "free times of a month among 300 meetings and 10 rules, against fetching the rows",
        calendar["free"], "ms", calendar["rows"], 3,
    )  # fmt: skip
    port = free_port()
    program = gunicorn("mlmcrm.wsgi", port, stage.folder / "booking.log", **variables, BOOKING_ASKS="1000000")
    try:
        yield from _page(stage, f"http://127.0.0.1:{port}/b/{calendar['handle']}/?zone=Europe/Berlin")
        stage.say(f"{EVERYBODY} ask for the same time.")
        yield from _rush(port, calendar)
    finally:
        program.stop()


def _page(stage: Stage, url: str) -> Iterator[Figure]:
    program = os.environ.get("KEPT_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        stage.say("No Chromium is on PATH (KEPT_CHROMIUM names one): the booking page is not weighed.")
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        context = browser.new_context(timezone_id="Europe/Berlin")
        weight = weigh(context, url)
        yield Figure("booking page, over the wire", weight.bytes / KB, "KB", goal=MOST_BOOKING_BYTES / KB)
        yield Figure("booking page, requests", weight.requests, "requests")
        yield Figure("booking page, first paint on a slow phone", first_paint(browser, url), "ms")
        browser.close()


def first_paint(browser: Browser, url: str) -> float:
    """Milliseconds until something is seen, with an empty cache on a throttled phone."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, timezone_id="Europe/Berlin")
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(url, wait_until="load")
    page.wait_for_function(PAINTED)
    painted = page.evaluate(PAINTED)
    context.close()
    return painted


def _rush(port: int, calendar: dict) -> Iterator[Figure]:
    answers = Counter(_at_once(port, calendar))
    others = sum(answers.values()) - answers[302] - answers[409]
    yield Figure(f"who has the time, of {EVERYBODY} at once", answers[302], "winners", goal=1)
    yield Figure("who was told “just taken”, with three others", answers[409], "people")
    yield Figure("who saw an error, or nothing", others + EVERYBODY - sum(answers.values()), "people", goal=0)


def _at_once(port: int, calendar: dict) -> list[int]:
    start, got = Barrier(EVERYBODY), []

    def ask(number: int) -> None:
        said = {
            "kind": calendar["kind"], "at": calendar["at"], "name": f"Visitor {number}",
            "contact": f"visitor{number}@rush.example",
        }  # fmt: skip
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        start.wait(timeout=PATIENCE)
        head = {"Content-Type": "application/x-www-form-urlencoded"}
        line.request("POST", f"/b/{calendar['handle']}/", urlencode(said), head)
        answer = line.getresponse()
        page = answer.read().decode()
        three = answer.status != 409 or page.count('form="ask" name="at"') == 3
        got.append(answer.status if three else 0)

    threads = [Thread(target=ask, args=(number,)) for number in range(EVERYBODY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=PATIENCE)
    return got
