"""Planning, sending with 1, 2 and 4 workers, waiting when idle, and SQLite while five writers write."""

import json
import time
from collections.abc import Iterator
from statistics import quantiles

from benchmarks.figures import Figure
from benchmarks.programs import Program, run
from benchmarks.sink import ask
from benchmarks.stage import Stage

WORKERS = (1, 2, 4)
LEAST = {1: 0.6, 2: 0.8}  # of what the floor sends, by the number of workers
WRITERS = 5
PATIENCE = 900  # seconds
CELERY = ("-m", "celery", "-A", "mlmcrm")
AMPLE = {"MAIL_RATE": "1000000", "MAIL_RATE_EACH": "1000000"}


def measure(stage: Stage) -> Iterator[Figure]:
    """The floor of sending is smtplib on one connection kept open, with a letter of ours; before and after each slice."""
    sink = stage.start("-m", "benchmarks.sink")
    port = int(sink.wait_for_word("sink on port").split()[-1])
    variables = _installation(stage, port)
    yield from _planning(stage, variables)
    yield from _sending(stage, variables, port)
    yield from _waiting(stage, variables)
    yield from _beside_writers(stage, port)


def _installation(stage: Stage, port: int) -> dict:
    variables = {
        "DATABASE_URL": stage.database("delivery"),
        "REDIS_URL": stage.servers()[1],
        "KEPT_DATA": str(stage.folder / "delivery"),
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        **AMPLE,
    }
    run("manage.py", "migrate", "--verbosity=0", **variables)
    return variables


def _planning(stage: Stage, variables: dict) -> Iterator[Figure]:
    count = stage.sizes.occurrences
    stage.say(f"Planning {count:,} birthdays.")
    found = _do("plan", count, **variables)
    name = f"planning {count:,} occurrences"
    yield Figure(name, found["seconds"], "s", found["floor"], 1 / 0.15)
    yield Figure(f"{name}, rows and events left", found["rows"], "rows")
    yield Figure(f"{name}, once more", found["again"], "s", found["seconds"], 0.2)
    yield Figure(f"{name}, doubled by two planners at once", found["doubled"], "occurrences", goal=0)


def _sending(stage: Stage, variables: dict, port: int) -> Iterator[Figure]:
    count, sample = stage.sizes.sent, _do("sample", **variables)
    before = _floor(port, count, sample)
    for workers, words in [*((number, "letters") for number in WORKERS), (1, "frozen")]:
        stage.say(f"Sending {count:,} letters with {workers} workers.")
        rate = _rate(stage, variables, port, workers, count, words)
        after = _floor(port, count, sample)
        floor, before = (before + after) / 2, after
        least = LEAST.get(workers)
        name = f"a letter with {workers} worker{'s' if workers > 1 else ''}"
        name += ", its words written before" if words == "frozen" else ""
        yield Figure(name, 1000 / rate, "ms", 1000 / floor, least and 1 / least)
        yield Figure(f"{name}, letters", rate, "a second")


def _floor(port: int, count: int, sample: str) -> float:
    return count / float(run("-m", "benchmarks.delivering", "floor", str(port), str(count), sample))


def _rate(stage: Stage, variables: dict, port: int, workers: int, count: int, words: str) -> float:
    """Letters a second from the first to the last at the sink, by as many sending processes."""
    worker = _worker(stage, variables, workers)
    ask(port, delay=0.0)
    _do(words, count, **variables)
    _do("tick", workers, **variables)
    arrived = _wait_for(port, count)
    worker.stop()
    return (count - 1) / arrived["seconds"]


def _worker(stage: Stage, variables: dict, processes: int) -> Program:
    worker = stage.start(*CELERY, "worker", f"--concurrency={processes}", "--without-gossip", **variables)
    worker.wait_for_word("[queues]")
    worker.wait(lambda: len(worker.children()) >= processes, "start its processes")
    return worker


def _wait_for(port: int, count: int) -> dict:
    end = time.monotonic() + PATIENCE
    while (arrived := ask(port))["letters"] < count and time.monotonic() < end:
        time.sleep(0.3)
    return arrived


def _waiting(stage: Stage, variables: dict) -> Iterator[Figure]:
    """From the commit, or from the moment it was planned for, until the server has taken it."""
    stage.say("Waiting for letters while nothing else is to do.")
    worker = _worker(stage, variables, 2)
    beat = stage.start(*CELERY, "beat", "--pidfile=", **variables)
    for name, ahead, goal in (("asked for at once", 0, 250), ("planned for a moment", 3, 2300)):
        waited = _do(
            "soon",
            stage.sizes.awaited if ahead == 0 else max(2, stage.sizes.awaited // 4),
            ahead,
            **variables,
        )
        yield Figure(f"letter {name}, until it is sent: median", quantiles(waited, n=20)[9], "ms")
        yield Figure(
            f"letter {name}, until it is sent: 95 of 100", quantiles(waited, n=20)[18], "ms", goal=goal
        )
    beat.stop()
    worker.stop()


def _beside_writers(stage: Stage, port: int) -> Iterator[Figure]:
    """One process on SQLite: letters are sent by a thread of it while five others write as fast as they can."""
    stage.say("Sending on SQLite while five writers write.")
    variables = {"KEPT_DATA": str(stage.folder / "beside"), "EMAIL_URL": f"smtp://127.0.0.1:{port}", **AMPLE}
    run("manage.py", "migrate", "--verbosity=0", **variables)
    found = _do("beside", stage.sizes.sent // 4, WRITERS, **variables)
    yield Figure("SQLite, letters with nobody beside", found["alone"], "a second")
    yield Figure(f"SQLite, letters beside {WRITERS} writers", found["letters"], "a second")
    yield Figure(f"SQLite, writes beside the letters, of {WRITERS} writers", found["writes"], "a second")
    yield Figure("SQLite, write: 99 of 100", found["p99"], "ms", goal=100)
    yield Figure("SQLite, write: slowest", found["worst"], "ms")
    yield Figure("SQLite, errors", found["errors"], "errors", goal=0)


def _do(verb: str, *words: object, **variables: str):
    return json.loads(run("-m", "benchmarks.delivering", verb, *map(str, words), **variables))
