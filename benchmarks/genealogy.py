"""Import of a list of 100,000 distributors against executemany of every row that it leaves and the bare parsing."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

from benchmarks.figures import Figure
from benchmarks.importing import copy_of_fresh
from benchmarks.programs import Failed, run
from benchmarks.stage import Stage

COLUMNS = (
    "number",
    "name",
    "parent_number",
    "country",
    "type",
    "status",
    "rank",
    "joined_on",
    "pv",
    "orders",
)
SMALL, FULL = 2_000, 100_000
MOST = 3  # times the floor


def measure(stage: Stage) -> Iterator[Figure]:
    """On SQLite; each run is a process of its own. The rows are those of all tables, the ledger's too."""
    people = SMALL if stage.sizes.rounds < 10 else FULL
    path = _write_list(stage.folder / "downline.csv", people)
    stage.say(f"Importing a list of {people:,} distributors, twice.")
    variables, _landmarks = copy_of_fresh(stage, "downline_import")
    ours = json.loads(run("-m", "benchmarks.reading", "downline", str(path), **variables))
    if ours["said"] != f"new=0 same={people} changed=0 refused=0":
        raise Failed(f"The list again was to change nothing, and said: {ours['said']}")
    stage.say("Writing the same rows by executemany.")
    variables, _landmarks = copy_of_fresh(stage, "downline_floor")
    imported = stage.folder / "downline_import" / "kept.sqlite3"
    floor = json.loads(run("-m", "benchmarks.reading", "floor", str(path), str(imported), **variables))
    name = f"import of a list of {people:,} distributors"
    yield Figure(name, ours["seconds"], "s", floor["seconds"], MOST)
    yield Figure(f"{name}, rows left in all tables", floor["rows"], "rows")
    yield Figure(f"{name}, the same again", ours["again"], "s")
    yield Figure(f"{name}, greatest memory", ours["peak_mb"], "MB")


def _write_list(path: Path, people: int) -> Path:
    """Write a line in which half stand under one of the last thousands, in no order at all."""
    rng, rows = Random("downline"), []
    for number in range(people):
        sponsor = rng.randrange(max(0, number - 5_000) if rng.random() < 0.5 else 0, max(number, 1))
        rows.append(
            [
                100_000 + number,
                f"{rng.choice('ABCDEF')}na Seller {number:06}",
                100_000 + sponsor if number else "",
                "DE",
                rng.choice(("Ambassador", "Member")),
                rng.choice(("active", "active", "inactive")),
                rng.randrange(6),
                f"20{rng.randrange(20, 26)}-0{rng.randrange(1, 10)}-1{rng.randrange(10)}",
                f"{rng.randrange(400)}.50" if rng.random() < 0.6 else "",
                rng.randrange(1, 9) if rng.random() < 0.4 else "",
            ]
        )
    rng.shuffle(rows)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    return path
