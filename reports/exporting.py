"""Writes a downline as a file, some rows at a time: as many rows are held for a hundred people as for all.

The first lines say for whom it was written, when, of which month, and what its words mean.
"""

import csv
import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from kit import clock
from kit.harmless import harmless
from reports.asked import PARAMETERS
from reports.columns import BY_NAME, Column
from reports.downline import LEFT, Downline
from reports.few import BAND_WORDS, UNDER
from team.figures import BY_NAME as FIGURES
from team.in_action import VERSION
from team.models.distributor import Status

MARK = "\ufeff"  # by which spreadsheets know UTF-8
SHEET_ROWS = 1_000_000  # of one sheet; a program opens 1,048,576
PIECE = 64 * 1024
Cell = str | int | Decimal | date


class Table:
    """A downline as cells, in the words of who asked; its labels are read at once, its rows as they are taken."""

    def __init__(self, downline: Downline, given):
        self.downline = downline
        self.columns = [BY_NAME[name] for name in downline.asked.columns]
        self.words = _words()
        self.head = _head(downline, given)
        self.labels = [str(column.label) for column in self.columns]

    def rows(self) -> Iterator[list[Cell]]:
        for some in self.downline.chunks():
            for row in some:
                yield [self._cell(column, column.of(row)) for column in self.columns]

    def _cell(self, column: Column, value) -> Cell:
        if column.kind in ("money", "volume") and value != UNDER:
            return Decimal(value).scaleb(-2)
        return self.words.get(value, value) if isinstance(value, str) and column.kind != "text" else value


def _words() -> dict[str, str]:
    """The words for codes in the reader's language, which is gone when the rows are written."""
    states = {name: str(FIGURES[name].label) for name in ("in_action", "at_risk", "starting", "quiet")}
    bands = {code: str(words) for code, words in BAND_WORDS.items()}
    statuses = {status.value: str(status.label) for status in Status}
    return {**statuses, **bands, **states, LEFT: _("left"), UNDER: _("under 5")}


def _head(downline: Downline, given) -> list[list[str]]:
    """What marks the file: viewer, time, period, filters, and what is called active."""
    viewer, month = downline.viewer, downline.asked.month
    asked = [f"{name}={given[name]}" for name in PARAMETERS if given.get(name) and name != "columns"]
    return [
        [_("Downline of"), downline.top.name, downline.top.number],
        [_("Written for"), viewer.name, viewer.number],
        [_("Written on"), date_format(localtime(clock.now()), "Y-m-d H:i T")],
        [_("Month"), f"{month // 100:04}-{month % 100:02}", _("Today's team over all months.")],
        [_("Standing as of"), downline.today.isoformat()],
        [_("Filters"), " ".join(asked) or _("none")],
        [_("Active"), str(FIGURES["active"].meaning)],
        *(
            [str(FIGURES[name].label), str(FIGURES[name].meaning), _("Rule %(number)s") % {"number": VERSION}]
            for name in ("in_action", "at_risk", "starting")
        ),
        [_("Customers"), _("Counts of one to four customers of a person are written as “under 5”.")],
        [],
    ]


def as_csv(table: Table) -> Iterator[str]:
    """Yield a table of commas, line by line."""
    yield MARK
    for cells in (*table.head, table.labels):
        yield _line(cells)
    for cells in table.rows():
        yield _line(cells)


def _line(cells: list[Cell]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([harmless(cell) if isinstance(cell, str) else cell for cell in cells])
    return text.getvalue()


def as_workbook(table: Table) -> IO[bytes]:
    """Write a workbook into a file without a name and return it, to be read from its beginning.

    A workbook is sealed at its end: nothing of it can be sent before it is whole.
    """
    file = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    book = Workbook(file, {"constant_memory": True, "in_memory": False})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    _fill(book, table, day)
    book.close()
    file.seek(0)
    return file


def _fill(book: Workbook, table: Table, day) -> None:
    sheet, place = None, 0
    for cells in table.rows():
        if sheet is None or place == SHEET_ROWS:
            sheet, place = _sheet(book, table)
        _write(sheet, place, cells, day)
        place += 1
    if sheet is None:
        _sheet(book, table)


def _sheet(book: Workbook, table: Table):
    """Begin a sheet, and say which row comes first."""
    sheet = book.add_worksheet()
    for place, cells in enumerate((*table.head, table.labels)):
        _write(sheet, place, cells, None)
    return sheet, len(table.head) + 1


def _write(sheet, place: int, cells: list[Cell], day) -> None:
    """Text is written as text: nothing in it becomes a formula or a link."""
    for column, cell in enumerate(cells):
        if isinstance(cell, date):
            sheet.write_datetime(place, column, cell, day)
        elif isinstance(cell, str):
            sheet.write_string(place, column, cell)
        else:
            sheet.write_number(place, column, cell)


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Yield a file piece by piece, and close it."""
    with file:
        while piece := file.read(PIECE):
            yield piece
