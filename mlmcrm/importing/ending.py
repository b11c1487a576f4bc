"""Ends the work at an import: it is checked, finished, or cannot go on."""

from kit import clock
from kit.events import record as record_event
from mlmcrm.importing.files import forget
from mlmcrm.importing.importers import by_of
from mlmcrm.importing.outcomes import Fate
from mlmcrm.importing.runs import close_killed
from mlmcrm.models import Import, ImportState

REASON_AT_MOST = 500  # characters


def end(record: Import) -> None:
    """Note that the last line was read, in the transaction of what came of it."""
    if record.dry_run:
        record.foreseen = counts_of(record)
        record.memories.all().delete()
        _close(record, ImportState.CHECKED, "import.checked")
    else:
        record.finished_at = clock.now()
        forget(record)
        _close(record, ImportState.FINISHED, "import.finished")
        close_killed(record)


def fail(record: Import, reason: str) -> None:
    """Give up an import that cannot go on; what was written stays, the file too."""
    record.problem = reason[:REASON_AT_MOST]
    _close(record, ImportState.FAILED, "import.failed")


def counts_of(record: Import) -> dict[str, int]:
    return {fate.value: getattr(record, fate) for fate in Fate}


def _close(record: Import, state: str, kind: str) -> None:
    before = {"state": record.state}
    record.state, record.lease_token, record.lease_until = state, None, None
    record.updated_at = clock.now()
    record.save(
        update_fields=[
            "state", "problem", "foreseen", "finished_at", "lease_token", "lease_until", "updated_at",
        ]
    )  # fmt: skip
    after = {"state": state, "problem": record.problem, **counts_of(record)}
    record_event(kind, record, by=by_of(record), before=before, after=after)
