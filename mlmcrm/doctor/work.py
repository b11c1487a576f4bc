"""Work that should have been done by now: tasks that pass by, imports."""

from datetime import timedelta

from followups.models import Task
from kit import clock
from mlmcrm.doctor.database import SAFE
from mlmcrm.doctor.findings import Finding, bad, check, ok, warn
from mlmcrm.doctor.pulses import may_work
from mlmcrm.models import Import, ImportState

PATIENCE = timedelta(minutes=30)  # they pass by every five minutes
SILENCE = timedelta(minutes=15)
UNDER_WAY = (ImportState.QUEUED, ImportState.CHECKING, ImportState.WAITING, ImportState.RUNNING)


@check("things to do", after=SAFE)
def tasks() -> Finding:
    late = Task.objects.open().filter(expires_at__lt=clock.now() - PATIENCE).count()
    if not late:
        return ok("Those that are over have passed by.")
    what, mend = f"{late} are over and still stand on Today.", "See that a worker runs; it lets them pass by."
    return bad(what, mend) if may_work() else warn(what, mend)


@check("imports", after=SAFE)
def imports() -> Finding:
    silent = Import.objects.filter(state__in=UNDER_WAY, updated_at__lt=clock.now() - SILENCE).count()
    if silent:
        mend = "See that a worker runs; one begun by a command goes on when the same file is given again."
        return warn(f"{silent} began and do not go on.", mend)
    return ok("None stands still.")
