"""Writes docs/figures.md and docs/faults.md from what was measured."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks import faults
from benchmarks.breaking.trials import GROWN, ONE_PROCESS
from benchmarks.figures import Figure
from benchmarks.reasons import REASONS
from benchmarks.words import ABOUT, FAULTS, HEAD, TINY, TITLES

FAULTS_HEAD = """| | letters | lost | twice by themselves | unclear | twice if sent again | longest silence | |
|---|---:|---:|---:|---:|---:|---:|---|"""
PACKAGES = ("django", "djangorestframework", "celery", "psycopg2-binary", "gunicorn", "waitress")


def write_report(path: Path, measured: dict[str, list[Figure]], seconds: float, *, small: bool) -> None:
    """Write the page; only what was measured stands on it."""
    parts = [HEAD, machine(seconds)]
    if small:
        parts.append(TINY)
    parts += [_section(name, figures) for name, figures in measured.items()]
    parts.append(_missed([figure for figures in measured.values() for figure in figures]))
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def write_faults(path: Path, measured: dict[str, list[Figure]], seconds: float, *, small: bool) -> None:
    """Write the page of what was broken, and what became of the letters; what was not broken now stays."""
    stood = path.read_text(encoding="utf-8") if path.exists() else ""
    rows = _rows_that_stand(stood) | rows_of_faults(measured["faults"])
    rows = {trial.name: rows[trial.name] for trial in (*GROWN, *ONE_PROCESS) if trial.name in rows}
    table = "\n".join([FAULTS_HEAD, *rows.values()])
    missed = [f"- {name}" for name, row in rows.items() if row.endswith("missed |")]
    missed = "\n".join(missed) or "None."
    parts = [FAULTS, machine(seconds), *([TINY] if small else []), table, f"## Bars missed\n\n{missed}"]
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _rows_that_stand(page: str) -> dict[str, str]:
    lines = [line for line in page.splitlines() if line.endswith(("| met |", "| missed |"))]
    return {line.split(" | ")[0].removeprefix("| "): line for line in lines}


def machine(seconds: float) -> str:
    """Say when it was measured, on what, with which packages."""
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"Measured on {datetime.now(UTC):%Y-%m-%d} in {seconds / 60:.0f} minutes, on {os.cpu_count()} cores with "
        f"{_gigabytes()} GB of memory, {platform.system()}, Python {platform.python_version()}; {versions}."
    )


def _gigabytes() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9)


def _section(name: str, figures: list[Figure]) -> str:
    return f"## {TITLES[name]}\n\n{ABOUT[name]}\n\n{table_of(figures)}"


def table_of(figures: list[Figure]) -> str:
    """Return the table of figures, each with its floor and its goal."""
    head = "| | measured | floor | ratio | goal | |\n|---|---:|---:|---:|---:|---|"
    rows = "\n".join("| " + " | ".join(figure.cells()) + " |" for figure in figures)
    return f"{head}\n{rows}"


def rows_of_faults(figures: list[Figure]) -> dict[str, str]:
    """One line for each thing that was broken, by its name."""
    trials: dict[str, dict[str, Figure]] = {}
    for figure in figures:
        trial, _, what = figure.name.rpartition(": ")
        trials.setdefault(trial, {})[what] = figure
    return {trial: _fault(trial, found) for trial, found in trials.items()}


def _fault(trial: str, found: dict[str, Figure]) -> str:
    cells = [trial, f"{found[faults.LETTERS].value:,.0f}"]
    names = (faults.LOST, faults.BY_ITSELF, faults.UNCLEAR, faults.TWICE)
    cells += [_held_to(found[name], f"{found[name].value:,.0f}") for name in names]
    cells.append(_held_to(found[faults.SILENCE], f"{found[faults.SILENCE].value:.1f} s"))
    missed = any(figure.missed_by is not None for figure in found.values())
    return "| " + " | ".join([*cells, "missed" if missed else "met"]) + " |"


def _held_to(figure: Figure, value: str) -> str:
    """A value with the most that it may be; nothing is said of a goal of none."""
    return f"{value} (≤ {figure.goal:,.0f})" if figure.goal else value


def _missed(figures: list[Figure]) -> str:
    missed = [figure for figure in figures if figure.missed_by is not None]
    if not missed:
        return "## Goals missed\n\nNone of those that were measured."
    lines = [
        f"- {figure.name}: {figure.cells()[-1]}. {REASONS.get(figure.name, '')}".rstrip() for figure in missed
    ]
    return "## Goals missed\n\n" + "\n".join(lines)
