"""A mail server of our own that takes letters, counts their Message-IDs, and misbehaves on request.

    python -m benchmarks.sink            serves on a free port, which it prints

It speaks what smtplib speaks, and PIPELINING. Beside SMTP it knows three words: XCOUNT answers with
what came, XSET with switches as JSON changes how it behaves, XRESET forgets what came.
"""

import asyncio
import json
import re
import smtplib
import sys
import threading
import time
from collections import Counter
from dataclasses import asdict, dataclass, replace
from zlib import crc32

IDENTITY = re.compile(rb"^message-id:\s*(<[^>\r\n]*>)", re.IGNORECASE | re.MULTILINE)
MOST = 64 * 1024 * 1024  # bytes of a letter


@dataclass(frozen=True)
class Switches:
    """How the server misbehaves. Shares are in percent of recipients, the same ones each time."""

    delay: float = 0.0  # seconds between the final dot and the answer
    busy_every: int = 0  # 421 to every n-th MAIL, then it hangs up
    later: int = 0  # share that is answered 451 at the final dot the first time
    greylisted: int = 0  # share that is answered 450 at RCPT the first time
    refused: int = 0  # share that is answered 550 at RCPT, always
    cut_every: int = 0  # takes every n-th letter and hangs up before the answer
    hang_every: int = 0  # takes every n-th letter and never answers


class Sink:
    """Use as a context manager: serves from a thread of its own."""

    def __init__(self, **switches):
        self.switches = Switches(**switches)
        self.forget()
        self._loop = asyncio.new_event_loop()

    def forget(self) -> None:
        """Begin to count anew."""
        self.copies: Counter[str] = Counter()
        self.letters = 0  # copies too
        self.first_at = self.last_at = 0.0
        self.longest_gap = 0.0
        self.sessions = self.mails = self.odd = 0  # odd: taken, and the answer kept back
        self._put_off: set[bytes] = set()
        self.turned_away: set[bytes] = set()  # recipients that do not exist here

    def behave(self, **switches) -> None:
        """Change switches; those not named are as at first."""
        self.switches = Switches(**switches)

    def __enter__(self) -> "Sink":
        self._thread = threading.Thread(target=self._loop.run_forever, name="sink", daemon=True)
        self._thread.start()
        server = asyncio.run_coroutine_threadsafe(self.serve(), self._loop).result()
        self.port = server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    async def serve(self, port: int = 0):
        return await asyncio.start_server(self._session, "127.0.0.1", port, limit=MOST)

    async def _session(self, reader, writer) -> None:
        self.sessions += 1
        try:
            writer.write(b"220 sink.example\r\n")
            await Session(self, reader, writer).talk()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.transport.abort()

    def counted(self) -> dict:
        """What came so far, as XCOUNT says it."""
        return {
            "letters": self.letters,
            "different": len(self.copies),
            "sessions": self.sessions,
            "seconds": self.last_at - self.first_at,
        }

    def take(self, content: bytes) -> None:
        """Count a letter."""
        now = time.monotonic()
        if self.last_at:
            self.longest_gap = max(self.longest_gap, now - self.last_at)
        self.first_at, self.last_at = self.first_at or now, now
        found = IDENTITY.search(content)
        self.letters += 1
        self.copies[found[1].decode() if found else "none"] += 1

    def is_put_off(self, recipient: bytes, share: int) -> bool:
        """Is this recipient answered "later" now? Only the first time."""
        if not _is_among(recipient, share) or recipient in self._put_off:
            return False
        self._put_off.add(recipient)
        return True


class Session:
    """One connection."""

    def __init__(self, sink: Sink, reader, writer):
        self.sink, self.reader, self.writer = sink, reader, writer
        self.recipient = b""

    async def talk(self) -> None:
        while line := await self.reader.readline():
            verb, _, rest = line.strip().partition(b" ")
            if not await self._answer(verb.upper(), rest):
                return

    async def _answer(self, verb: bytes, rest: bytes) -> bool:
        """Answer one command; False ends the session."""
        match verb:
            case b"EHLO":
                self._say("250-sink.example\r\n250-PIPELINING\r\n250 8BITMIME")
            case b"MAIL":
                return self._mail()
            case b"RCPT":
                self._recipient(rest)
            case b"DATA":
                return await self._data()
            case b"XCOUNT":
                self._say(f"250 {json.dumps(self.sink.counted())}")
            case b"XSET":
                self.sink.behave(**json.loads(rest))
                self._say("250 OK")
            case b"XRESET":
                self.sink.forget()
                self._say("250 OK")
            case b"QUIT":
                self._say("221 Bye")
                return False
            case _:
                self._say("250 OK")
        return True

    def _mail(self) -> bool:
        sink, every = self.sink, self.sink.switches.busy_every
        sink.mails += 1
        if every and sink.mails % every == 0:
            self._say("421 4.7.0 Too many connections, come back later")
            return False
        self._say("250 OK")
        return True

    def _recipient(self, rest: bytes) -> None:
        self.recipient = rest.partition(b"<")[2].partition(b">")[0].lower()
        if _is_among(self.recipient, self.sink.switches.refused):
            self.sink.turned_away.add(self.recipient)
            self.recipient = b""
            self._say("550 5.1.1 No such mailbox here")
        elif self.sink.is_put_off(self.recipient, self.sink.switches.greylisted):
            self.recipient = b""
            self._say("450 4.2.0 Greylisted, come back later")
        else:
            self._say("250 OK")

    async def _data(self) -> bool:
        sink, switches = self.sink, self.sink.switches
        if not self.recipient:
            self._say("554 5.5.1 No valid recipients")
            return True
        self._say("354 Go on")
        content = await self.reader.readuntil(b"\r\n.\r\n")
        if switches.delay:
            await asyncio.sleep(switches.delay)
        if sink.is_put_off(self.recipient, switches.later):
            self._say("451 4.3.0 Not now")
            return True
        sink.take(content)
        if _is_nth(sink.letters, switches.hang_every):
            sink.odd += 1
            await self.reader.read()  # until the other side gives up
            return False
        if _is_nth(sink.letters, switches.cut_every):
            sink.odd += 1
            return False
        self._say("250 2.0.0 Taken")
        return True

    def _say(self, words: str) -> None:
        self.writer.write(words.encode() + b"\r\n")


def ask(port: int, **switches) -> dict:
    """Ask the sink on a port what came; with switches, let it behave so and count anew."""
    with smtplib.SMTP("127.0.0.1", port) as line:
        if switches:
            line.docmd("XSET", json.dumps(asdict(replace(Switches(), **switches))))
            line.docmd("XRESET")
        return json.loads(line.docmd("XCOUNT")[1])


def _is_among(recipient: bytes, share: int) -> bool:
    return crc32(recipient) % 100 < share


def _is_nth(number: int, every: int) -> bool:
    return bool(every) and number % every == 0


async def _serve() -> None:
    server = await Sink().serve()
    print(f"sink on port {server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    try:
        asyncio.run(_serve())
    except KeyboardInterrupt:
        sys.exit(0)
