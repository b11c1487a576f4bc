"""Whether a worker takes tasks and the schedule reaches it."""

from django.conf import settings

from kit.process_lock import holder
from mlmcrm import health
from mlmcrm.doctor.database import SAFE
from mlmcrm.doctor.findings import Finding, bad, check, ok, warn
from mlmcrm.management.commands.up import lock_file


@check("serving")
def serving() -> Finding | None:
    if not settings.INNER_WORKER:
        return None
    note = holder(lock_file())
    return ok(f"By {note}.") if note else warn("Nothing runs on this data.", "Start it with bin/run.")


@check("worker", after=SAFE)
def worker() -> Finding:
    return _pulse("worker", "Start or restart a worker: celery -A mlmcrm worker.")


@check("schedule", after=SAFE)
def schedule() -> Finding:
    return _pulse("schedule", "Restart the worker, which ticks by itself, or beat: celery -A mlmcrm beat.")


def may_work() -> bool:
    """Is there anybody who should do what is due? Without `up` nobody is meant to."""
    return not settings.INNER_WORKER or holder(lock_file()) is not None


def _pulse(part: str, mend: str) -> Finding:
    at = health.ticked_at().get(part)
    if not health.is_late(at):
        return ok(f"The {part} last ticked {health.age_of(at):.0f} seconds ago.")
    said = health.silence(part, at)
    if not may_work():
        return warn(f"{said} Nothing runs on this data.", "Start it with bin/run.")
    return bad(said, "Stop bin/run and start it again." if settings.INNER_WORKER else mend)
