"""What a worker, a web process and the one process of bin/run hold after 2,000 tasks or requests."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from benchmarks.figures import Figure
from benchmarks.programs import Program, run
from benchmarks.stage import Site, Stage
from benchmarks.walk import Ours

GOAL = 100  # megabytes of a worker
PATIENCE = 180  # seconds for the tasks
PAGES = ("today", "people", "person", "search", "create")
WORKER = ("-m", "celery", "-A", "mlmcrm", "worker", "--concurrency=1", "--without-gossip", "--without-mingle")


def measure(stage: Stage) -> Iterator[Figure]:
    """A worker process is made anew after 1,000 tasks: the most that any held is what counts.

    Memory that both share counts in each of the two figures of a worker.
    """
    yield from _worker(stage)
    web, one = stage.ours("few"), stage.one_process("embedded")
    count = stage.sizes.requests
    stage.say(f"{count:,} requests to gunicorn and as many to the one process.")
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda site: _ask(site, count), (web, one)))
    held = max(web.program.memory().values())
    yield Figure(f"web process of gunicorn, after {count:,} requests", held, "MB")
    held = sum(one.program.memory().values())
    yield Figure(f"the one process with web, worker and schedule, after {count:,} requests", held, "MB")


def _worker(stage: Stage) -> Iterator[Figure]:
    variables, _landmarks = stage.filled("few")
    worker = stage.start(*WORKER, **variables)
    worker.wait_for_word("[queues]")
    stage.say(f"A worker does {stage.sizes.requests:,} tasks.")
    run("-m", "benchmarks.tasks", "send", str(stage.sizes.requests), **variables)
    dispatcher, most = _most_held(worker, variables)
    yield Figure(
        f"worker process, after {stage.sizes.requests:,} tasks of the schedule", most, "MB", goal=GOAL
    )
    yield Figure("the process that hands tasks to the worker processes", dispatcher, "MB")
    worker.stop()


def _most_held(worker: Program, variables: dict) -> tuple[float, float]:
    """The most that the first process, and any of those that work, held until nothing was waiting any more."""
    most, end, left = [0.0, 0.0], time.monotonic() + PATIENCE, True
    while left and time.monotonic() < end:
        left = run("-m", "benchmarks.tasks", "left", **variables).strip() != "0"
        first, *working = worker.memory().values()
        most = [max(most[0], first), max(most[1], *working, 0.0)]
        time.sleep(0.5)
    return most[0], most[1]


def _ask(site: Site, count: int) -> None:
    visitor = Ours(site)
    for number in range(count):
        getattr(visitor, PAGES[number % len(PAGES)])()
