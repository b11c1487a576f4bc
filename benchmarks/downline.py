"""A line of 100,000 people: questions, folds, enrolments and moves, beside floors and other packages, on the database of the run."""

import json
import os
from collections.abc import Iterator

from benchmarks.client import Client
from benchmarks.figures import Figure
from benchmarks.programs import Failed, free_port, gunicorn, run
from benchmarks.stage import Stage
from benchmarks.walk import Floor, in_turn

FULL, SMALL = 100_000, 5_000
PEERS = ("django-treebeard", "django-mptt", "django-tree-queries")
# Times as fast as the best of the others, and how often others are asked: they take long.
FASTER = {"sqlite": 20, "postgresql": 6}
FEW = 2


def measure(stage: Stage) -> Iterator[Figure]:
    """SQLite, or PostgreSQL where DATABASE_URL is one: a server of the run's own, nobody's database is written to."""
    small = stage.sizes.rounds < 10
    people, rounds = (SMALL, 10) if small else (FULL, 40)
    variables = _database(stage)
    stage.say(f"Writing a line of {people:,} people with twelve months.")
    run("manage.py", "migrate", "--verbosity=0", **variables)
    line = json.loads(run("-m", "benchmarks.line", "write", str(people), **variables))
    yield from _page(stage, people, line, variables)
    stage.say("Asking and changing the line.")
    ours = json.loads(run("-m", "benchmarks.line", "measure", str(rounds), **variables))
    yield from _questions(ours)
    yield from _changes(ours, people, line["rebuild"])
    stage.say("Asking the other packages.")
    theirs = json.loads(run("-m", "benchmarks.line", "peers", str(FEW), **variables))
    yield from _beside(stage, ours, theirs)


def _database(stage: Stage) -> dict:
    folder = stage.folder / "downline"
    folder.mkdir()
    variables = {"KEPT_DATA": str(folder), "STATIC_ROOT": stage.static()}
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        variables["DATABASE_URL"] = stage.database("downline")
    return variables


def _questions(ours: dict) -> Iterator[Figure]:
    ms, sizes = ours["ms"], ours["sizes"]
    yield Figure("one row by its key, SQL", ms["row, SQL"], "ms")
    for name in ("root", "node", "leaf"):
        of = _of(name, sizes)
        yield Figure(f"totals of a month, SQL, {of}", ms[f"month, SQL, {name}"], "ms", ms["row, SQL"], 4)
        yield Figure(
            f"totals of six months, SQL, {of}", ms[f"six months, SQL, {name}"], "ms", ms["row, SQL"], 4
        )
    yield Figure("one row by its key, by the ORM", ms["row"], "ms")
    for name in ("root", "node", "leaf"):
        of = _of(name, sizes)
        yield Figure(f"totals of a month, {of}", ms[f"month, {name}"], "ms", ms["row"])
        yield Figure(f"totals of six months, {of}", ms[f"six months, {name}"], "ms", ms["row"])
        yield Figure(f"how they stand, {of}", ms[f"standing, {name}"], "ms", ms["row"])
        yield Figure(f"all figures of the report, {of}", ms[f"report, {name}"], "ms", ms["row"])
    yield Figure("fifty rows by their index", ms["fifty rows"], "ms")
    for name in ("root", "node", "leaf"):
        yield Figure(
            f"legs with six months each, {_of(name, sizes)}", ms[f"legs, {name}"], "ms", ms["fifty rows"], 6
        )
    yield Figure("“is that person in my line?”, against one row", ms["below?"], "ms", ms["person"], 1.5)


def _of(name: str, sizes: dict) -> str:
    return {"root": "the root", "node": f"a node of {sizes['node']:,}", "leaf": "a leaf"}[name]


def _changes(ours: dict, people: int, rebuild: float) -> Iterator[Figure]:
    one = ours["fold"]["1"]
    for number, took in ours["fold"].items():
        yield Figure(f"fold of {number} people", took, "ms", None if number == "1" else one)
        yield Figure(f"fold of {number} people, each", took / int(number), "ms")
    yield Figure("enrolment of one", ours["enrol"], "ms")
    for name in ("leaf", "branch", "half"):
        number = ours["moves"][f"{name}, people"]
        yield Figure(
            f"move of {number:,} with all figures", ours["moves"][name], "ms",
            None if name == "leaf" else ours["moves"]["leaf"],
        )  # fmt: skip
    yield Figure("the whole ledger counted anew", rebuild, "s")
    yield Figure("the same, for one person and month", 1_000_000 * rebuild / people / 12, "µs", goal=20)


