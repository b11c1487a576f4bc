"""Reads the first sheet of a workbook that holds a table, as if it had been saved as CSV.

Of a formula only its stored result is read. Dates become 2026-03-09, numbers lose an idle
decimal point: 912345678 and not 912345678.0.
"""

import csv
import hashlib
import io
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from mlmcrm.importing.archives import inspect_workbook
from mlmcrm.importing.columns import CELL_AT_MOST, Columns, Schema, cell_too_long
from mlmcrm.importing.errors import ImportRefused
from mlmcrm.importing.lines import Line, refused
from mlmcrm.importing.texts import WORKBOOKS, Judged

SHEETS_AT_MOST = 50
_sound: deque[str] = deque(maxlen=32)  # digests of what was inspected lately: that takes a while
DIGITS = 15  # of a number; a spreadsheet shows no more, the rest is noise of binary fractions


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
        with _readable(), CalamineWorkbook.from_path(path) as book:
            names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet][
                :SHEETS_AT_MOST
            ]
            self._name, self._sheet = self._best(book, names)
        self._others = [name for name in names if name != self._name]
        self._top, header = _header_of(self._sheet)
        self.columns = Columns(header, schema, self._mapping)
        self._row = 0

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self._sheet = None

    def __iter__(self) -> Iterator[Line]:
        for number, cells in _rows(self._sheet):
            self._row = number
            if number > max(self._top, self.after) and any(cells):
                yield self._line(number, cells)

    def layout(self) -> dict:
        return {**self.columns.layout(), "sheet": self._name, "other_sheets": self._others}

    def bytes_read(self) -> int:
        """How far reading has come, as if rows were of one length."""
        size, height = self.judged.size, max(1, self._sheet.total_height)
        return min(size, size * self._row // height)

    def _line(self, number: int, cells: list[str]) -> Line:
        raw = _as_csv(cells)
        if any(len(cell) > CELL_AT_MOST for cell in cells):
            return refused(number, cell_too_long(), raw)
        if "\0" in raw:
            return refused(number, _("The line holds a NUL byte."), raw)
        return self.columns.line(number, cells, raw)

    def _best(self, book: CalamineWorkbook, names: list[str]):
        """The first sheet with all columns that are needed; else the first with any, else with text."""
        found = None
        for name in names:
            sheet = book.get_sheet_by_name(name)
            fit = self._fit(_header_of(sheet)[1])
            if fit and (found is None or fit > found[0]):
                found = fit, name, sheet
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


@contextmanager
def _readable():
    """Turn what the reader of workbooks says into a refusal, its panics too."""
    try:
        yield
    except (CalamineError, OSError, ValueError) as problem:
        said = _("This workbook cannot be read: %(reason)s.") % {"reason": str(problem)[:200]}
        raise ImportRefused(said) from None
    except BaseException as problem:
        if type(problem).__name__ != "PanicException":
            raise
        raise ImportRefused(_("This workbook is damaged. Save it again, or as CSV.")) from None


def _header_of(sheet) -> tuple[int, list[str]]:
    """The first row that holds anything, with its number; trailing empty cells are no columns."""
    for number, cells in _rows(sheet):
        if any(cells):
            while not cells[-1]:
                cells.pop()
            return number, [cell.replace("\0", "") for cell in cells]
    return 0, []


def _rows(sheet) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(sheet.iter_rows(), 1):
        yield number, [text_of(value) for value in row]


def text_of(value) -> str:
    """Return a cell as a CSV file would hold it."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case str():
            return value.strip()
        case int() | float():
            return f"{Decimal(f'{value:.{DIGITS}g}'):f}"
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
    return ""


def _as_csv(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(cells)
    return text.getvalue()
