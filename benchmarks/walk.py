"""What one visitor opens, on our site and on the floor, and the rounds that measure them in turn."""

import gc
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from random import randrange
from secrets import token_hex
from statistics import median
from urllib.parse import urlencode

from benchmarks.client import Answer, Client, Refused
from benchmarks.figures import Figure
from benchmarks.floor import EMAIL, PASSWORD
from benchmarks.stage import Site

WARM = 12  # requests before the first that counts: each thread of a worker opens its connection
FAR_PAGE = 80
NEXT = re.compile(r'href="(\?[^"]*cursor=[^"]+)"')
API = "/api/v1"


@dataclass(frozen=True)
class Page:
    """A row of the table: what is opened, against which floor, and what it may cost."""

    name: str
    ours: str
    floor: str
    goal: float
    queries: int


PAGES = (
    Page("login page", "login", "login", 3, 1),
    Page("Today", "today", "html", 5, 15),
    Page("people list", "people", "html", 2.5, 8),
    Page("search by a part of the name", "search", "html", 2, 6),
    Page("person page, 50 timeline entries", "person", "html", 4, 15),
    Page("create, form POST", "create", "create", 3, 10),
    Page("REST list of 50", "api_list", "api", 1.5, 5),
    Page("REST create", "api_create", "create", 2.5, 8),
    Page("REST search", "api_search", "api", 1.5, 5),
)
SEARCH_MS = 15  # in the database
FAR_GOAL = 1.3


class Ours:
    """Somebody signed in to the product, by a browser and by an app."""

    def __init__(self, site: Site):
        self._known = site.landmarks
        self._stranger = Client(site.url, cookies=False)
        self._browser = Client(site.url)
        self._browser.get("/accounts/login/")
        who = {"login": self._known["email"], "password": self._known["password"]}
        self._browser.post("/accounts/login/", who)
        self._app = _app_of(site)
        self._far = self._find_page(FAR_PAGE)

    def can(self, call: str) -> bool:
        """Is there a door for this call?"""
        return self._app is not None or not call.startswith("api_")

    def login(self) -> Answer:
        return self._stranger.get("/accounts/login/")

    def today(self) -> Answer:
        return self._browser.get("/today/")

    def people(self) -> Answer:
        return self._browser.get("/people/")

    def far_page(self) -> Answer:
        return self._browser.get(self._far)

    def search(self) -> Answer:
        return self._browser.get("/people/?" + urlencode({"q": self._known["search"]}))

    def person(self) -> Answer:
        return self._browser.get(f"/people/{self._known['person']}/")

    def create(self) -> Answer:
        known = _somebody()
        form = {"name": known["name"], "emails": known["email"], "phones": known["phone"]}
        # Twins are looked for in any case; by chance there may be one.
        answer = self._browser.post("/people/add/", {**form, "warmth": "warm", "anyway": "1"})
        self._browser.get(answer.headers["location"])  # as a browser goes on; that is not measured
        return answer

    def api_list(self) -> Answer:
        return self._app.get(f"{API}/people/?limit=50")

    def api_create(self) -> Answer:
        return self._app.send(f"{API}/people/", _somebody())

    def api_search(self) -> Answer:
        return self._app.get(f"{API}/people/?" + urlencode({"search": self._known["search"], "limit": 50}))

    def _find_page(self, number: int) -> str:
        """Follow the list to a page; its last one where there are not as many."""
        path = "/people/"
        for _page in range(number - 1):
            found = NEXT.search(self._browser.get(path).text)
            if found is None:
                break
            path = "/people/" + unescape(found[1])
        return path


class Floor:
    """The same for the floor."""

    def __init__(self, site: Site):
        self._stranger = Client(site.url, cookies=False)
        self._browser = Client(site.url)
        self._browser.get("/login/")
        self._browser.post("/login/", {"username": EMAIL, "password": PASSWORD})
        self._app = Client(site.url, Authorization=f"Token {site.landmarks['token']}")

    def login(self) -> Answer:
        return self._stranger.get("/login/")

    def html(self) -> Answer:
        return self._browser.get("/people/")

    def own_html(self) -> Answer:
        return self._browser.get("/people/?own=1")

    def api(self) -> Answer:
        return self._app.get("/api/people/")

    def create(self) -> Answer:
        return self._app.send("/api/people/", _somebody())


def _somebody() -> dict:
    """A person whom nobody has yet, in this run or another one on the same people."""
    word, number = token_hex(4), randrange(10**8)
    return {"name": f"Newcomer {word}", "email": f"{word}@post.example", "phone": f"+4930{number:08}"}


@dataclass(frozen=True)
class Measured:
    """The medians of what the answers to one call said."""

    ms: float
    queries: int
    database_ms: float


def in_turn(calls: dict[str, Callable[[], Answer]], rounds: int) -> dict[str, Measured]:
    """Call each in turn, again and again, so that what disturbs the machine disturbs all of them."""
    for _round in range(min(WARM, rounds)):
        for call in calls.values():
            call()
    answers = {name: [] for name in calls}
    gc.disable()
    try:
        for _round in range(rounds):
            for name, call in calls.items():
                answers[name].append(call())
    finally:
        gc.enable()
    return {name: _measured(got) for name, got in answers.items()}


def page_figures(
    prefix: str, page: Page, ours: Measured, floor: Measured, goal: float | None
) -> list[Figure]:
    """What a page cost against its floor, and how often it asked the database."""
    name = f"{prefix}: {page.name}"
    figures = [
        Figure(name, ours.ms, "ms", floor.ms, goal),
        Figure(f"{name}, queries", ours.queries, "queries", goal=page.queries),
    ]
    if page.ours == "search":
        figures.append(Figure(f"{name}, in the database", ours.database_ms, "ms", goal=SEARCH_MS))
    return figures


def far_figure(prefix: str, ours: Ours, rounds: int) -> list[Figure]:
    """A page far down the list, against the first."""
    got = in_turn({"first": ours.people, "far": ours.far_page}, rounds)
    name = f"{prefix}: people list, its {FAR_PAGE}th page against the first"
    return [Figure(name, got["far"].ms, "ms", got["first"].ms, FAR_GOAL)]


def _measured(answers: list[Answer]) -> Measured:
    return Measured(
        ms=median(answer.ms for answer in answers),
        queries=max(answer.queries for answer in answers),
        database_ms=median(answer.database_ms for answer in answers),
    )


def _app_of(site: Site) -> Client | None:
    """A client with a token of its own, if there is an API."""
    who = {"email": site.landmarks["email"], "password": site.landmarks["password"], "device": "Benchmark"}
    try:
        answer = Client(site.url).send(f"{API}/auth/token/", who)
        app = Client(site.url, Authorization=f"Bearer {_token(answer)}")
        app.get(f"{API}/people/?limit=1")
    except Refused:
        return None
    return app


def _token(answer: Answer) -> str:
    return re.search(r'"token":\s*"([^"]+)"', answer.text)[1]
