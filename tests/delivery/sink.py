"""A real SMTP server on this machine that counts Message-IDs and misbehaves on request."""

import email
import email.policy
import socket
import threading
import time
from collections import Counter

from aiosmtpd.controller import Controller


class Sink:
    """Takes letters; `rules` maps the start of a recipient to what is answered instead.

    `("rcpt", "450 …")`, `("data", "451 …")`, `("mail", "421 …")`, `("cut",)` takes the letter and
    hangs up without an answer, `("drop",)` hangs up before the dot.
    """

    def __init__(self, seconds: float = 0):
        self.seconds = seconds
        self.letters: list[bytes] = []
        self.recipients: list[str] = []
        self.rules: dict[str, tuple] = {}
        self.sessions = 0
        self._lock = threading.Lock()
        self.port = _free_port()
        self._controller = Controller(
            self, hostname="127.0.0.1", port=self.port, server_hostname="sink.example"
        )

    def __enter__(self):
        self._controller.start()
        return self

    def __exit__(self, *_):
        self._controller.stop()

    @property
    def copies(self) -> Counter:
        """How often each Message-ID arrived."""
        with self._lock:
            letters = list(self.letters)
        return Counter(self.read(letter)["Message-ID"] for letter in letters)

    def read(self, letter: bytes):
        return email.message_from_bytes(letter, policy=email.policy.default)

    def wait_for(self, count: int, seconds: float = 20) -> None:
        ends = time.monotonic() + seconds
        while len(self.letters) < count and time.monotonic() < ends:
            time.sleep(0.01)

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.sessions += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        if answer := self._answer("*", "mail"):
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self._rule(address)[:1] == ("drop",):
            server.transport.abort()
            return "421 gone"
        if answer := self._answer(address, "rcpt"):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        import asyncio

        address = envelope.rcpt_tos[0]
        if answer := self._answer(address, "data"):
            return answer
        if self.seconds:
            await asyncio.sleep(self.seconds)
        with self._lock:
            self.letters.append(envelope.original_content)
            self.recipients.append(address)
        if self._rule(address)[:1] == ("cut",):
            server.transport.abort()
        return "250 2.0.0 taken"

    def _rule(self, address: str) -> tuple:
        return next((rule for start, rule in self.rules.items() if address.startswith(start)), ())

    def _answer(self, address: str, phase: str) -> str:
        rule = self._rule(address)
        return rule[1] if rule[:1] == (phase,) else ""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
