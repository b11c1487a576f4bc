"""Handing in a file, and saying otherwise how it is to be read; nothing of it is written yet."""

from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kit.background import nudge
from kit.events import Actor
from kit.events import record as record_event
from mlmcrm.importing.actions.rows import (
    forget_lines,
    fresh,
    gone_on,
    hold,
    one_of_twins,
    refuse_if_moved,
    refuse_twin,
    refuse_unless,
    save,
)
from mlmcrm.importing.errors import ImportRefused
from mlmcrm.importing.files import SIZE_AT_MOST, refuse_too_many, restored, store
from mlmcrm.importing.importers import importer_of
from mlmcrm.importing.slices import TASK
from mlmcrm.importing.sources import guess_kind
from mlmcrm.models import Import, ImportState
from mlmcrm.querysets import OPEN
from team.models import Distributor


def upload_file(*, owner: Distributor, by: Actor, path: Path, name: str, kind: str = "") -> Import:
    """Take a file in and have it checked; the same file once more finds the check that is open.

    Without `kind` it is guessed from the columns. Raises ImportRefused for what cannot be read.
    """
    if owner.company_id is None:
        raise ImportRefused(_("You belong to no company and can have no people."))
    if path.stat().st_size > SIZE_AT_MOST:
        raise too_large()
    record = Import(
        owner=owner, by=by.user, door=by.door, kind=kind or guess_kind(path), dry_run=True,
        state=ImportState.QUEUED, file_name=name.replace("\0", "")[-255:] or "?",
    )  # fmt: skip
    _look_into(record, path)
    try:
        with transaction.atomic():
            return _open_one(record) or _taken_in(record, path, by)
    except IntegrityError:  # the same button pressed twice at the same moment
        if found := _open_one(record):
            return found
        raise gone_on() from None  # it was started or put away in the same moment


def change_import(
    *, record: Import, by: Actor, kind: str, options: dict | None = None, mapping: dict | None = None
) -> Import:
    """Have a file that was checked read in another way, and check it again. Raises ImportRefused."""
    seen = Import.objects.select_related("owner__company", "by").get(pk=record.pk)
    _refuse_change(seen)
    before = {"kind": seen.kind, "options": seen.options, "mapping": seen.mapping}
    seen.kind = kind
    seen.options = seen.options if options is None else options
    seen.mapping = seen.mapping if mapping is None else mapping
    with restored(seen) as path:  # takes a while, so nobody is kept waiting meanwhile
        _look_into(seen, path)
    return _changed(seen, before, by)


@one_of_twins()
def _changed(seen: Import, before: dict, by: Actor) -> Import:
    record = hold(seen)
    refuse_if_moved(record, seen)
    _refuse_change(record)
    forget_lines(record)
    save(
        record, "import.changed", before, by=by, state=ImportState.QUEUED, kind=seen.kind,
        options=seen.options, mapping=seen.mapping, layout=seen.layout, delimiter=seen.delimiter,
        samples=[], foreseen={}, **fresh(),
    )  # fmt: skip
    nudge(TASK)
    return record


def _refuse_change(record: Import) -> None:
    refuse_unless(record, [ImportState.CHECKED, ImportState.FAILED])
    if not record.dry_run:
        raise ImportRefused(_("Some of it is written already, so it can only go on as it began."))
    refuse_twin(record)


def too_large() -> ImportRefused:
    limit = {"limit": SIZE_AT_MOST // 1024 // 1024}
    said = _("The file is larger than %(limit)s MB. Split it, or import it in two goes.")
    return ImportRefused(said % limit, field="file", code="too_large")


def _look_into(record: Import, path: Path) -> None:
    """Note what a file is and which columns it has."""
    with importer_of(record).source(path) as source:
        record.sha256, record.size = source.judged.sha256, source.judged.size
        record.encoding, record.delimiter = source.judged.encoding, source.delimiter
        record.layout = source.layout()


def _open_one(record: Import) -> Import | None:
    return Import.objects.visible_to(record.owner).filter(sha256=record.sha256, state__in=OPEN).first()


def _taken_in(record: Import, path: Path, by: Actor) -> Import:
    refuse_too_many(record)
    record.save(force_insert=True)
    store(record, path)
    after = {"file_name": record.file_name, "kind": record.kind, "size": record.size}
    record_event("import.uploaded", record, by=by, after=after)
    nudge(TASK)
    return record
