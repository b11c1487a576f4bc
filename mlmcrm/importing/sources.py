"""Opens a file as what it is, and guesses what it holds."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from django.utils.translation import gettext as _

from mlmcrm.importing import order_lines, person_lines
from mlmcrm.importing.columns import Schema
from mlmcrm.importing.errors import ImportRefused
from mlmcrm.importing.lines import Line
from mlmcrm.importing.tables import Table
from mlmcrm.importing.texts import Judged
from mlmcrm.importing.vcards import looks_like_cards
from mlmcrm.importing.workbooks import Workbook, looks_like_workbook
from mlmcrm.models import ImportKind

NAMED_AS_WORKBOOKS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}


class Source(Protocol):
    """An open file that yields its lines after line `after`."""

    judged: Judged
    delimiter: str
    after: int

    def __enter__(self) -> "Source": ...
    def __exit__(self, *exception) -> None: ...
    def __iter__(self) -> Iterator[Line]: ...
    def bytes_read(self) -> int: ...
    def layout(self) -> dict:
        """The columns as they stand and as they are read, and the sheets of a workbook."""
        ...


def open_table(path: Path, schema: Schema, mapping: Mapping[str, str] | None = None) -> Source:
    """Open a table, whether text or workbook. Raises ImportRefused."""
    if path.is_file() and looks_like_workbook(path):
        return Workbook(path, schema, mapping)
    if path.is_file() and path.suffix.lower() in NAMED_AS_WORKBOOKS and not _is_text_table(path, schema):
        raise ImportRefused(
            _("This is not a workbook, though its name says so. Save it as .xlsx or CSV."), code="no_workbook"
        )
    return Table(path, known=schema.known, required=schema.required, several=schema.several, mapping=mapping)


def _is_text_table(path: Path, schema: Schema) -> bool:
    """Say whether a file is text with a column that is known: some programs name their CSV .xls."""
    try:
        with Table(path, known=schema.known, several=schema.known) as table:
            return any(name for _text, name in table.layout()["columns"])
    except ImportRefused:
        return False


def guess_kind(path: Path) -> str:
    """Say whether a file holds people or orders, by the names of its columns. Raises ImportRefused."""
    if looks_like_cards(path):
        return ImportKind.PEOPLE
    known = {*person_lines.KNOWN, *order_lines.KNOWN}
    with open_table(path, Schema(known, several=known)) as source:
        names = {name for _text, name in source.layout()["columns"] if name}
    of_orders, of_people = names & set(order_lines.KNOWN), names & set(person_lines.KNOWN)
    return ImportKind.ORDERS if len(of_orders) > len(of_people) else ImportKind.PEOPLE
