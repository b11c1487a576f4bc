"""Lets the writers of one process take turns, in the order in which they came."""

import threading
from collections import deque

_turnstiles: dict[str, "Turnstile"] = {}
_registry = threading.Lock()


def turnstile(path: str) -> "Turnstile":
    """Return the one turnstile of a database file."""
    with _registry:
        return _turnstiles.setdefault(path, Turnstile())


class Turnstile:
    """A lock that is handed on first come, first served.

    SQLite's own waiting is a race of sleepers: whoever wakes at the right moment wins, and
    under steady writing somebody loses for seconds.
    """

    def __init__(self):
        self._guard = threading.Lock()
        self._taken = False
        self._queue: deque[threading.Lock] = deque()

    def enter(self, timeout: float) -> bool:
        """Wait for one's turn, at most so many seconds; return whether it came."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            turn = threading.Lock()
            turn.acquire()
            self._queue.append(turn)
        try:
            came = turn.acquire(timeout=timeout)
        except BaseException:
            if self._give_up(turn):
                self.leave()
            raise
        return came or self._give_up(turn)

    def leave(self) -> None:
        """Hand the turn to whoever has waited longest."""
        with self._guard:
            if self._queue:
                self._queue.popleft().release()
            else:
                self._taken = False

    def waiting(self) -> int:
        """How many wait now."""
        return len(self._queue)

    def _give_up(self, turn: threading.Lock) -> bool:
        """Step out of the queue; True if the turn had been handed over at the last moment."""
        with self._guard:
            if turn in self._queue:
                self._queue.remove(turn)
                return False
            return True
