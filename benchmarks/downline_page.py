"""Writes docs/downline.md from what was measured."""

import os
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.report import TINY, machine, table_of

HEAD = """# A line of 100,000 people

Made by `.venv/bin/python manage.py bench downline --write docs/downline.md`; never written by hand. How the ledger works stands in
[0026](decisions/0026-ledger.md).

The line is seeded: each person joins below somebody who was there before, every second one in the half of the first recruit. Of each
month four in ten people have facts, twelve months are written. What is compared stands in the same run on the same database, which is
SQLite, or PostgreSQL where `DATABASE_URL` is one (a server of the run's own). Times of pages are of a browser on a connection that stays
open, against the floor of [figures.md](figures.md); the others are taken inside one process. Medians of questions that are asked in turn.

- *Totals* are 22 figures of all who stand below; ours come from rows by their keys, whatever stands below.
- *A fold* counts the people of whom an event was written, and passes the differences to everybody above.
- *A move* takes all months of the branch along, from those above to those above.
- django-treebeard, django-mptt and django-tree-queries hold the same line in the same database, and add up 5 of the figures over who stands
  below, as their pages say; leg by leg, for none sums up by leg. Their sums are the same as ours, or the run fails. What is not installed
  is not measured: they are no requirements. Where ours is compared, a ratio under 1 is faster than theirs."""


REASONS = {
    "the same, for one person and month": (
        "the goal is for the sums alone; this counts the facts of everybody too, and writes both anew"
    ),
    "legs, the root": (
        "ours are 22 figures of six months of the line, the leg's own, and how both stand; theirs are 5 of one month"
    ),
}


def write_downline(path: Path, measured: dict[str, list[Figure]], seconds: float, *, small: bool) -> None:
    """Write the page."""
    figures = measured["downline"]
    server = os.environ.get("DATABASE_URL", "").startswith("postgres")
    where = f"This run was on {'PostgreSQL' if server else 'SQLite'}."
    parts = [HEAD, f"{machine(seconds)} {where}", *([TINY] if small else []), table_of(figures)]
    missed = "\n".join(_missed(figure) for figure in figures if figure.missed_by is not None) or "None."
    path.write_text("\n\n".join([*parts, f"## Goals missed\n\n{missed}"]) + "\n", encoding="utf-8")


def _missed(figure: Figure) -> str:
    why = next((words for name, words in REASONS.items() if figure.name.startswith(name)), "")
    return f"- {figure.name}: {figure.cells()[-1]}{'; ' if why else ''}{why}."
