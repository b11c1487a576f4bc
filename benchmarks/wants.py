"""What ten wants of a person are answered by among 2,000 products: in memory, and with its one question to the database."""

import json
from collections.abc import Iterator

from benchmarks.figures import Figure
from benchmarks.programs import Failed, run
from benchmarks.stage import Stage

MOST = 50  # milliseconds


def measure(stage: Stage) -> Iterator[Figure]:
    """On PostgreSQL; the words of the catalogue are taken back to their stems at the first time alone."""
    variables, landmarks = stage.filled("few")
    found = json.loads(run("-m", "benchmarks.matching", landmarks["email"], **variables))
    if found["answered"] < 5:
        raise Failed(f"Of ten wants only {found['answered']} are answered.")
    of = f"ten wants, {found['products']:,} products"
    yield Figure(f"{of}: matched in memory", found["match"], "ms", goal=MOST)
    yield Figure(f"{of}: the first time in the life of a process", found["first"], "ms")
    yield Figure(f"{of}: as the page of a person asks, with who reordered", found["asked"], "ms", goal=MOST)
    yield Figure(f"{of}: fetching the names of all, for comparison", found["rows"], "ms")
