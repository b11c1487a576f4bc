"""Writes docs/figures.md from what was measured."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks import faults
from benchmarks.figures import Figure
from benchmarks.reasons import REASONS
from benchmarks.words import ABOUT, HEAD, TITLES

PACKAGES = ("django", "djangorestframework", "celery", "psycopg2-binary", "gunicorn", "waitress")


def write_report(path: Path, measured: dict[str, list[Figure]], seconds: float, *, small: bool) -> None:
    """Write the page; only what was measured stands on it."""
    parts = [HEAD, _machine(seconds)]
    if small:
        parts.append("**Measured with tiny sizes, to see that it runs: these figures mean nothing.**")
    parts += [_section(name, figures) for name, figures in measured.items()]
    parts.append(_missed([figure for figures in measured.values() for figure in figures]))
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _machine(seconds: float) -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"Measured on {datetime.now(UTC):%Y-%m-%d} in {seconds / 60:.0f} minutes, on {os.cpu_count()} cores with "
        f"{_gigabytes()} GB of memory, {platform.system()}, Python {platform.python_version()}; {versions}."
    )


def _gigabytes() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9)


def _section(name: str, figures: list[Figure]) -> str:
    if name == "faults":
        return f"## {TITLES[name]}\n\n{ABOUT[name]}\n\n{table_of_faults(figures)}"
    head = "| | measured | floor | ratio | goal | |\n|---|---:|---:|---:|---:|---|"
    rows = "\n".join("| " + " | ".join(figure.cells()) + " |" for figure in figures)
    return f"## {TITLES[name]}\n\n{ABOUT[name]}\n\n{head}\n{rows}"


def table_of_faults(figures: list[Figure]) -> str:
    """One line for each thing that was broken."""
    trials: dict[str, dict[str, Figure]] = {}
    for figure in figures:
        trial, _, what = figure.name.rpartition(": ")
        trials.setdefault(trial, {})[what] = figure
    head = "| | letters | lost | unclear | at most | twice | longest silence |\n|---|---:|---:|---:|---:|---:|---:|"
    return "\n".join([head, *(_fault(trial, found) for trial, found in trials.items())])


def _fault(trial: str, found: dict[str, Figure]) -> str:
    unclear = found[faults.UNCLEAR]
    numbers = (found[faults.LETTERS], found[faults.LOST], unclear)
    cells = [trial, *(f"{figure.value:,.0f}" for figure in numbers), f"{unclear.goal:,.0f}"]
    cells += [f"{found[faults.TWICE].value:,.0f}", f"{found[faults.SILENCE].value:.1f} s"]
    return "| " + " | ".join(cells) + " |"


def _missed(figures: list[Figure]) -> str:
    missed = [figure for figure in figures if figure.missed_by is not None]
    if not missed:
        return "## Goals missed\n\nNone of those that were measured."
    lines = [
        f"- {figure.name}: {figure.cells()[-1]}. {REASONS.get(figure.name, '')}".rstrip() for figure in missed
    ]
    return "## Goals missed\n\n" + "\n".join(lines)
