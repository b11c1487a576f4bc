"""Prints figures as tables on a terminal."""

from rich.console import Console
from rich.table import Table

from benchmarks.figures import COLUMNS, Figure


def print_figures(measured: dict[str, list[Figure]], seconds: float) -> None:
    """Print one table for each benchmark, and which goals are missed."""
    console = Console(width=None if Console().is_terminal else 140)
    for name, figures in measured.items():
        table = Table(title=name, title_justify="left", box=None, pad_edge=False)
        for number, column in enumerate(COLUMNS):
            table.add_column(column, justify="left" if number in (0, 5) else "right", no_wrap=number > 0)
        for figure in figures:
            table.add_row(*figure.cells(), style="bold" if figure.missed_by is not None else None)
        console.print(table)
        console.print()
    missed = [
        figure.name for figures in measured.values() for figure in figures if figure.missed_by is not None
    ]
    console.print(f"Measured in {seconds:.0f} seconds; goals missed: {len(missed)}.")
