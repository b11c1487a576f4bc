"""Decides how a cell leaves the house so that no spreadsheet takes it for a formula.

An apostrophe before it makes it text; reading the cell again takes just that one away.
"""

import re

SIGNS = ("=", "+", "-", "@", "|", "%", "\t", "\r", "\n")
_NUMBER = re.compile(r"-?[\d.,]+", re.ASCII)


def harmless(cell: str) -> str:
    """Return a cell as it may stand in a file that a spreadsheet opens."""
    return f"'{cell}" if _reads_as_formula(cell) or _is_marked(cell) else cell


def as_written(cell: str) -> str:
    """Return what a cell was before `harmless`."""
    return cell[1:] if _is_marked(cell) else cell


def _reads_as_formula(cell: str) -> bool:
    return cell.startswith(SIGNS) and not _NUMBER.fullmatch(cell)


def _is_marked(cell: str) -> bool:
    return cell.startswith("'") and cell[1:].startswith((*SIGNS, "'"))
