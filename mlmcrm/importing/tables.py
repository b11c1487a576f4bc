"""Reads a table, CSV or TSV, line by line: whichever encoding, delimiter and line ends.

A line that cannot be used is yielded with its reason and costs no other line; even a quote
that is never closed is only the loss of the line on which it stands.
"""

import csv
import io
from collections.abc import Collection, Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from mlmcrm.importing.errors import ImportRefused
from mlmcrm.importing.lines import Line, refused
from mlmcrm.importing.texts import LINE_AT_MOST, Judged, Lines, PhysicalLine, judge

DELIMITERS = ",;\t"
COLUMNS_AT_MOST = 500
CELL_AT_MOST = 100_000  # characters
RECORD_AT_MOST = 500  # physical lines, by line breaks inside quotes
REREAD_AT_MOST = 100  # unclosed quotes after which what they swallowed is not read again


class Table:
    """A table file: iterate for its lines, after `judged`, `delimiter` and `columns`.

    `known` are the column names that mean something, `required` those without which the file
    is refused (a tuple: any one of them), `several` those that may stand in the file more
    than once; their cells are joined by `|`.
    """

    def __init__(
        self,
        path: Path,
        *,
        known: Collection[str],
        required: Collection[str | tuple[str, ...]] = (),
        several: Collection[str] = (),
    ):
        self.judged: Judged = judge(path)
        self._known, self._several = frozenset(known), frozenset(several)
        self._lines = Lines(path, self.judged.encoding)
        try:
            first = self._first_line()
            self.delimiter = _delimiter_of(first.text, self._known)
            self._lines.take_back([first])
            self._records = _Records(self._lines, self.delimiter)
            self.columns = self._header(required)
        except ImportRefused:
            self._lines.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self._lines.close()

    def __iter__(self) -> Iterator[Line]:
        for number, cells, problem, raw in self._records:
            if problem:
                yield refused(number, problem, raw)
            elif any(cell.strip() for cell in cells):
                yield self._line(number, cells, raw)

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

    def _header(self, required: Collection[str | tuple[str, ...]]) -> list[str]:
        _number, cells, problem, _raw = next(self._records)
        if problem:
            raise ImportRefused(_("The line of column names: %(problem)s") % {"problem": problem})
        if len(cells) > COLUMNS_AT_MOST:
            raise ImportRefused(
                _("The file has %(count)s columns; at most %(limit)s can be read.")
                % {"count": f"{len(cells):,}", "limit": COLUMNS_AT_MOST}
            )
        columns = [column_name(cell) for cell in cells]
        if missing := _missing(required, columns):
            raise ImportRefused(
                _("Missing columns: %(missing)s. The file has: %(columns)s.")
                % {"missing": "; ".join(missing), "columns": _shown(columns)}
            )
        return columns

    def _line(self, number: int, cells: list[str], raw: str) -> Line:
        if any(cell.strip() for cell in cells[len(self.columns) :]):
            problem = _("The line has %(cells)s cells for %(columns)s columns.")
            figures = {"cells": len(cells), "columns": len(self.columns)}
            return refused(number, problem % figures, raw)
        values: dict[str, str] = {}
        for name, cell in zip(self.columns, cells, strict=False):
            if not self._put(values, name, cell.strip()):
                said = _("“%(column)s” stands twice in the file, with two different values.")
                return refused(number, said % {"column": name}, raw)
        return Line(number, values, raw=raw[:2000])

    def _put(self, values: dict[str, str], name: str, cell: str) -> bool:
        """Set a value, or add to it; False where two columns of one name contradict."""
        before = values.get(name, "")
        if not before or not cell or cell == before or name not in self._known:
            values[name] = before or cell
            return True
        if name not in self._several:
            return False
        values[name] = f"{before}|{cell}"
        return True


def column_name(text: str) -> str:
    """Return a header cell as a column name: `Person ID` is `person_id`."""
    return "_".join(text.replace("-", " ").replace("_", " ").casefold().split())


def _delimiter_of(header: str, known: frozenset[str]) -> str:
    def fit(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader(io.StringIO(header), delimiter=delimiter), [])
        return sum(column_name(cell) in known for cell in cells), len(cells)

    return max(DELIMITERS, key=fit)


def _missing(required: Collection[str | tuple[str, ...]], columns: list[str]) -> list[str]:
    choices = [(name,) if isinstance(name, str) else name for name in required]
    one_of = _(" or ")
    return [one_of.join(names) for names in choices if not any(name in columns for name in names)]


def _shown(columns: list[str]) -> str:
    shown = ", ".join(column[:40] or "–" for column in columns[:12])
    return shown if len(columns) <= 12 else f"{shown}, …"


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
            cells, feed.problem = [], _cell_too_long()
            feed.unclosed = len(feed.taken) > 1
        if feed.unclosed:
            self._give_up_on_quote()
        elif any(len(cell) > CELL_AT_MOST for cell in cells):
            feed.problem = feed.problem or _cell_too_long()
        raw = "\n".join([line.text for line in feed.taken])
        return feed.taken[0].number, cells, feed.problem, raw

    def _give_up_on_quote(self) -> None:
        feed = self._feed
        feed.problem = feed.taken[0].problem or _("A quoted cell is never closed.")
        if self._rereads < REREAD_AT_MOST:
            self._rereads += 1
            feed.keep_first()


def _cell_too_long() -> str:
    return _("A cell is longer than %(limit)s characters.") % {"limit": f"{CELL_AT_MOST:,}"}
