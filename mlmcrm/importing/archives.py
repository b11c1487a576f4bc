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
from pathlib import Path

from django.utils.translation import gettext as _

from mlmcrm.importing.errors import ImportRefused

MEMBERS_AT_MOST = 2_000
UNPACKED_AT_MOST = 200_000_000  # bytes, all together
TIMES_AT_MOST = 300  # as large as packed; text of a table shrinks to a tenth, seldom to a hundredth
SMALL = 1_000_000  # bytes; what is smaller may shrink as it likes
CELLS_AT_MOST = 3_000_000  # of the rectangle that a sheet spans, empty ones with it
CHUNK = 1 << 18  # bytes

_BOOK = "xl/workbook.xml"
_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = 0x1
_TOKEN = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])([^<>]*)>")
_PLACE = re.compile(rb"\br\s*=\s*[\"']\s*([A-Za-z]*)(\d*)")
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
    if _BOOK not in {member.filename for member in members}:
        raise ImportRefused(_("This is an archive, not a workbook. Save the sheet as .xlsx or CSV."))
    room = UNPACKED_AT_MOST
    for member in members:
        room -= _measure(archive, member, room)


def _declared(members: list[zipfile.ZipInfo]) -> int:
    return sum(member.file_size for member in members)


def _measure(archive: zipfile.ZipFile, member: zipfile.ZipInfo, room: int) -> int:
    """Unpack a member and return its true size; a sheet must span few enough cells as well."""
    size, extent = 0, _Extent()
    sheet = member.filename.lower().endswith(".xml")
    for chunk in _unpacked(archive, member, room):
        size += len(chunk)
        if size > room or (size > SMALL and size > TIMES_AT_MOST * max(1, member.compress_size)):
            raise _too_large()
        if sheet:
            extent.feed(chunk)
    if size != member.file_size:
        raise zipfile.BadZipFile(member.filename)
    return size


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, room: int) -> Iterator[bytes]:
    """Yield what a member really holds, also past the size that it says it has."""
    member = copy.copy(member)
    member.file_size = room + CHUNK
    with archive.open(member) as file:
        while chunk := file.read(CHUNK):
            yield chunk


class _Extent:
    """The rectangle that the cells of a sheet span, as far as it was read."""

    def __init__(self):
        self._rest = b""
        self._rows = self._row = self._columns = self._column = 0

    def feed(self, chunk: bytes) -> None:
        text = self._rest + chunk
        end = max(0, text.rfind(b"<"))
        self._rest = text[end:][-4_096:]
        for token in _TOKEN.finditer(text, 0, end):
            self._take(token[1], _PLACE.search(token[2]))
        if self._rows * self._columns > CELLS_AT_MOST:
            raise ImportRefused(
                _("The sheet spans more than %(limit)s cells. Save only the table, or as CSV.")
                % {"limit": f"{CELLS_AT_MOST:,}"}
            )

    def _take(self, tag: bytes, place: re.Match | None) -> None:
        """A row or cell stands where it says, else behind the one before."""
        letters, number = (place[1], place[2]) if place else (b"", b"")
        if tag == b"row":
            self._row, self._column = int(number[:9]) if number else self._row + 1, 0
        else:
            self._column = _position(letters) if letters else self._column + 1
            self._row = max(self._row, int(number[:9])) if number else self._row
        self._rows = max(self._rows, self._row)
        self._columns = max(self._columns, self._column)


def _position(letters: bytes) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper()[:6]:
        number = number * 26 + letter - 64
    return number


def _too_large() -> ImportRefused:
    limit = {"limit": UNPACKED_AT_MOST // 1_000_000}
    return ImportRefused(_("The workbook unpacks to more than %(limit)s MB. Save it as CSV.") % limit)
