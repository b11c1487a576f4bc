"""One worker's round: claim, look, write, begin, send, finish, until nothing is due."""

import threading
import time
from contextlib import suppress

from django.db import DatabaseError, InterfaceError, connection, transaction

from followups.attention import is_exempt
from followups.delivery import account, allowances, downtime
from followups.delivery.begin import begin
from followups.delivery.claim import LIMIT, Claim, claim, release
from followups.delivery.finish import Ended, finish
from followups.delivery.last_look import last_look
from followups.delivery.letters import prepare
from followups.delivery.parcels import Parcel
from followups.delivery.people import hold
from followups.delivery.poison import each_alone, is_away
from followups.delivery.replies import Outcome, has_no_room
from followups.delivery.transport import AccountTrouble, Transport, transport
from followups.models import Message
from kit import clock
from kit.background import stopping

ROUND_SECONDS = 20  # a tick ends after this, the next one goes on
AT_ONCE = 2  # rounds at a time in one process, so that ticks of other kinds find a thread
WINDOW_SECONDS, MOST_IN_WINDOW = 0.025, 8
VERY_LONG = 1.0  # seconds for writing a window down
FAR_SECONDS = 1.0  # so often it is looked for those whose letters stand behind very many of others
STUBBORN_SECONDS = 50  # what the server accepted is written down through an outage of the database

_rounds = threading.BoundedSemaphore(AT_ONCE)
UNSENT = ("account", "full", "unsent")  # outcomes of letters that stay as they were
ENDS_A_WINDOW = ("account", "full", "unclear")
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
        self.rated = getattr(line, "rated", True)
        self.window, self.noting = 1, 0.0  # seconds that writing down took last
        self.accepted = 0
        self.looked_far = float("-inf")

    def run(self) -> int:
        while self._goes_on(self.ends) and (limit := account.most_at_once(LIMIT)):
            begin_until = time.monotonic() + self.line.lease.total_seconds() / 2
            before, mine = self.accepted, self._claim(limit)
            if mine is None:
                break
            try:
                went = self._send_claim(mine, begin_until)
            finally:
                release(mine.token)
            if limit < LIMIT and self.accepted > before:
                self._works_again()
            if went is None:
                break
        return self.accepted

    def _claim(self, limit: int) -> Claim | None:
        far = time.monotonic() - self.looked_far >= FAR_SECONDS
        if far:
            self.looked_far = time.monotonic()
        return claim(self.line.lease, limit, rated=self.rated, far=far)

    def _works_again(self) -> None:
        """After trouble: what waited through a long one is asked about before it goes."""
        if since := account.note_success():
            downtime.hold_what_waited(since)

    def _goes_on(self, until: float) -> bool:
        return time.monotonic() < until and not stopping.is_set()

    def _send_claim(self, mine: Claim, begin_until: float) -> set | None:
        """Send a claim and return which letters went to the line; None where nothing could.

        What did not go is not counted against the rates.
        """
        ready = each_alone(mine, lambda claimed: prepare(claimed, last_look(claimed)))
        went = self._send_ready(mine, ready, begin_until) if ready else set()
        if self.rated and (back := [mine.owners[pk] for pk in mine.ids if pk not in went]):
            allowances.give_back(back)
        return None if ready and not went else went

    def _send_ready(self, mine: Claim, ready: Ready, begin_until: float) -> set:
        """Begin a window, send it, and record it with the begin of the next."""
        if not self._open():
            return set()
        ended: list[Ended] = []
        went, stop = set(), None
        while ready and not stop and self._goes_on(min(begin_until, self.ends)):
            window, ready = ready[: self.window], ready[self.window :]
            asked = time.monotonic()
            begun = stubbornly(step, mine.token, ended, window)
            self.noting = time.monotonic() - asked
            mail = [pair for pair in window if pair[0].pk in begun]
            ended, stop = self._send_window(mail, begin_until)
            went |= {message.pk for message, outcome in ended if outcome.kind not in UNSENT}
        stubbornly(step, mine.token, ended, [])
        if stop:
            self._rest(stop)
        return went

    def _open(self) -> bool:
        try:
            self.line.open()
        except AccountTrouble as trouble:
            kind = "full" if has_no_room(str(trouble)) else "account"
            self._rest(Outcome(kind, "connect", text=str(trouble)))
            return False
        return True

    def _rest(self, outcome: Outcome) -> None:
        if outcome.kind == "full":
            account.note_no_room(outcome.reply)
        elif outcome.kind == "account":
            account.note_trouble(outcome.reply)

    def _send_window(self, window: Ready, begin_until: float) -> tuple[list[Ended], Outcome | None]:
        """Send what has begun and return how it ended, and the outcome after which nothing goes on.

        After trouble, after an answer that did not come, and when half of the lease is over, the
        rest is given back unsent: nothing may leave that another worker holds by then.
        """
        ended: list[Ended] = []
        stop, started = None, time.monotonic()
        for message, parcel in window:
            message.begun_at = clock.now()
            if stop or time.monotonic() >= begin_until:
                outcome = Outcome("unsent", "connect", text=(stop.reply or "?") if stop else "")
            else:
                outcome = self.line.send(parcel)
            ended.append((message, outcome))
            self.accepted += outcome.kind == "accepted"
            if outcome.kind in ENDS_A_WINDOW:
                stop = outcome
        each = (time.monotonic() - started) / max(1, len(window))
        self.window = _window(each, self.noting)
        return ended, stop if stop and stop.kind in UNSENT else None


def _window(each: float, noting: float) -> int:
    """How many letters begin at a time: as many as go in 25 ms, or while so many are written down.

    Where others write too, each writing waits for them; then a letter at a time would hardly go. Slow
    letters go singly all the same, unless it takes very long: what is under way is unclear after a kill.
    """
    if each >= WINDOW_SECONDS and noting < VERY_LONG:
        return 1
    return max(1, min(MOST_IN_WINDOW, int(max(WINDOW_SECONDS, noting) / max(each, 1e-6))))


@transaction.atomic
def step(token: int, ended: list[Ended], window: Ready) -> set:
    """Record the last window and begin the next one, in one transaction; the people of both are held."""
    messages = [message for message, _ in window]
    if people := {message.customer_id for message in [*messages, *(row for row, _ in ended)]}:
        hold(people)
    finish(token, ended, held=True)
    counted = [row.pk for row in messages if not is_exempt(row.rule.kind, row.purpose)]
    return begin(token, [row.pk for row in messages], counted) if messages else set()


def stubbornly(function, *args):
    """Call a function that records what cannot be asked again, through an outage of the database."""
    gives_up = time.monotonic() + STUBBORN_SECONDS
    while True:
        try:
            return function(*args)
        except (DatabaseError, InterfaceError) as problem:
            if not is_away(problem) or time.monotonic() > gives_up or connection.in_atomic_block:
                raise
            with suppress(Exception):
                connection.close()
            time.sleep(0.5)
