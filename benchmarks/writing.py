"""Writers and a sender in one process on SQLite, as in the product's own."""

import threading
import time
from statistics import quantiles

from django.db import connection

from benchmarks.delivering import letters
from customers.actions import log_touch
from customers.models import Customer
from followups.delivery import deliver_due
from kit.background.embedded import take_turns_quickly
from kit.events import Actor, Door


def send_beside(count: int, writers: int) -> dict:
    """Send letters alone, then as many while writers note contacts as fast as they can."""
    take_turns_quickly()
    letters(count)
    alone = count / _seconds(deliver_due, 600)
    letters(count)
    crowd = Crowd(writers)
    with crowd:
        seconds = _seconds(deliver_due, 600)
    return {
        "alone": alone,
        "letters": count / seconds,
        "writes": len(crowd.times) / seconds,
        "p99": quantiles(crowd.times, n=100)[98] * 1000,
        "worst": max(crowd.times) * 1000,
        "errors": len(crowd.errors),
    }


class Crowd:
    """Threads that each note one contact after the other while the block lasts."""

    def __init__(self, writers: int):
        self.times: list[float] = []
        self.errors: list[str] = []
        self._over = threading.Event()
        self._people = list(Customer.objects.select_related("owner").order_by("pk")[:writers])
        self._threads = [threading.Thread(target=self._write, args=(person,)) for person in self._people]

    def __enter__(self) -> "Crowd":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _write(self, person: Customer) -> None:
        by = Actor(person.owner, Door.WEB)
        while not self._over.is_set():
            try:
                took = _seconds(
                    lambda: log_touch(person=person, by=by, kind="call", direction="out", note="A word")
                )
                self.times.append(took)
            except Exception as problem:
                self.errors.append(repr(problem))
        connection.close()


def _seconds(work, *words) -> float:
    begun = time.perf_counter()
    work(*words)
    return time.perf_counter() - begun
