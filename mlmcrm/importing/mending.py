"""Writes refused lines as a file that can be mended and handed in again, line by line."""

import csv
import io
from collections.abc import Iterable, Iterator

from kit.harmless import as_written, harmless
from mlmcrm.importing.columns import MENDED
from mlmcrm.importing.lines import RAW_AT_MOST
from mlmcrm.models import Import, RefusedLine

MARK = "\ufeff"  # by which spreadsheets know UTF-8


def as_table(record: Import) -> Iterator[str]:
    """Yield a table of the refused lines: the columns of the file, then `line` and `reason`."""
    header = [text for text, _name in record.layout.get("columns", [])]
    delimiter = record.delimiter or ","
    yield MARK + written([*header, *MENDED], delimiter)
    for line in _lines(record):
        cells = _cells(line, delimiter, len(header), record.layout.get("aside", []))
        told = [str(line.number), line.reason]
        yield written([*cells[: len(header)], *told, *cells[len(header) :]], delimiter)


def as_cards(record: Import) -> Iterator[str]:
    """Yield the refused cards, each with its reason."""
    for line in _lines(record):
        yield f"BEGIN:VCARD\r\n{line.raw}\r\nX-REASON:{line.number}: {_on_one_line(line.reason)}\r\nEND:VCARD\r\n"


def written(cells: Iterable[str], delimiter: str = ",") -> str:
    """Return a line of a table, harmless to whichever spreadsheet opens it."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerow([harmless(cell) for cell in cells])
    return text.getvalue()


def _lines(record: Import) -> Iterable[RefusedLine]:
    return record.refused_lines.filter(whole=True).iterator(chunk_size=200)


def _cells(line: RefusedLine, delimiter: str, columns: int, aside: list[int]) -> list[str]:
    """The cells of a line as they stood. Of one that was too long to be kept whole there are none."""
    if len(line.raw) >= RAW_AT_MOST:
        return [""] * columns
    cells = next(csv.reader(io.StringIO(line.raw, newline=""), delimiter=delimiter), [])
    cells = [as_written(cell) for place, cell in enumerate(cells) if place not in aside]
    return cells + [""] * (columns - len(cells))


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
