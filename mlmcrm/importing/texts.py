"""Opens a text file of unknown make: which encoding, and its lines one at a time.

Memory stays flat whatever the size: the file is judged and read in chunks, and a line
longer than the limit is passed over, not held.
"""

import codecs
import hashlib
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from django.utils.translation import gettext as _

from mlmcrm.importing.errors import ImportRefused
from mlmcrm.importing.lines import RAW_AT_MOST, UNREADABLE

LINE_AT_MOST = 1_000_000  # characters
CHUNK = 1 << 20  # bytes

_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
CONTROLS = bytes({*range(32)} - set(b"\t\n\v\f\r\x1a"))  # a few come with old programs, many are no text
CONTROLS_AT_LEAST, CONTROLS_SHARE = 8, 0.02
_NO_TABLES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"%PDF",
    b"{\\rtf",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
    b"MZ",
    b"\x7fELF",
)

codecs.register_error("kept.unreadable", lambda error: (UNREADABLE, error.end))


@dataclass(frozen=True)
class Judged:
    """What can be said of a file before reading it: encoding, size in bytes, SHA-256."""

    encoding: str
    size: int
    sha256: str


class PhysicalLine(NamedTuple):
    """A line as it stands in the file, without its end. `problem` is set if it is unusable.

    Of a line past the limit only the beginning is there: it is not whole.
    """

    number: int
    text: str
    problem: str = ""
    whole: bool = True


def judge(path: Path) -> Judged:
    """Read a file once to find its encoding; raise ImportRefused where it is no text file."""
    if path.is_dir():
        raise ImportRefused(_("“%(path)s” is a folder, not a file.") % {"path": path})
    try:
        if path.exists() and not path.is_file():
            raise ImportRefused(_("“%(path)s” is not an ordinary file.") % {"path": path})
        with path.open("rb") as file:
            return _judged(file)
    except FileNotFoundError:
        raise ImportRefused(_("There is no file “%(path)s”.") % {"path": path}) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        said = _("“%(path)s” cannot be read: %(reason)s.") % {"path": path, "reason": reason}
        raise ImportRefused(said) from None


def _judged(file: BinaryIO) -> Judged:
    digest, size, head, guess = hashlib.sha256(), 0, b"", _Utf8Guess()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
        head = head or chunk
        guess.feed(chunk)
    if head.startswith(WORKBOOKS):
        raise ImportRefused(_("This is a workbook or an archive. Save the sheet as CSV first."))
    encoding = _marked(head) or guess.answer()
    if head.startswith(_NO_TABLES) or _is_binary(head, encoding):
        raise ImportRefused(_("This is a picture, a document or a program, not a table."))
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \r\n\t"):
        raise ImportRefused(_("The file is empty."))
    return Judged(encoding, size, digest.hexdigest())


def _is_binary(head: bytes, encoding: str) -> bool:
    """Say whether so many bytes are control characters that this was never text."""
    if encoding.startswith("utf-16"):
        return False
    controls = len(head) - len(head.translate(None, CONTROLS))
    return controls >= CONTROLS_AT_LEAST and controls > len(head) * CONTROLS_SHARE


def _marked(head: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    return _unmarked_utf16(head[:200])


def _unmarked_utf16(head: bytes) -> str | None:
    even, odd = head[::2], head[1::2]
    if len(odd) >= 2 and not any(odd) and all(even[: len(odd)]):
        return "utf-16-le"
    if len(odd) >= 2 and not any(even[: len(odd)]) and all(odd):
        return "utf-16-be"
    return None


class _Utf8Guess:
    """UTF-8, unless more bytes break its rules than keep them: then Windows-1252.

    A single broken letter in a UTF-8 file must cost its own line, not every other umlaut.
    """

    def __init__(self):
        self._decoder = codecs.getincrementaldecoder("utf-8")("kept.unreadable")
        self._letters = self._broken = 0

    def feed(self, chunk: bytes, *, final: bool = False) -> None:
        text = self._decoder.decode(chunk, final)
        if not text.isascii():
            broken = text.count(UNREADABLE)
            self._broken += broken
            self._letters += len(text) - len(text.encode("ascii", "ignore")) - broken

    def answer(self) -> str:
        self.feed(b"", final=True)
        return "utf-8" if self._letters >= self._broken else "cp1252"


class Lines:
    """The physical lines of a file, numbered from 1; can take lines back to give them again.

    CR LF, LF and the CR of old Macs all end a line.
    """

    def __init__(self, path: Path, encoding: str):
        self._file = path.open(encoding=encoding, errors="kept.unreadable", newline=None)
        self._returned: deque[PhysicalLine] = deque()
        self._number = 0

    def close(self) -> None:
        self._file.close()

    def __iter__(self):
        return self

    def __next__(self) -> PhysicalLine:
        if self._returned:
            return self._returned.popleft()
        text = self._file.readline(LINE_AT_MOST + 1)
        if not text:
            raise StopIteration
        self._number += 1
        if self._number == 1:
            text = text.removeprefix("\ufeff")
        if len(text) > LINE_AT_MOST and not text.endswith("\n"):
            self._pass_over()
            return PhysicalLine(self._number, text[:RAW_AT_MOST], line_too_long(), False)
        return PhysicalLine(self._number, text.removesuffix("\n"), _problem(text))

    def take_back(self, lines: list[PhysicalLine]) -> None:
        """Give these lines again, in this order, before going on."""
        self._returned.extendleft(reversed(lines))

    def bytes_read(self) -> int:
        """How far reading has come, to within a buffer."""
        return self._file.buffer.tell()

    def _pass_over(self) -> None:
        while (rest := self._file.readline(LINE_AT_MOST)) and not rest.endswith("\n"):
            continue


def _problem(text: str) -> str:
    if "\0" in text:
        return _("The line holds a NUL byte.")
    if UNREADABLE in text:
        return _("The line holds bytes that are no letters.")
    return ""


def line_too_long() -> str:
    return _("The line is longer than %(limit)s characters.") % {"limit": f"{LINE_AT_MOST:,}"}
