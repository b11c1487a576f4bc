"""Import of 50,000 people against executemany of every row that it leaves, and the memory it takes."""

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

from benchmarks.figures import Figure
from benchmarks.programs import run
from benchmarks.stage import Stage

COLUMNS = ("external_id", "name", "email", "phone", "birthday", "warmth", "source", "tags", "note")
TAGS = ("garden", "vegan", "host", "big family")
FLAT = 1.25  # times the memory for ten times the lines


def measure(stage: Stage) -> Iterator[Figure]:
    """On SQLite; each run is a process of its own, so that its greatest memory is its own."""
    sizes = stage.sizes
    few, many = _imported(stage, sizes.few_lines), _imported(stage, sizes.lines)
    floor = _floor(stage, sizes.lines)
    name = f"import of {sizes.lines:,} people"
    yield Figure(name, many["seconds"], "s", floor["seconds"])
    yield Figure(f"{name}, rows left in all tables", floor["rows"], "rows")
    yield Figure(f"{name}, lines", sizes.lines / many["seconds"], "a second")
    name = f"memory at {sizes.lines:,} lines against that at {sizes.few_lines:,}"
    yield Figure(name, many["peak_mb"], "MB", few["peak_mb"], FLAT)


def _imported(stage: Stage, lines: int) -> dict:
    """Import a file into a copy of a fresh installation."""
    stage.say(f"Importing {lines:,} people.")
    variables, landmarks = copy_of_fresh(stage, f"import_{lines}")
    path = _write_file(stage.folder / f"people_{lines}.csv", lines)
    return json.loads(run("-m", "benchmarks.reading", "import", str(path), landmarks["email"], **variables))


def _floor(stage: Stage, lines: int) -> dict:
    """Write the same rows into another copy."""
    stage.say("Writing the same rows by executemany.")
    variables, _landmarks = copy_of_fresh(stage, "import_floor")
    imported = stage.folder / f"import_{lines}" / "kept.sqlite3"
    path = stage.folder / f"people_{lines}.csv"
    return json.loads(run("-m", "benchmarks.reading", "floor", str(path), str(imported), **variables))


def copy_of_fresh(stage: Stage, name: str) -> tuple[dict, dict]:
    """Copy a fresh installation; return the variables by which it is reached, and its landmarks."""
    variables, landmarks = stage.filled("fresh")
    folder = stage.folder / name
    shutil.copytree(variables["KEPT_DATA"], folder)
    return {**variables, "KEPT_DATA": str(folder)}, landmarks


def _write_file(path: Path, lines: int) -> Path:
    rng = Random(path.name)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number in range(lines):
            writer.writerow(
                [
                    f"K{number:06}",
                    f"{rng.choice('ABCDEFGHIKLM')}na Newcomer {number:05}",
                    f"new.{number}@post.example" if number % 5 else "",
                    f"+4930{20_000_000 + number}" if number % 3 else "",
                    f"19{number % 60 + 30}-0{number % 9 + 1}-1{number % 9}" if number % 2 else "",
                    rng.choice(("warm", "cold")),
                    "Market stall",
                    rng.choice(TAGS) if number % 4 == 0 else "",
                    "Asked about the balm." if number % 4 == 1 else "",
                ]
            )
    return path
