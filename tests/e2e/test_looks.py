"""Every page: nothing for axe to find in either theme, no sideways scrolling, printable, by keyboard."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from tests.doors.table import DOORS, OPEN, PAGE
from tests.e2e.conftest import DESK, PHONE

NARROWEST = 320
# parts of a page, never seen alone
FRAGMENTS = {"today-read", "person-names", "order-preview", "promise-propose"}
PROBES = {"healthz", "readyz"}  # for programs
DOWNLOADS = {"import-sample-people", "import-sample-orders"}
LISTS = ["/people/", "/orders/", "/messages/"]
PLAYBOOK = [f"/playbooks/order/{page}" for page in ("", "dry-run/", "add/", "steps/thank_first_order/")]
ALL = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
CONTRAST = {"type": "rule", "values": ["color-contrast"]}

WIDTH = """direction => {
  document.documentElement.dir = direction;
  return document.documentElement.scrollWidth;
}"""
REACHED = """() => {
  const box = document.activeElement.getBoundingClientRect();
  const middle = [box.x + box.width / 2, box.y + box.height / 2];
  const top = document.elementFromPoint(...middle);
  const seen = box.width > 0 && top !== null &&
    (document.activeElement.contains(top) || top.contains(document.activeElement));
  return { name: document.activeElement.outerHTML.slice(0, 120), seen, body: document.activeElement === document.body };
}"""


def addresses_for(whom: str) -> list[str]:
    """The pages that the table of doors opens to these visitors, so that no new page is forgotten."""
    found = [
        name
        for name, door in DOORS.items()
        if door.get == whom and not door.arguments and name not in FRAGMENTS | DOWNLOADS | PROBES
    ]
    return [reverse(name) for name in found]


def outside() -> list[str]:
    return [reverse("account_login"), *addresses_for(OPEN)]


def all_pages(visitor) -> list[str]:
    """Everything a distributor can open, with the page of one row of each kind."""
    visitor.signs_in("yaw")
    rows = [first_row(visitor, path) for path in LISTS]
    more = [f"{rows[0]}edit/", f"/orders/add/?person={rows[0].split('/')[2]}", "/search/?q=a"]
    return [*addresses_for(PAGE), *rows, *more, *PLAYBOOK]


def first_row(visitor, path: str) -> str:
    """The address of the first row that a list leads to."""
    links = visitor.goes_to(path).eval_on_selector_all(
        "main a[href]", "all => all.map(a => a.getAttribute('href'))"
    )
    rows = [link for link in links if re.fullmatch(rf"{path}[0-9a-f-]{{36}}/", link)]
    assert rows, f"{path} leads to no row: {links}"
    return rows[0]


def findings(page) -> list[str]:
    """What axe finds at both widths and in both themes, in one line each. Dark differs by its colours only."""
    found = []
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        for theme, only in (("light", ALL), ("dark", CONTRAST)):
            page.emulate_media(color_scheme=theme)
            found += [f"{page.url} {width} {theme} {line}" for line in axe(page, only)]
    return found


def axe(page, only: dict) -> list[str]:
    response = Axe().run(page, options={"runOnly": only, "resultTypes": ["violations"]}).response
    return [
        f"{found['id']}: {node['target']} {node['html'][:120]}"
        for found in response["violations"]
        for node in found["nodes"]
    ]


def test_axe_finds_nothing_inside(visit):
    visitor = visit()
    assert [line for path in all_pages(visitor) for line in findings(visitor.goes_to(path))] == []
    assert visitor.troubles == []


def test_axe_finds_nothing_at_the_door(visit):
    visitor = visit()
    assert [line for path in outside() for line in findings(visitor.goes_to(path))] == []
    assert visitor.troubles == []


def test_axe_would_find_what_is_wrong(visit):
    page = visit().goes_to("/accounts/login/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<input><p id=p>Pale</p>')")
    page.evaluate("document.getElementById('p').style.color = 'gray'")
    kinds = {line.split()[3] for line in findings(page)}
    assert {"label:", "color-contrast:"} <= kinds


def test_no_page_scrolls_sideways(visit):
    visitor = visit(width=NARROWEST)
    wide = [line for path in outside() for line in too_wide(visitor, path)]
    wide += [line for path in all_pages(visitor) for line in too_wide(visitor, path)]
    assert wide == []


def too_wide(visitor, path: str) -> list[str]:
    page = visitor.goes_to(path)
    widths = {direction: page.evaluate(WIDTH, direction) for direction in ("ltr", "rtl")}
    return [f"{path}: {width} {direction}" for direction, width in widths.items() if width > NARROWEST]


def test_every_page_can_be_printed(visit):
    visitor = visit()
    for path in [
        "/today/",
        *[page for page in all_pages(visitor) if "/people/" in page or "/orders/" in page],
    ]:
        paper = visitor.goes_to(path).pdf(format="A4")
        assert paper.startswith(b"%PDF") and len(paper) > 5_000, path


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_tab_key_reaches_things_that_can_be_seen(visit, width):
    visitor = visit(width=width)
    for path in [page for page in all_pages(visitor) if page in ("/today/", "/people/", "/orders/add/")]:
        page = visitor.goes_to(path)
        reached = []
        for _ in range(25):
            page.keyboard.press("Tab")
            reached.append(page.evaluate(REACHED))
        assert [stop["name"] for stop in reached if not stop["seen"] and not stop["body"]] == [], path
        assert len({stop["name"] for stop in reached}) > 8, path


def test_pages_are_light(visit):
    """A page with all that a first visit loads: under 100 KB over the wire."""
    visitor = visit().signs_in("yaw")
    visitor.page.context.new_cdp_session(visitor.page).send("Network.clearBrowserCache")
    sizes = []
    visitor.page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    visitor.goes_to("/people/").wait_for_load_state("networkidle")
    assert 20 * 1024 < sum(sizes) < 100 * 1024, sizes
    assert len(sizes) <= 14
