"""Writes docs/figures.md and docs/faults.md from what was measured."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks import faults
from benchmarks.figures import Figure
from benchmarks.reasons import REASONS
from benchmarks.words import ABOUT, FAULTS, HEAD, TINY, TITLES

PACKAGES = ("django", "djangorestframework", "celery", "psycopg2-binary", "gunicorn", "waitress")


def write_report(path: Path, measured: dict[str, list[Figure]], seconds: float, *, small: bool) -> None:
    """Write the page; only what was measured stands on it."""
    parts = [HEAD, _machine(seconds)]
    if small:
        parts.append(TINY)
    parts += [_section(name, figures) for name, figures in measured.items()]
    parts.append(_missed([figure for figures in measured.values() for figure in figures]))
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def write_faults(path: Path, measured: dict[str, list[Figure]], seconds: float, *, small: bool) -> None:
    """Write the page of what was broken, and what became of the letters."""
    figures = measured["faults"]
    parts = [
        FAULTS,
        _machine(seconds),
        *([TINY] if small else []),
        table_of_faults(figures),
        _missed(figures),
    ]
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
    head = "| | measured | floor | ratio | goal | |\n|---|---:|---:|---:|---:|---|"
    rows = "\n".join("| " + " | ".join(figure.cells()) + " |" for figure in figures)
    return f"## {TITLES[name]}\n\n{ABOUT[name]}\n\n{head}\n{rows}"


def table_of_faults(figures: list[Figure]) -> str:
    """One line for each thing that was broken."""
    trials: dict[str, dict[str, Figure]] = {}
    for figure in figures:
        trial, _, what = figure.name.rpartition(": ")
        trials.setdefault(trial, {})[what] = figure
    head = "| | letters | lost | twice by themselves | unclear | twice if sent again | longest silence | |"
    return "\n".join([head, "|---|" + "---:|" * 6 + "---|", *(_fault(*trial) for trial in trials.items())])


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
