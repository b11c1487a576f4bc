"""Reads the sheets of a workbook, in a process of its own: run as a file, it imports nothing of the house.

The library that reads workbooks ends its whole process where a file asks for more memory than
there is. Here that is only the end of this process, which may have but little; see sheets.py,
the other end of the pipe. Each line that comes in is a request, and each answer a line, in JSON.
"""

import json
import resource
import signal
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

MEMORY_AT_MOST = 2 << 30  # bytes, of addresses
SECONDS_AT_MOST = 120  # of the processor
SHEETS_AT_MOST = 50
CELL_CUT_AT = 100_001  # characters; one more than a cell may have, so that it is seen to be too long
ROW_AT_MOST = 1_000_000  # characters
DIGITS = 15  # of a number; a spreadsheet shows no more, the rest is noise of binary fractions
OUT_OF_MEMORY = 9  # how this process ends where Python notices it


def main(path: str) -> None:
    _bound()
    try:
        with CalamineWorkbook.from_path(path) as book:
            _serve(book)
    except (CalamineError, OSError, ValueError) as problem:
        _say({"problem": str(problem)[:200]})
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)


def _bound() -> None:
    """Take little, and end with the pipe rather than by a signal that is meant for the parent."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_AT_MOST, MEMORY_AT_MOST))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_AT_MOST, SECONDS_AT_MOST + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def _serve(book: CalamineWorkbook) -> None:
    sheets = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    _say(sheets[:SHEETS_AT_MOST])
    name = sheet = None
    for line in sys.stdin:
        wanted, after = json.loads(line)
        if wanted != name:
            sheet = None  # before the next takes its place: there is memory for one
            name, sheet = wanted, book.get_sheet_by_name(wanted)
        if after is None:
            _say({"first": next(_filled(sheet, 0), None), "height": sheet.total_height})
        else:
            for row in _filled(sheet, after):
                sys.stdout.write(json.dumps(row) + "\n")
            _say(None)


def _say(answer) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _filled(sheet, after: int) -> Iterator[tuple[int, list[str] | None]]:
    """Yield number and cells of the rows behind one that hold anything; no cells for too long a row."""
    for number, row in enumerate(sheet.iter_rows(), 1):
        if number > after:
            cells = [text_of(value)[:CELL_CUT_AT] for value in row]
            if any(cells):
                yield number, cells if sum(map(len, cells)) <= ROW_AT_MOST else None


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


if __name__ == "__main__":
    main(sys.argv[1])
