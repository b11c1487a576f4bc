"""Reads a table, CSV or TSV, line by line: whichever encoding, delimiter and line ends.

A line that cannot be used is yielded with its reason and costs no other line; even a quote
that is never closed is only the loss of the line on which it stands.
"""

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from django.utils.translation import gettext as _

from mlmcrm.importing.columns import CELL_AT_MOST, Columns, Schema, cell_too_long, column_name
from mlmcrm.importing.errors import ImportRefused
from mlmcrm.importing.lines import Line, refused
from mlmcrm.importing.texts import LINE_AT_MOST, Judged, Lines, PhysicalLine, judge

DELIMITERS = ",;\t"
RECORD_AT_MOST = 500  # physical lines, by line breaks inside quotes
REREAD_AT_MOST = 100  # unclosed quotes after which what they swallowed is not read again


class Table:
    """A table file: iterate for its lines after line `after`, once `judged` and `delimiter` are known."""

    def __init__(
        self,
        path: Path,
        *,
        known: Collection[str],
        required: Collection[str | tuple[str, ...]] = (),
        several: Collection[str] = (),
        mapping: Mapping[str, str] | None = None,
    ):
        self.after = 0
        self.judged: Judged = judge(path)
        self._lines = Lines(path, self.judged.encoding)
        try:
            first = self._first_line()
            self.delimiter = _delimiter_of(first.text, frozenset(known))
            self._lines.take_back([first])
            self._records = _Records(self._lines, self.delimiter)
            self.columns = Columns(self._header(), Schema(known, required, several), mapping or {})
        except ImportRefused:
            self._lines.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self._lines.close()

    def __iter__(self) -> Iterator[Line]:
        for number, cells, problem, raw in self._records:
            if number <= self.after:
                continue
            if problem:
                yield refused(number, problem, raw)
            elif any(cell.strip() for cell in cells):
                yield self.columns.line(number, cells, raw)

    def layout(self) -> dict:
        return self.columns.layout()

    def bytes_read(self) -> int:
        return self._lines.bytes_read()

    def _first_line(self) -> PhysicalLine:
        for line in self._lines:
            if line.problem:
                raise ImportRefused(
                    _("Line %(number)s, where the column names should be: %(problem)s")
                    % {"number": line.number, "problem": line.problem}
                )
            if line.text.strip() and not line.text.casefold().startswith("sep="):
                return line
        raise ImportRefused(_("The file is empty."))

    def _header(self) -> list[str]:
        _number, cells, problem, _raw = next(self._records)
        if problem:
            raise ImportRefused(_("The line of column names: %(problem)s") % {"problem": problem})
        return [cell.strip() for cell in cells]


def _delimiter_of(header: str, known: frozenset[str]) -> str:
    def fit(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader(io.StringIO(header), delimiter=delimiter), [])
        return sum(column_name(cell) in known for cell in cells), len(cells)

    return max(DELIMITERS, key=fit)


class _Feed:
    """Hands physical lines to the reader of the standard library, and notes what one record took.

    It ends the record early, by ending itself, where a quoted cell is evidently never closed.
    """

    def __init__(self, lines: Lines):
        self._lines = lines
        self.begin()

    def begin(self) -> None:
        self.taken: list[PhysicalLine] = []
        self.problem = ""
        self.unclosed = False
        self._size = 0

    def __iter__(self):
        return self

    def __next__(self) -> str:
        if len(self.taken) >= RECORD_AT_MOST or self._size > LINE_AT_MOST:
            self.unclosed = True
            raise StopIteration
        line = next(self._lines, None)
        if line is None or (self.taken and not line.whole):
            self.unclosed = bool(self.taken)
            self._lines.take_back([line] if line else [])
            raise StopIteration
        self.taken.append(line)
        self._size += len(line.text)
        self.problem = self.problem or line.problem
        return line.text + "\n" if line.whole else "\n"

    def keep_first(self) -> None:
        """Take only the first line of the record; the others will come again."""
        self._lines.take_back(self.taken[1:])
        del self.taken[1:]


class _Records:
    """Groups physical lines into records: (number of the first, cells, problem, raw text)."""

    def __init__(self, lines: Lines, delimiter: str):
        self._feed = _Feed(lines)
        self._reader = csv.reader(self._feed, delimiter=delimiter)
        self._rereads = 0

    def __iter__(self):
        return self

    def __next__(self) -> tuple[int, list[str], str, str]:
        feed = self._feed
        feed.begin()
        try:
            cells = next(self._reader)
        except csv.Error:  # a cell past the library's own limit
            cells, feed.problem = [], cell_too_long()
            feed.unclosed = len(feed.taken) > 1
        if feed.unclosed:
            self._give_up_on_quote()
        elif any(len(cell) > CELL_AT_MOST for cell in cells):
            feed.problem = feed.problem or cell_too_long()
        raw = "\n".join([line.text for line in feed.taken])
        return feed.taken[0].number, cells, feed.problem, raw

    def _give_up_on_quote(self) -> None:
        feed = self._feed
        feed.problem = feed.taken[0].problem or _("A quoted cell is never closed.")
        if self._rereads < REREAD_AT_MOST:
            self._rereads += 1
            feed.keep_first()
