"""One worker's round: claim, look, write, begin, send, finish, until nothing is due."""

import threading
import time
from contextlib import suppress

from django.db import InterfaceError, OperationalError, connection, transaction

from followups.delivery import account
from followups.delivery.begin import begin
from followups.delivery.claim import LIMIT, Claim, claim, release
from followups.delivery.finish import Ended, finish
from followups.delivery.last_look import last_look
from followups.delivery.letters import prepare
from followups.delivery.parcels import Parcel
from followups.delivery.replies import Outcome
from followups.delivery.transport import AccountTrouble, Transport, transport
from followups.models import Message
from kit import clock
from kit.background import stopping

ROUND_SECONDS = 20  # a tick ends after this, the next one goes on
AT_ONCE = 2  # rounds at a time in one process, so that ticks of other kinds find a thread
WINDOW_SECONDS, MOST_IN_WINDOW = 0.025, 8
STUBBORN_SECONDS = 50  # what the server accepted is written down through an outage of the database

_rounds = threading.BoundedSemaphore(AT_ONCE)
Ready = list[tuple[Message, Parcel]]


def deliver_due(seconds: float = ROUND_SECONDS, line: Transport | None = None) -> int:
    """Send what is due and return how many letters were accepted."""
    if not _rounds.acquire(blocking=False):
        return 0
    line = line or transport()
    try:
        return Round(line, seconds).run()
    finally:
        line.close()
        _rounds.release()


class Round:
    """A worker's time at the line; one connection, claim after claim."""

    def __init__(self, line: Transport, seconds: float):
        self.line = line
        self.ends = time.monotonic() + seconds
        self.window = 1
        self.accepted = 0

    def run(self) -> int:
        while self._goes_on(self.ends) and (limit := account.most_at_once(LIMIT)):
            begin_until = time.monotonic() + self.line.lease.total_seconds() / 2
            before, mine = self.accepted, claim(self.line.lease, limit)
            if mine is None:
                break
            try:
                self._send_claim(mine, begin_until)
            finally:
                release(mine.token)
            if limit < LIMIT and self.accepted > before:
                account.note_success()
        return self.accepted

    def _goes_on(self, until: float) -> bool:
        return time.monotonic() < until and not stopping.is_set()

    def _send_claim(self, mine: Claim, begin_until: float) -> None:
        ready = prepare(mine, last_look(mine))
        if not ready:
            return
        try:
            self.line.open()
        except AccountTrouble as trouble:
            account.note_trouble(str(trouble))
            return
        self._send_ready(mine, ready, begin_until)

    def _send_ready(self, mine: Claim, ready: Ready, begin_until: float) -> None:
        """Begin a window, send it, and record it with the begin of the next."""
        ended: list[Ended] = []
        trouble = ""
        while ready and not trouble and self._goes_on(min(begin_until, self.ends)):
            window, ready = ready[: self.window], ready[self.window :]
            begun = stubbornly(step, mine.token, ended, window)
            mail = [pair for pair in window if pair[0].pk in begun]
            ended, trouble = self._send_window(mail, begin_until)
        stubbornly(step, mine.token, ended, [])
        if trouble:
            account.note_trouble(trouble)

    def _send_window(self, window: Ready, begin_until: float) -> tuple[list[Ended], str]:
        """Send what has begun and return how it ended, and the trouble with the account if there is.

        After trouble, after an answer that did not come, and when half of the lease is over, the
        rest is given back unsent: nothing may leave that another worker holds by then.
        """
        ended: list[Ended] = []
        trouble, stop, started = "", "", time.monotonic()
        for message, parcel in window:
            message.begun_at = clock.now()
            if stop or time.monotonic() >= begin_until:
                outcome = Outcome("unsent", "connect", text=stop)
            else:
                outcome = self.line.send(parcel)
            ended.append((message, outcome))
            self.accepted += outcome.kind == "accepted"
            if outcome.kind in ("account", "unclear"):
                stop = outcome.reply or "?"
                trouble = stop if outcome.kind == "account" else ""
        each = (time.monotonic() - started) / max(1, len(window))
        self.window = max(1, min(MOST_IN_WINDOW, int(WINDOW_SECONDS / max(each, 1e-6))))
        return ended, trouble


@transaction.atomic
def step(token: int, ended: list[Ended], window: Ready) -> set:
    """Record the last window and begin the next one, in one transaction."""
    finish(token, ended)
    return begin(token, [message.pk for message, _ in window]) if window else set()


def stubbornly(function, *args):
    """Call a function that records what cannot be asked again, through an outage of the database."""
    gives_up = time.monotonic() + STUBBORN_SECONDS
    while True:
        try:
            return function(*args)
        except (OperationalError, InterfaceError):
            if time.monotonic() > gives_up or connection.in_atomic_block:
                raise
            with suppress(Exception):
                connection.close()
            time.sleep(0.5)
