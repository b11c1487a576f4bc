"""One run over a file: batch after batch, each a transaction, and the record of it.

What was written stays when a run is stopped; the same file again goes on where it was.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from django.db import transaction

from kit import clock
from kit.events import Actor, Door
from mlmcrm.importing.errors import ImportRefused
from mlmcrm.importing.lines import Line
from mlmcrm.importing.outcomes import Fate, Outcome
from mlmcrm.importing.person_lines import Setting
from mlmcrm.importing.sources import Source
from mlmcrm.models import Import, ImportState, RefusedLine
from team.models import Distributor

BATCH = 500  # lines
GROUP_AT_MOST = 1_000  # lines, if those at the end of a batch belong together
REFUSED_AT_MOST = 10_000  # kept with the record of a run; the run itself tells all
REASON_AT_MOST = 500  # characters


class Importer(Protocol):
    """What decides and writes the lines of one kind of file."""

    kind: str

    def source(self, path: Path) -> Source: ...
    def group_of(self, line: Line) -> object:
        """What keeps a line in one batch with the next, None if nothing does."""
        ...

    def take(self, lines: list[Line]) -> Outcome: ...
    def finish(self) -> Outcome: ...
    def note_news(self) -> None: ...
    def news(self) -> dict: ...
    def recall(self, news: dict) -> None: ...


Told = Callable[[Outcome, int, int], None]


def setting_of(owner: Distributor) -> Setting:
    """What the files of an owner are read against."""
    country = owner.country or (owner.company.country if owner.company_id else "")
    return Setting(today=owner.today(), region=country)


def run(
    importer: Importer, path: Path, *, owner: Distributor, by: Actor, dry_run: bool, tell: Told
) -> Import:
    """Run an importer over a file and return the record of it.

    `tell` hears what came of each batch, how many bytes were read and of how many. Raises
    ImportRefused for a file that cannot be read at all.
    """
    with _opened(importer, path) as source:
        record = _begun(importer, source, path, owner, by, dry_run)
        try:
            for lines in batches(source, importer):
                outcome = step(record, lambda lines=lines: importer.take(lines), lines[-1].number)
                tell(outcome, source.bytes_read(), record.size)
            tell(step(record, importer.finish, record.last_line), record.size, record.size)
            record.state = ImportState.FINISHED
        finally:
            _end(record)
    return record


def _opened(importer: Importer, path: Path) -> Source:
    try:
        return importer.source(path)
    except OSError as error:
        raise ImportRefused(f"{path}: {error.strerror}") from None


def _begun(importer: Importer, source: Source, path: Path, owner, by: Actor, dry_run: bool) -> Import:
    return Import.objects.create(
        owner=owner,
        by=by.user,
        door=by.door,
        kind=importer.kind,
        dry_run=dry_run,
        file_name=path.name[-255:],
        sha256=source.judged.sha256,
        size=source.judged.size,
        encoding=source.judged.encoding,
        delimiter=source.delimiter,
    )


def batches(source: Source, importer: Importer) -> Iterator[list[Line]]:
    """Cut lines into batches, not between lines that belong to one group."""
    batch: list[Line] = []
    for line in source:
        if len(batch) >= BATCH and not (len(batch) < GROUP_AT_MOST and _together(importer, batch[-1], line)):
            yield batch
            batch = []
        batch.append(line)
    if batch:
        yield batch


def _together(importer: Importer, line: Line, following: Line) -> bool:
    group = importer.group_of(line)
    return group is not None and group == importer.group_of(following)


@transaction.atomic
def step(record: Import, work: Callable[[], Outcome], last_line: int) -> Outcome:
    """Do one batch and note what came of it, both or neither."""
    if not record.dry_run:
        _hold(record.owner_id)
    outcome = work()
    counts = {fate.value: getattr(record, fate) + outcome.counts[fate] for fate in Fate}
    now = clock.now()
    Import.objects.filter(pk=record.pk).update(**counts, last_line=last_line, updated_at=now)
    _keep_refused(record, outcome)
    for name, value in {**counts, "last_line": last_line}.items():
        setattr(record, name, value)
    return outcome


def _hold(owner: int) -> None:
    """Let one run of an owner in at a time: two must not both find that somebody is new."""
    Distributor.objects.select_for_update(no_key=True, of=("self",)).get(pk=owner)


def _keep_refused(record: Import, outcome: Outcome) -> None:
    room = max(0, REFUSED_AT_MOST - record.refused)
    rows = [(line, True) for line in outcome.refused] + [(line, False) for line in outcome.omitted]
    RefusedLine.objects.bulk_create(
        RefusedLine(
            of=record, number=line.number, reason=line.problem[:REASON_AT_MOST], raw=line.raw, whole=whole
        )
        for line, whole in rows[:room]
    )


def _end(record: Import) -> None:
    """Close the record of a run."""
    now = clock.now()
    if record.state != ImportState.FINISHED:
        record.state = ImportState.STOPPED
    record.finished_at = now
    Import.objects.filter(pk=record.pk).update(state=record.state, finished_at=now, updated_at=now)
    if record.state == ImportState.FINISHED and not record.dry_run:
        close_killed(record)


def close_killed(record: Import) -> None:
    """Close the commands that were killed over the same file: it has come to its end after all."""
    killed = Import.objects.filter(
        owner=record.owner_id,
        kind=record.kind,
        sha256=record.sha256,
        state=ImportState.RUNNING,
        door=Door.COMMAND,
        started_at__lt=record.started_at,
    )
    killed.update(state=ImportState.STOPPED, updated_at=clock.now())
