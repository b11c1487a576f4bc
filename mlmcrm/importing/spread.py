"""How much text the cells of a sheet hold, once each has its own copy of what they share.

A workbook stores a text once, however many cells show it; who reads it copies it for each. Texts
are judged by their bytes as they stand, marks and all: too much rather than too little.
"""

import re
from array import array
from collections.abc import Iterable
from itertools import chain

_MARGIN = 256  # bytes; no cell that is looked for is longer
_SPACES = re.compile(rb"[\t\r\n ]+")
_CELL = re.compile(rb"[ \"']t ?= ?[\"']s[\"'][^>]{0,100}> ?<(?:[\w.-]+:)?v(?: [^>]{0,50})?> ?(\d{1,9})")


class Texts:
    """The lengths of the texts in a table of shared ones, as it is unpacked: `<si>` to `</si>`."""

    def __init__(self):
        self._open, self._rest, self._inside = 0, b"", False

    def feed(self, chunk: bytes) -> list[int]:
        """Take a chunk and return the lengths of the texts that ended in it."""
        first, *others = (self._rest + chunk).split(b"si>")
        if not others:
            self._keep(first)
            return []
        lengths = [self._open + len(first), *map(len, others[:-1])]
        ended = lengths[0 if self._inside else 1 :: 2]
        self._inside ^= len(lengths) % 2 == 1
        self._open = 0
        self._keep(others[-1])
        return ended

    def _keep(self, rest: bytes) -> None:
        self._rest = rest[-2:]
        self._open += len(rest) - len(self._rest)


def lengths_of(chunks: Iterable[bytes]) -> array:
    texts, lengths = Texts(), array("L")
    for chunk in chunks:
        lengths.extend(texts.feed(chunk))
    return lengths


def spread_of(chunks: Iterable[bytes], lengths: array) -> int:
    """How many bytes of shared texts the cells of a sheet hold together."""
    total, rest, most = 0, b"", len(lengths)
    for chunk in chain(chunks, [b""]):
        text = _SPACES.sub(b" ", rest + chunk)
        end = max(0, len(text) - _MARGIN) if chunk else len(text)
        for cell in _CELL.finditer(text):
            number = int(cell[1])
            if cell.start() < end and number < most:
                total += lengths[number]
        rest = text[end:]
    return total
