"""Letting an import begin to write, stopping it, and letting it go on."""

from django.db import transaction

from kit import clock
from kit.background import nudge
from kit.events import Actor
from mlmcrm.importing.actions.rows import (
    forget_lines,
    fresh,
    hold,
    one_of_twins,
    refuse_twin,
    refuse_unless,
    save,
)
from mlmcrm.importing.files import restored
from mlmcrm.importing.slices import TASK
from mlmcrm.models import Import, ImportState

WRITING = (ImportState.WAITING, ImportState.RUNNING)


@transaction.atomic
def start_import(*, record: Import, by: Actor) -> Import:
    """Let a checked file be written by the worker; pressed twice it starts once."""
    record = hold(record)
    if record.state in (*WRITING, ImportState.FINISHED):
        return record
    refuse_unless(record, [ImportState.CHECKED])
    forget_lines(record)
    save(
        record, "import.started", {"state": record.state}, by=by, state=ImportState.WAITING,
        dry_run=False, started_at=clock.now(), **fresh(),
    )  # fmt: skip
    nudge(TASK)
    return record


@transaction.atomic
def cancel_import(*, record: Import, by: Actor) -> Import:
    """Stop an import that is being written, after the batch at hand. What was written stays."""
    record = hold(record)
    if record.state == ImportState.STOPPED:
        return record
    refuse_unless(record, WRITING)
    save(
        record, "import.stopped", {"state": record.state}, by=by, state=ImportState.STOPPED,
        finished_at=clock.now(), lease_token=None, lease_until=None,
    )  # fmt: skip
    return record


@one_of_twins()
def resume_import(*, record: Import, by: Actor) -> Import:
    """Let a stopped or failed import go on behind its last line, while its file is still here."""
    record = hold(record)
    if record.is_in_work:
        return record
    refuse_unless(record, [ImportState.STOPPED, ImportState.FAILED])
    restored(record)  # refuses where the file is gone
    if record.dry_run:
        refuse_twin(record)
    state = ImportState.QUEUED if record.dry_run else ImportState.WAITING
    save(
        record, "import.resumed", {"state": record.state}, by=by, state=state, problem="",
        attempts=0, finished_at=None, lease_until=None,
    )  # fmt: skip
    nudge(TASK)
    return record
