"""Reads a whole list of distributors: a tree can only be judged whole."""

from pathlib import Path
from typing import NamedTuple

from mlmcrm.importing.downline_lines import ALSO_CALLED, SCHEMA, ListSetting, read_member
from mlmcrm.importing.errors import ImportRefused
from mlmcrm.importing.sources import open_table
from mlmcrm.importing.values import BadValue
from team.genealogy import Member


class Listed(NamedTuple):
    """The lines that could be read, and of the others the number and why not."""

    members: list[Member]
    refused: list[tuple[int, str]]


def read_list(path: Path, at: ListSetting) -> Listed:
    """Read a list, a table or a workbook. Raises ImportRefused for a file that is none."""
    found = Listed([], [])
    try:
        source = open_table(path, SCHEMA, ALSO_CALLED)
    except OSError as error:
        raise ImportRefused(f"{path}: {error.strerror}") from None
    with source:
        for line in source:
            try:
                if line.problem:
                    raise BadValue(line.problem)
                found.members.append(read_member(line, at))
            except BadValue as bad:
                found.refused.append((line.number, str(bad)))
    return found
