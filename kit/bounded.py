"""Runs what may hang in a thread of its own, and stops waiting for it after a time."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TookTooLong
from typing import Any

__all__ = ["Shared", "TookTooLong", "begin", "bounded"]


def bounded(work: Callable[[], Any], seconds: float) -> Any:
    """Return what the work returns, raise what it raises, or TookTooLong after so many seconds."""
    return begin(work).result(timeout=seconds)


def begin(work: Callable[[], Any]) -> Future:
    """Start the work in a new thread, which ends with the process at the latest."""
    future: Future = Future()
    threading.Thread(target=_run, args=(work, future), name="bounded", daemon=True).start()
    return future


class Shared:
    """One run of the work at a time: who asks meanwhile waits for the same one.

    So work that hangs holds one thread, however often it is asked for.
    """

    def __init__(self, work: Callable[[], Any]):
        self.work = work
        self._asking = threading.Lock()
        self._run: Future | None = None

    def result(self, seconds: float) -> Any:
        """Like `bounded`."""
        with self._asking:
            if self._run is None or self._run.done():
                self._run = begin(self.work)
            run = self._run
        return run.result(timeout=seconds)


def _run(work: Callable[[], Any], future: Future) -> None:
    try:
        future.set_result(work())
    except BaseException as problem:
        future.set_exception(problem)
