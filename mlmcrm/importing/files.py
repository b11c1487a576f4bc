"""Keeps the file that was handed in, in the database: the worker may run on another machine."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _

from mlmcrm.importing.errors import ImportRefused
from mlmcrm.models import Import, ImportPart

SIZE_AT_MOST = 25 * 1024 * 1024  # bytes
PART = 1_000_000  # bytes


@contextmanager
def spooled(chunks: Iterable[bytes], name: str) -> Iterator[Path]:
    """Write a file to disk for as long as the block lasts; its name ends as `name` does."""
    with TemporaryDirectory(prefix="kept-import-") as folder:
        path = Path(folder) / f"file{_ending(name)}"
        with path.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
        yield path


def store(record: Import, path: Path) -> None:
    """Put a file with its import, in parts."""
    with path.open("rb") as file:
        number = 0
        while data := file.read(PART):
            ImportPart.objects.create(of=record, number=number, data=data)
            number += 1


def restored(record: Import):
    """Return a context with the path of the file of an import. Raises ImportRefused where it is gone."""
    if not record.parts.exists():
        raise ImportRefused(_("The file is no longer here. Choose it once more."))
    return spooled(_parts(record), record.file_name)


def forget(record: Import) -> None:
    """Remove the file of an import, and what its run remembered."""
    record.parts.all().delete()
    record.memories.all().delete()


def _parts(record: Import) -> Iterator[bytes]:
    """One part after the other, never two in memory."""
    for number in range(record.parts.count()):
        yield bytes(record.parts.values_list("data", flat=True).get(number=number))


def _ending(name: str) -> str:
    found = re.search(r"\.\w{1,8}$", name, re.ASCII)
    return found[0].lower() if found else ""
