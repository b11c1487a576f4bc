"""Reads the first sheet of a workbook that holds a table, as if it had been saved as CSV.

Of a formula only its stored result is read. Dates become 2026-03-09, numbers lose an idle
decimal point: 912345678 and not 912345678.0.
"""

import csv
import hashlib
import io
from collections import deque
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.utils.translation import gettext as _

from mlmcrm.importing.archives import inspect_workbook
from mlmcrm.importing.columns import CELL_AT_MOST, Columns, Schema, cell_too_long
from mlmcrm.importing.errors import ImportRefused
from mlmcrm.importing.lines import Line, refused
from mlmcrm.importing.sheets import Row, Sheets
from mlmcrm.importing.texts import WORKBOOKS, Judged, line_too_long

_sound: deque[str] = deque(maxlen=32)  # digests of what was inspected lately: that takes a while


def looks_like_workbook(path: Path) -> bool:
    """Say whether a file is a workbook or another archive, by its first bytes."""
    with path.open("rb") as file:
        return file.read(8).startswith(WORKBOOKS)


class Workbook:
    """A workbook: iterate for the lines of its table after row `after`."""

    delimiter = ","

    def __init__(self, path: Path, schema: Schema, mapping: Mapping[str, str] | None = None):
        self.after = 0
        self.judged = _judged(path)
        if self.judged.sha256 not in _sound:
            inspect_workbook(path)
            _sound.append(self.judged.sha256)
        self._schema, self._mapping = schema, mapping or {}
        self._sheets = Sheets(path)
        try:
            self._name, self._height, self._top, header = self._best(self._sheets.names)
            self.columns = Columns(header, schema, self._mapping)
        except BaseException:
            self._sheets.close()
            raise
        self._others = [name for name in self._sheets.names if name != self._name]
        self._row = 0

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self._sheets.close()

    def __iter__(self) -> Iterator[Line]:
        for number, cells in self._sheets.rows(self._name, max(self._top, self.after)):
            self._row = number
            yield self._line(number, cells)

    def layout(self) -> dict:
        return {**self.columns.layout(), "sheet": self._name, "other_sheets": self._others}

    def bytes_read(self) -> int:
        """How far reading has come, as if rows were of one length."""
        size = self.judged.size
        return min(size, size * self._row // max(1, self._height))

    def _line(self, number: int, cells: list[str] | None) -> Line:
        if cells is None:
            return refused(number, line_too_long())
        raw = _as_csv(cells)
        if any(len(cell) > CELL_AT_MOST for cell in cells):
            return refused(number, cell_too_long(), raw)
        if "\0" in raw:
            return refused(number, _("The line holds a NUL byte."), raw)
        return self.columns.line(number, cells, raw)

    def _best(self, names: list[str]) -> tuple[str, int, int, list[str]]:
        """The first sheet with all columns that are needed; else the first with any, else with text."""
        found = None
        for name in names:
            first, height = self._sheets.first_row(name)
            top, header = _header_of(first)
            fit = self._fit(header)
            if fit and (found is None or fit > found[0]):
                found = fit, name, height, top, header
            if fit == _WHOLE:
                break
        if found is None:
            raise ImportRefused(_("The file is empty."))
        return found[1:]

    def _fit(self, header: list[str]) -> int:
        if not header:
            return 0
        try:
            columns = Columns(header, self._schema, self._mapping)
        except ImportRefused:
            columns = Columns(header[:1], Schema(self._schema.known), self._mapping)
            return _PARTLY if any(name for _text, name in columns.meanings) else _SOMETHING
        return _WHOLE if any(name for _text, name in columns.meanings) else _SOMETHING


_SOMETHING, _PARTLY, _WHOLE = 1, 2, 3


def _judged(path: Path) -> Judged:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return Judged("xlsx", path.stat().st_size, digest.hexdigest())


def _header_of(first: Row | None) -> tuple[int, list[str]]:
    """The first row that holds anything, with its number; trailing empty cells are no columns."""
    number, cells = first or (0, [])
    if cells is None:
        raise ImportRefused(_("The line of column names: %(problem)s") % {"problem": line_too_long()})
    while cells and not cells[-1]:
        cells.pop()
    return number, [cell.replace("\0", "") for cell in cells]


def _as_csv(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(cells)
    return text.getvalue()
