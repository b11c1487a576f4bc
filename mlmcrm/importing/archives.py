"""Looks into a workbook before it is opened: is it one, and does it unpack to something of a sane size?

A workbook is a ZIP archive. What an archive says of itself may be a lie, so everything in it
is unpacked once, piece by piece, and measured. Nothing is kept.
"""

import copy
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from mlmcrm.importing.columns import CELL_AT_MOST, cell_too_long
from mlmcrm.importing.errors import ImportRefused
from mlmcrm.importing.spread import Texts, lengths_of, spread_of

MEMBERS_AT_MOST = 2_000
UNPACKED_AT_MOST = 200_000_000  # bytes, all together
TIMES_AT_MOST = 300  # as large as packed; text of a table shrinks to a tenth, seldom to a hundredth
SMALL = 1_000_000  # bytes; what is smaller may shrink as it likes
CELLS_AT_MOST = 3_000_000  # of the rectangle that a sheet spans, empty ones with it
TEXT_AT_MOST = 200_000_000  # bytes, of the cells of one sheet
SHARED_AT_MOST = 10 * CELL_AT_MOST  # bytes of one text that cells share, its marks with it
CHUNK = 1 << 18  # bytes

_BOOK = "xl/workbook.xml"
_TYPES = "[Content_Types].xml"
_OTHER_KINDS = {"xl/workbook.bin", "content.xml", "mimetype"}
_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = 0x1
_SPACE = re.compile(rb"[\t\r\n\x0b\x0c]+ *| {2,}")
_MARK = re.compile(rb"<(?:[\w.-]+:)?(row|c)(?=[ />])|[ \"']r ?= ?[\"'] ?([A-Za-z]*)(\d+)")
_LONGEST_MARK = 256  # bytes; a place in a sheet is at most XFD1048576
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError, OSError)


def inspect_workbook(path: Path) -> None:
    """Raise ImportRefused for what is no workbook, is locked, broken, or would fill the memory."""
    with path.open("rb") as file:
        if file.read(8) == _LOCKED:
            raise ImportRefused(
                _(
                    "This workbook is of an old kind or locked. Save it as .xlsx without a password, or as CSV."
                )
            )
    try:
        with zipfile.ZipFile(path) as archive:
            _inspect(archive)
    except _BROKEN:
        raise ImportRefused(_("This workbook is damaged. Save it again, or as CSV.")) from None


def _inspect(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > MEMBERS_AT_MOST or _declared(members) > UNPACKED_AT_MOST:
        raise _too_large()
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise ImportRefused(_("This workbook is locked. Save it without a password, or as CSV."))
    _refuse_other_kinds({member.filename.casefold() for member in members})
    room, measured = UNPACKED_AT_MOST, []
    for member in members:
        measured.append(_measure(archive, member, room))
        room -= measured[-1].size
    _refuse_much_text(archive, measured)


def _refuse_other_kinds(names: set[str]) -> None:
    if names & _OTHER_KINDS:
        raise ImportRefused(_("This workbook is of another kind. Save it as .xlsx or CSV."))
    if not {_BOOK, _TYPES.casefold()} <= names:
        raise ImportRefused(_("This is an archive, not a workbook. Save the sheet as .xlsx or CSV."))


def _declared(members: list[zipfile.ZipInfo]) -> int:
    return sum(member.file_size for member in members)


def _measure(archive: zipfile.ZipFile, member: zipfile.ZipInfo, room: int) -> "_Measured":
    """Unpack a member to find its true size, whatever its name; a sheet must span few enough cells."""
    size, longest, extent, texts = 0, 0, _Extent(), Texts()
    for chunk in _unpacked(archive, member, room):
        size += len(chunk)
        if size > room or (size > SMALL and size > TIMES_AT_MOST * max(1, member.compress_size)):
            raise _too_large()
        extent.feed(chunk)
        longest = max(longest, *texts.feed(chunk), 0)
    extent.feed(b"", last=True)
    if size != member.file_size:
        raise zipfile.BadZipFile(member.filename)
    return _Measured(member, size, extent.cells, longest)


@dataclass(frozen=True, slots=True)
class _Measured:
    member: zipfile.ZipInfo
    size: int
    cells: int
    longest: int  # of the texts that it holds for others


def _refuse_much_text(archive: zipfile.ZipFile, measured: list[_Measured]) -> None:
    """Every cell has its own copy of a text that many share; count exactly only where it may matter."""
    tables = [one for one in measured if one.longest and _is_xml(archive, one.member)]
    longest = max((one.longest for one in tables), default=0)
    if longest > SHARED_AT_MOST:
        raise ImportRefused(cell_too_long())
    for sheet in [one for one in measured if one.cells * longest > TEXT_AT_MOST]:
        for table in tables:
            lengths = lengths_of(_unpacked(archive, table.member, UNPACKED_AT_MOST))
            if spread_of(_unpacked(archive, sheet.member, UNPACKED_AT_MOST), lengths) > TEXT_AT_MOST:
                raise ImportRefused(
                    _("The cells hold more than %(limit)s MB of text. Save only the table, or as CSV.")
                    % {"limit": TEXT_AT_MOST // 1_000_000}
                )


def _is_xml(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    with archive.open(member) as file:
        return file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, room: int) -> Iterator[bytes]:
    """Yield what a member really holds, also past the size that it says it has."""
    member = copy.copy(member)
    member.file_size = room + CHUNK
    with archive.open(member) as file:
        while chunk := file.read(CHUNK):
            yield chunk


class _Extent:
    """The rectangle that the cells of a sheet may span, as far as it was read.

    It looks for rows, cells and places by their bare looks, so that no trick of writing XML hides
    one; what it finds is too much rather than too little.
    """

    def __init__(self):
        self._rest, self.cells = b"", 0
        self._row = self._rows = self._columns = 0
        self._loose = self._most_loose = 0  # cells of a row that do not say where they stand

    def feed(self, chunk: bytes, *, last: bool = False) -> None:
        text = _SPACE.sub(b" ", self._rest + chunk)
        end = len(text) if last else max(0, len(text) - _LONGEST_MARK)
        for mark in _MARK.finditer(text):
            if mark.start() < end:
                self._take(mark)
        self._rest = text[end:]
        self.cells = self._rows * (self._columns + self._most_loose)
        if self.cells > CELLS_AT_MOST:
            raise ImportRefused(
                _("The sheet spans more than %(limit)s cells. Save only the table, or as CSV.")
                % {"limit": f"{CELLS_AT_MOST:,}"}
            )

    def _take(self, mark: re.Match) -> None:
        tag, letters, number = mark.groups()
        if tag == b"row":
            self._row, self._loose = self._row + 1, 0
        elif tag:
            self._loose += 1
        else:
            self._place(letters, number)
        self._rows = max(self._rows, self._row)
        self._most_loose = max(self._most_loose, self._loose)

    def _place(self, letters: bytes, number: bytes) -> None:
        if len(letters) > 6 or len(number) > 9:
            raise zipfile.BadZipFile
        self._row = max(self._row, int(number)) if letters else int(number)
        self._columns = max(self._columns, _position(letters))
        self._loose -= bool(letters)


def _position(letters: bytes) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _too_large() -> ImportRefused:
    limit = {"limit": UNPACKED_AT_MOST // 1_000_000}
    return ImportRefused(_("The workbook unpacks to more than %(limit)s MB. Save it as CSV.") % limit)
