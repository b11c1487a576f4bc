"""Putting imports away: files are personal data, and stay no longer than somebody needs them."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from kit import clock
from kit.events import Actor
from mlmcrm.importing.actions.rows import forget_lines, hold, refuse_unless, save
from mlmcrm.importing.files import forget
from mlmcrm.models import Import, ImportPart, ImportState
from mlmcrm.querysets import OPEN

KEPT_FOR = timedelta(days=7)
AT_ONCE = 100


@transaction.atomic
def discard_import(*, record: Import, by: Actor) -> Import:
    """Put a file away of which nothing was written; nothing of it is kept."""
    record = hold(record)
    if record.state == ImportState.DROPPED:
        return record
    refuse_unless(record, [*OPEN, ImportState.FAILED] if record.dry_run else [])
    forget(record)
    forget_lines(record)
    save(
        record, "import.discarded", {"state": record.state}, by=by, state=ImportState.DROPPED,
        samples=[], lease_token=None, lease_until=None,
    )  # fmt: skip
    return record


def tidy_imports(*, by: Actor) -> int:
    """Put away what nobody has touched for a week, and return how many files went."""
    with_file = Exists(ImportPart.objects.filter(of=OuterRef("pk")))
    old = Import.objects.filter(with_file, updated_at__lt=clock.now() - KEPT_FOR)
    asleep = old.filter(state__in=[ImportState.CHECKED, ImportState.STOPPED, ImportState.FAILED])
    found = list(asleep.order_by("updated_at")[:AT_ONCE])
    for record in found:
        _put_away(record, by)
    return len(found)


@transaction.atomic
def _put_away(record: Import, by: Actor) -> None:
    if record.dry_run:
        discard_import(record=record, by=by)
    else:
        forget(hold(record))
