"""One client with a connection that stays open, as a browser keeps it; measures each request."""

import gzip
import json
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from benchmarks.counting import MILLISECONDS, QUERIES

FORM = "application/x-www-form-urlencoded"


class Refused(Exception):
    """A page answered something else than it should."""


@dataclass(frozen=True)
class Answer:
    """What came back, and how long the whole of it took, in milliseconds."""

    status: int
    ms: float
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()

    @property
    def queries(self) -> int:
        return int(self.headers[QUERIES.lower()])

    @property
    def database_ms(self) -> float:
        return float(self.headers[MILLISECONDS.lower()])


class Client:
    """Keeps cookies unless told otherwise. `headers` go with every request."""

    def __init__(self, url: str, *, cookies: bool = True, **headers: str):
        self._line = HTTPConnection(urlsplit(url).netloc, timeout=60)
        self._cookies: dict[str, str] = {}
        self._keeps = cookies
        self._headers = {"Accept-Encoding": "gzip", **headers}

    def get(self, path: str, *, expect: int = 200) -> Answer:
        return self._ask("GET", path, None, {}, expect)

    def post(self, path: str, values: dict, *, expect: int = 302) -> Answer:
        """Send a form, with the token that the page's cookie carries."""
        token = next((value for name, value in self._cookies.items() if "csrf" in name), "")
        headers = {"Content-Type": FORM, "X-CSRFToken": token}
        return self._ask("POST", path, urlencode(values).encode(), headers, expect)

    def send(self, path: str, values: dict, *, expect: int = 201) -> Answer:
        """Send JSON."""
        headers = {"Content-Type": "application/json"}
        return self._ask("POST", path, json.dumps(values).encode(), headers, expect)

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict, expect: int) -> Answer:
        headers = {**self._headers, **headers}
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        begun = time.perf_counter()
        self._line.request(method, path, body, headers)
        response = self._line.getresponse()
        content = response.read()
        took = (time.perf_counter() - begun) * 1000
        self._keep(response.headers.get_all("Set-Cookie") or [])
        answer = Answer(
            response.status, took, {name.lower(): value for name, value in response.getheaders()}, content
        )
        if answer.status != expect:
            raise Refused(
                f"{method} {path.split('?')[0]} answered {answer.status} instead of {expect}: {answer.text[:300]}"
            )
        return answer

    def _keep(self, lines: list[str]) -> None:
        if self._keeps:
            for line in lines:
                self._cookies.update({name: morsel.value for name, morsel in SimpleCookie(line).items()})