def _page(stage: Stage, people: int, line: dict, variables: dict) -> Iterator[Figure]:
    """The whole page, beside the floor's page of 25 of as many rows; both by gunicorn."""
    port = free_port()
    program = gunicorn("mlmcrm.wsgi", port, stage.folder / "downline.log", **variables)
    floor_program, floor = _floor(stage, people, variables)
    try:
        browser = Client(f"http://127.0.0.1:{port}")
        browser.get("/accounts/login/")
        browser.post("/accounts/login/", {"login": line["email"], "password": line["password"]})
        calls = {"floor": floor.html}
        for name, about in line["nodes"].items():
            calls[name] = lambda uuid=about["uuid"]: browser.get(f"/team/{uuid}/")
        got = in_turn(calls, stage.sizes.rounds)
        for name, about in line["nodes"].items():
            of = f"the page of the report, line of {about['members']:,}"
            yield Figure(of, got[name].ms, "ms", got["floor"].ms, 5)
            yield Figure(f"{of}, queries", got[name].queries, "queries", goal=19)
    finally:
        program.stop()
        floor_program.stop()


def _floor(stage: Stage, people: int, variables: dict):
    folder = stage.folder / "downline-floor"
    folder.mkdir()
    mine = {"KEPT_DATA": str(folder)}
    if "DATABASE_URL" in variables:
        mine["FLOOR_DATABASE_URL"] = stage.database("downline_floor")
    words = ("--people", str(people), "--own", "100", "--users", "20")
    token = run("-m", "benchmarks.floor.app", *words, **mine).strip()
    port = free_port()
    program = gunicorn("benchmarks.floor.app", port, stage.folder / "downline-floor.log", **mine)
    site = _Reached(f"http://127.0.0.1:{port}", {"token": token})
    return program, Floor(site)


class _Reached:
    """Where a site is, for who asks it."""

    def __init__(self, url: str, landmarks: dict):
        self.url, self.landmarks = url, landmarks


def _beside(stage: Stage, ours: dict, theirs: dict) -> Iterator[Figure]:
    for name in PEERS:
        if theirs[name] is None:
            stage.say(f"{name} is not installed: it is not measured.")
    here = {name: found for name, found in theirs.items() if found}
    if not here:
        return
    for name, found in here.items():
        if found["six"] != ours["six"]:
            raise Failed(f"{name} adds up otherwise: {found['six']}, not {ours['six']}.")
    for where in ("root", "node", "leaf"):
        yield from _asked(ours, here, where)
    yield from _each(here, "below?", "“in the line?”", ours["ms"]["below?"], None)
    for name, found in here.items():
        title = f"enrolment: ours, whose figures come with the next fold, floor is {name}"
        yield Figure(title, ours["enrol"], "ms", found["enrol"])
    for what in ("branch", "half"):
        of = f"move of {ours['moves'][f'{what}, people']:,}: ours with all figures"
        for name, found in here.items():
            title = f"{of}, floor is {name} without any"
            yield Figure(title, ours["moves"][what], "ms", found[f"move, {what}"])


def _asked(ours: dict, here: dict, where: str) -> Iterator[Figure]:
    times = FASTER[ours["vendor"]] if where == "root" else None
    of = _of(where, ours["sizes"])
    for question in ("month", "six months", *(["legs"] if where != "leaf" else [])):
        own = ours["ms"][f"{question}, {where}"]
        yield from _each(here, f"{question}, {where}", f"{question}, {of}", own, times)


def _each(here: dict, key: str, title: str, own: float, times: int | None) -> Iterator[Figure]:
    """Ours against each of the others; the goal is for the best of them."""
    best = min(here, key=lambda name: here[name]["ms"][key])
    for name, found in here.items():
        goal = 1 / times if times and name == best else None
        yield Figure(f"{title}: ours, floor is {name}", own, "ms", found["ms"][key], goal)
