"""Keeps the file that was handed in, in the database: the worker may run on another machine."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db.models import Exists, OuterRef, Sum
from django.utils.translation import gettext as _

from mlmcrm.importing.errors import ImportRefused
from mlmcrm.models import Import, ImportPart
from mlmcrm.querysets import OPEN
from team.models import Distributor

SIZE_AT_MOST = 25 * 1024 * 1024  # bytes
PART = 1_000_000  # bytes
OPEN_AT_MOST = 5  # imports of one owner of which nothing is written yet
KEPT_AT_MOST = 100 * 1024 * 1024  # bytes, of all files of one owner


@contextmanager
def spooled(chunks: Iterable[bytes], name: str) -> Iterator[Path]:
    """Write a file to disk for as long as the block lasts; its name ends as `name` does."""
    with TemporaryDirectory(prefix="kept-import-") as folder:
        path = Path(folder) / f"file{_ending(name)}"
        with path.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
        yield path


def refuse_too_many(record: Import) -> None:
    """Raise ImportRefused where the owner has handed in enough, within the transaction that stores."""
    Distributor.objects.select_for_update(no_key=True).get(pk=record.owner_id)  # one after the other
    mine = Import.objects.filter(owner=record.owner_id)
    if mine.filter(state__in=OPEN).count() >= OPEN_AT_MOST:
        said = _("%(limit)s files wait to be imported already. Import one of them first, or put it away.")
        raise ImportRefused(said % {"limit": OPEN_AT_MOST})
    kept = mine.filter(Exists(ImportPart.objects.filter(of=OuterRef("pk")))).aggregate(Sum("size"))
    if (kept["size__sum"] or 0) + record.size > KEPT_AT_MOST:
        said = _(
            "Your files would take more than %(limit)s MB together. Import one of them first, or put it away."
        )
        raise ImportRefused(said % {"limit": KEPT_AT_MOST // 1024 // 1024})


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
        raise _gone()
    return spooled(_parts(record), record.file_name)


def forget(record: Import) -> None:
    """Remove the file of an import, and what its run remembered."""
    record.parts.all().delete()
    record.memories.all().delete()


def _parts(record: Import) -> Iterator[bytes]:
    """One part after the other, never two in memory."""
    for number in range(record.parts.count()):
        data = record.parts.filter(number=number).values_list("data", flat=True).first()
        if data is None:  # put away meanwhile
            raise _gone()
        yield bytes(data)


def _gone() -> ImportRefused:
    return ImportRefused(_("The file is no longer here. Choose it once more."))


def _ending(name: str) -> str:
    found = re.search(r"\.\w{1,8}$", name, re.ASCII)
    return found[0].lower() if found else ""
