"""Who is still a customer: the fit of real orders and of 100,000 people, and what a whole night holds."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from random import Random

from benchmarks import cdnow
from benchmarks.figures import Figure
from benchmarks.programs import run
from benchmarks.stage import Stage

MOST_EVALUATIONS = 1_000  # of the likelihood, that a fit may cost
GROWTH = 1.25  # of memory, from tenfold as many people
AGAIN = 20


def measure(stage: Stage) -> Iterator[Figure]:
    """The floor of a fit is one evaluation of its likelihood over the same people; both in time of the processor."""
    if cdnow.sample():
        yield from _fit(f"{cdnow.histories().total():,} people of the sample", cdnow.histories())
    else:
        stage.say("The CDNOW sample is not here (KEPT_CDNOW names it): simulated people alone.")
    many = stage.sizes.many
    yield from _fit(f"{many:,} simulated people", Counter(map(_history, lives(many, seed=1))))
    nights = {people: _night(stage, people) for people in (stage.sizes.few, many)}
    for people, night in nights.items():
        yield Figure(f"a night of {people:,} people", night["seconds"], "s")
    few, most = (night["memory"] for night in nights.values())
    yield Figure(f"memory of a night, {many:,} people against {stage.sizes.few:,}", most, "MB", few, GROWTH)


def lives(count: int, seed: int) -> Iterator[list[int]]:
    """Yield for each of so many people how many days ago they ordered; they live by the model for two years."""
    chance = Random(seed)
    for _ in range(count):
        pace, leaves = chance.gammavariate(1.2, 1 / 8), chance.betavariate(0.8, 2.5)
        known = chance.randrange(30, 730)
        days, at = [known], 0.0
        while (at := at + 7 * chance.expovariate(pace)) < known:
            days.append(known - int(at))
            if chance.random() < leaves:
                break
        yield sorted(set(days), reverse=True)


def _history(days: list[int]):
    from reports.survival import History

    return History(len(days) - 1, (days[0] - days[-1]) / 7, days[0] / 7)


def _fit(name: str, counted: Counter) -> Iterator[Figure]:
    from reports.fitting import Histories, fit_behaviour

    begun = time.process_time()
    how, _likely = fit_behaviour(counted)
    seconds = time.process_time() - begun
    table = Histories(counted)
    begun = time.process_time()
    for _ in range(AGAIN):
        table.log_likelihood(how)
    one = (time.process_time() - begun) / AGAIN
    yield Figure(f"fit of {name}", 1_000 * seconds, "ms", 1_000 * one, MOST_EVALUATIONS)
    yield Figure(f"different histories of {name}", len(table.weight), "")


def _night(stage: Stage, people: int) -> dict:
    """Write people and their orders, then have a process of its own do the night."""
    folder = stage.folder / f"night-{people}"
    folder.mkdir()
    variables = {"KEPT_DATA": str(folder)}
    stage.say(f"Writing {people:,} people with their orders, then a night.")
    run("manage.py", "migrate", "--verbosity=0", **variables)
    run("-m", "benchmarks.night", "write", str(people), **variables)
    return json.loads(run("-m", "benchmarks.night", "measure", **variables))
