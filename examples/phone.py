"""Play a phone against a running Kept: `python phone.py [ADDRESS] [--email E-MAIL] [--password WORD]`.

Signs in, reads the people page by page, sends an order twice under one key (it is placed once),
meets a change made elsewhere (412, read again, mended), logs a contact, signs out. Prints a line
for each; ends with status 1 and a sentence where the answer is another one. Needs nothing but Python.
"""

import argparse
import json
import sys
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass
from email.message import Message

PATIENCE = 30  # seconds for one answer


class Unexpected(Exception):
    """Something was answered that a phone could not live with; the message says what."""


@dataclass
class Answer:
    """What came back: status, JSON body (None if empty), headers without regard to case."""

    status: int
    body: dict | None
    headers: Message


@dataclass
class Phone:
    """A client of the API: an address and, once it is signed in, a token."""

    address: str
    token: str = ""

    def call(
        self, method: str, path: str, body: dict | None = None, expect: int = 200, **headers: str
    ) -> Answer:
        """Call an address and return its answer. Raises Unexpected for another status."""
        sent = {
            "Accept": "application/json",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        if body is not None:
            sent["Content-Type"] = "application/json"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.address}/api/v1{path}", data, sent, method=method)
        answer = _answer(request)
        if answer.status != expect:
            said = (answer.body or {}).get("detail", "")
            raise Unexpected(f"{method} {path} answered {answer.status} instead of {expect}. {said}".strip())
        return answer


def _answer(request: urllib.request.Request) -> Answer:
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:
            return _read(response.status, response)
    except urllib.error.HTTPError as problem:
        return _read(problem.code, problem)
    except OSError as problem:
        raise Unexpected(f"{request.host} cannot be reached: {problem}.") from None


def _read(status: int, response) -> Answer:
    text = response.read()
    try:
        body = json.loads(text) if text else None
    except ValueError:
        raise Unexpected("The answer is not JSON. Is this a Kept?") from None
    return Answer(status, body, response.headers)


def sign_in(phone: Phone, email: str, password: str) -> None:
    answer = phone.call(
        "POST", "/auth/token/", {"email": email, "password": password, "device": "phone.py"}, expect=201
    )
    phone.token = answer.body["token"]
    me = phone.call("GET", "/me/").body
    print(f"Signed in as {me['name']}, token valid until {answer.body['expires_at'][:10]}.")


def read_people(phone: Phone, limit: int = 20) -> list[dict]:
    """Read all people by pages; each comes once."""
    people, cursor, pages = [], "", 0
    while cursor is not None:
        page = phone.call("GET", f"/people/?limit={limit}" + (f"&cursor={cursor}" if cursor else "")).body
        people, cursor, pages = people + page["results"], page["next"], pages + 1
    if len({person["id"] for person in people}) != len(people):
        raise Unexpected("A person came on two pages.")
    if not people:
        raise Unexpected("There is nobody on the list yet: add a person first.")
    print(f"{len(people)} people on {pages} pages.")
    return people


def order_twice(phone: Phone, person: dict) -> None:
    """Send one order twice under one key, as a phone does that lost the first answer."""
    products = phone.call("GET", "/products/?limit=1").body["results"]
    if not products:
        raise Unexpected("There is nothing to sell yet: add a product first.")
    before = _orders_of(phone, person)
    order = {
        "person": person["id"],
        "purpose": "customer",
        "items": [{"product": products[0]["code"], "quantity": 1}],
    }
    key = str(uuid.uuid4())
    first = phone.call("POST", "/orders/", order, expect=201, Idempotency_Key=key)
    second = phone.call("POST", "/orders/", order, expect=201, Idempotency_Key=key)
    if first.body != second.body or second.headers.get("Idempotent-Replayed") != "true":
        raise Unexpected("The second answer is not the first one.")
    placed = _orders_of(phone, person) - before
    if placed != {first.body["id"]}:
        raise Unexpected(f"{len(placed)} orders were placed instead of one.")
    total = first.body["total"]
    print(
        f"One order of {total['amount']} {total['currency']} for {person['name']}, sent twice, placed once."
    )


def _orders_of(phone: Phone, person: dict) -> set[str]:
    found = phone.call("GET", f"/orders/?person={person['id']}&limit=200").body["results"]
    return {order["id"] for order in found}


def meet_a_conflict(phone: Phone, person: dict) -> None:
    """Change a person by a state that somebody else has changed meanwhile; read again, then mend it."""
    path = f"/people/{person['id']}/"
    stale = phone.call("GET", path)
    source = stale.body["source"]
    phone.call("PATCH", path, {"source": "changed elsewhere"}, If_Match=stale.headers["ETag"])
    phone.call("PATCH", path, {"source": "changed here"}, expect=412, If_Match=stale.headers["ETag"])
    fresh = phone.call("GET", path)
    if fresh.body["source"] != "changed elsewhere":
        raise Unexpected("The stale change was written all the same.")
    phone.call("PATCH", path, {"source": source}, If_Match=fresh.headers["ETag"])
    print(f"A change of {person['name']} by a stale state was refused (412), read again and mended.")


def log_a_contact(phone: Phone, person: dict) -> None:
    body = {"person": person["id"], "kind": "call", "direction": "out", "note": "Called from the phone."}
    phone.call("POST", "/touches/", body, expect=201, Idempotency_Key=str(uuid.uuid4()))
    print(f"A call to {person['name']} is logged.")


def sign_out(phone: Phone) -> None:
    phone.call("POST", "/auth/sign-out/", {}, expect=204)
    phone.call("GET", "/me/", expect=401)
    print("Signed out; the token is worth nothing any more.")


def play(phone: Phone, email: str, password: str) -> None:
    sign_in(phone, email, password)
    people = read_people(phone)
    order_twice(phone, people[0])
    meet_a_conflict(phone, people[0])
    log_a_contact(phone, people[-1])
    sign_out(phone)


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Play a phone against a running Kept; the defaults fit the demo world."
    )
    parser.add_argument("address", nargs="?", default="http://127.0.0.1:8000", help="where it runs")
    parser.add_argument("--email", default="yaw@demo.example")
    parser.add_argument("--password", default="kept-demo")
    arguments = parser.parse_args()
    try:
        play(Phone(arguments.address.rstrip("/")), arguments.email, arguments.password)
    except Unexpected as difference:
        sys.exit(str(difference))


if __name__ == "__main__":
    main()
