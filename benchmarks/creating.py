"""Eight clients add 500 people at once to the program that bin/run starts, on SQLite."""

import threading
import time
from collections.abc import Iterator
from http.client import HTTPException
from itertools import count

from benchmarks.client import Client, Refused
from benchmarks.figures import Figure
from benchmarks.stage import Stage

CLIENTS = 8


def measure(stage: Stage) -> Iterator[Figure]:
    """Each client is a browser of its own, signed in; the worker and the schedule run inside meanwhile."""
    site = stage.one_process("fresh")
    crowd = Crowd(site.url, site.landmarks, stage.sizes.created)
    stage.say(f"{CLIENTS} clients add {crowd.most} people.")
    crowd.work()
    yield Figure(f"failures of {crowd.most}", len(crowd.failures), "failures", goal=0)
    yield Figure("people added", crowd.most / crowd.seconds, "a second")
    yield Figure("slowest answer", max(crowd.times), "ms")
    for failure in crowd.failures[:3]:
        stage.say(failure)
    site.program.stop()


class Crowd:
    """Clients that work at once until so many people were asked for."""

    def __init__(self, url: str, landmarks: dict, most: int):
        self.most, self.failures, self.times = most, [], []
        self.seconds = 0.0
        self._numbers, self._turn = count(1), threading.Lock()
        self._clients = [_signed_in(url, landmarks) for _client in range(CLIENTS)]

    def work(self) -> None:
        threads = [threading.Thread(target=self._add_people, args=(client,)) for client in self._clients]
        begun = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.seconds = time.perf_counter() - begun

    def _add_people(self, client: Client) -> None:
        while (number := self._next()) is not None:
            try:
                person = {
                    "name": f"Newcomer {number}",
                    "emails": f"new.{number}@post.example",
                    "warmth": "warm",
                }
                self.times.append(client.post("/people/add/", person).ms)
            except (Refused, OSError, HTTPException) as failure:
                self.failures.append(str(failure))

    def _next(self) -> int | None:
        with self._turn:
            number = next(self._numbers)
        return number if number <= self.most else None


def _signed_in(url: str, landmarks: dict) -> Client:
    client = Client(url)
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": landmarks["email"], "password": landmarks["password"]})
    return client
