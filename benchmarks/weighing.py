"""Opens a page in a real browser with an empty cache and says what crossed the wire."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

KB = 1000  # bytes
MOST_BYTES, MOST_REQUESTS = 100 * KB, 12  # of a whole page, as it crosses the wire
MOST_HTML, MOST_CSS, MOST_SCRIPT = 60 * KB, 40 * KB, 60 * KB  # unpacked, and of scripts our own
MOST_BOOKING_BYTES = 60 * KB  # the page that strangers open on their phones
# 25 rows with buttons that work without script, each naming its person: 8 KB as they cross the wire.
HEAVIER_HTML = {"people": 75 * KB}
PLACES = {
    "Today": "/today/",
    "people": "/people/",
    "person": "{person}",
    "ladder": "/ladder/",
    "import": "/import/",
    "orders": "/orders/",
    "messages": "/messages/",
    "playbook": "/playbooks/order/",
    "history": "/history/",
    "sign-in": "/accounts/login/",
}


@dataclass
class Weight:
    """What one page brought: requests, bytes with headers, and unpacked bytes by kind."""

    requests: int = 0
    bytes: int = 0
    unpacked: dict[str, int] = field(default_factory=dict)

    @property
    def html(self) -> int:
        return self.unpacked.get("Document", 0)

    @property
    def css(self) -> int:
        return self.unpacked.get("Stylesheet", 0)

    @property
    def script(self) -> int:
        return self.unpacked.get("Script", 0)


def weigh(context, url: str) -> Weight:
    """Open a page in a fresh window of a context whose cache is empty or switched off."""
    page = context.new_page()
    line = context.new_cdp_session(page)
    weight, asked = Weight(), {}
    line.on("Network.requestWillBeSent", lambda event: _asked(asked, weight, event))
    line.on("Network.dataReceived", lambda event: _received(asked, weight, event))
    line.on("Network.loadingFinished", lambda event: _finished(asked, weight, event))
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    answer = page.goto(url, wait_until="networkidle")
    assert answer.status == 200, f"{urlsplit(url).path} answered {answer.status}"
    page.close()
    return weight


def _asked(asked: dict, weight: Weight, event: dict) -> None:
    url = event["request"]["url"]
    if url.startswith("http"):
        asked[event["requestId"]] = (event.get("type", "Other"), url)
        weight.requests += 1


def _received(asked: dict, weight: Weight, event: dict) -> None:
    kind, url = asked.get(event["requestId"], ("", ""))
    if kind and not (kind == "Script" and "htmx" in url):
        weight.unpacked[kind] = weight.unpacked.get(kind, 0) + event["dataLength"]


def _finished(asked: dict, weight: Weight, event: dict) -> None:
    if event["requestId"] in asked:
        weight.bytes += int(event["encodedDataLength"])
