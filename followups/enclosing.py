"""Decides which documents a letter of a step may carry, under which name, and what to say of others.

The first bytes tell what a file is; its name has to say the same.
"""

import re
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

MOST_MB = 2  # it goes with each of the letters, so it stays small
MB = 1024 * 1024
FOLDER = "attachments"
LONGEST_STEM = 40  # characters; with the folders, the whole has 100 at the most
KINDS = {  # by media type: how such a file begins, and how its name ends, the usual first
    "application/pdf": (b"%PDF-", (".pdf",)),
    "image/png": (b"\x89PNG\r\n\x1a\n", (".png",)),
    "image/jpeg": (b"\xff\xd8\xff", (".jpg", ".jpeg")),
}
BEGINNING = max(len(start) for start, _endings in KINDS.values())  # bytes that tell the kind
ENDINGS = tuple(ending for _start, endings in KINDS.values() for ending in endings)


def kind_of(beginning: bytes) -> str:
    """Return the media type of a file by its first bytes; empty for one that no letter carries."""
    return next((kind for kind, (start, _endings) in KINDS.items() if beginning.startswith(start)), "")


def kind_named(name: str) -> str:
    """Return the media type that the end of a name tells; empty for another."""
    ending = PurePosixPath(name).suffix.lower()
    return next((kind for kind, (_start, endings) in KINDS.items() if ending in endings), "")


def fault_in(name: str, size: int, beginning: bytes) -> str:
    """Say why a file can be no document of a letter, or nothing. `size` is in bytes."""
    if size > MOST_MB * MB:
        said = _("This file has %(size)s MB. A letter carries at most %(most)d MB; choose a smaller one.")
        return said % {"size": f"{size / MB:.1f}", "most": MOST_MB}
    if not size:
        return _("This file is empty.")
    if not kind_named(name):
        return _("A letter carries a PDF, a PNG or a JPEG. Save the document as one of these.")
    if kind_of(beginning) != kind_named(name):
        return _("This file is not what its name says. Save it anew as a PDF, a PNG or a JPEG.")
    return ""


def stored_name(name: str, folder: str) -> str:
    """Return where a document is kept: in a `folder` of its own, under what is harmless of its name."""
    last = re.split(r"[/\\]", name)[-1]
    stem, ending = PurePosixPath(last).stem, KINDS[kind_named(name)][1][0]
    plain = re.sub(r"[^\w-]+", "-", stem).strip("-_")[:LONGEST_STEM].rstrip("-_")
    return f"{FOLDER}/{folder}/{plain or 'document'}{ending}"


def told_name(stored: str) -> str:
    """Return the name of a kept document as people see it."""
    return stored.rsplit("/", 1)[-1]


def goes_along(stored: str | None, channel: str) -> str:
    """Return the name of the document that goes with a letter of a step; empty where none does."""
    return told_name(stored) if stored and channel == "email" else ""
