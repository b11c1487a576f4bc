"""Asks a process of its own for the sheets of a workbook: see sheet_reader.py, the other end of the pipe."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _

from mlmcrm.importing.errors import ImportRefused
from mlmcrm.importing.sheet_reader import OUT_OF_MEMORY

READER = Path(__file__).with_name("sheet_reader.py")
_MEANT_FOR_US = (-signal.SIGTERM, -signal.SIGINT)

Row = tuple[int, list[str] | None]


class Sheets:
    """The sheets of a workbook, by name, while the process that reads them lives. Raises ImportRefused."""

    def __init__(self, path: Path):
        self._folder = TemporaryDirectory(prefix="kept-sheets-")
        try:
            named = Path(self._folder.name) / "file.xlsx"  # the reader goes by the ending
            named.symlink_to(path.resolve())
            self._process = _started(named)
        except BaseException:
            self._folder.cleanup()
            raise
        try:
            self.names: list[str] = self._answer()
        except BaseException:
            self.close()
            raise

    def first_row(self, name: str) -> tuple[Row | None, int]:
        """The first row of a sheet that holds anything, and how many rows there are."""
        self._ask(name, None)
        answer = self._answer()
        return answer["first"], answer["height"]

    def rows(self, name: str, after: int) -> Iterator[Row]:
        """Yield number and cells of the rows that hold anything; no cells where a row is too long."""
        self._ask(name, after)
        while row := self._answer():
            yield row

    def close(self) -> None:
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            pipe.close()
        self._process.wait()
        self._folder.cleanup()

    def _ask(self, name: str, after: int | None) -> None:
        try:
            self._process.stdin.write(json.dumps([name, after]).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise self._ended() from None

    def _answer(self):
        line = self._process.stdout.readline()
        if not line.endswith(b"\n"):
            raise self._ended()
        answer = json.loads(line)
        if isinstance(answer, dict) and "problem" in answer:
            raise ImportRefused(
                _("This workbook cannot be read: %(reason)s.") % {"reason": answer["problem"]}
            )
        return answer

    def _ended(self) -> Exception:
        """Why the process ended before it was done."""
        code = self._process.wait()
        if code in _MEANT_FOR_US:
            return ChildProcessError("The reader of workbooks was stopped.")
        if code in (OUT_OF_MEMORY, -signal.SIGABRT, -signal.SIGKILL):
            return ImportRefused(_("The workbook takes too much memory. Save only the table, or as CSV."))
        if code == -signal.SIGXCPU:
            return ImportRefused(_("The workbook takes too long to read. Save only the table, or as CSV."))
        return ImportRefused(_("This workbook is damaged. Save it again, or as CSV."))


def _started(path: Path) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-P", str(READER), str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
