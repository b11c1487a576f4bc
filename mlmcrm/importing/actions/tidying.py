"""Putting imports away: files are personal data, and stay no longer than somebody needs them."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from kit import clock
from kit.errors import Refused
from kit.events import Actor
from mlmcrm.importing.actions.rows import forget_lines, hold, refuse_if_moved, refuse_unless, save
from mlmcrm.importing.files import forget
from mlmcrm.models import Import, ImportPart, ImportState, RefusedLine
from mlmcrm.querysets import OPEN

KEPT_FOR = timedelta(days=7)
AT_ONCE = 100
ASLEEP = (ImportState.CHECKED, ImportState.STOPPED, ImportState.FAILED)
ENDED = (ImportState.FINISHED, ImportState.STOPPED, ImportState.FAILED, ImportState.DROPPED)


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
    """Put away what nobody has touched for a week, and return how many files went.

    Of what has ended the first lines and the refused ones go as well: they are people's data.
    """
    old = Import.objects.filter(updated_at__lt=clock.now() - KEPT_FOR).order_by("updated_at")
    has_file = Exists(ImportPart.objects.filter(of=OuterRef("pk")))
    went = sum(_put_away(record, by) for record in old.filter(has_file, state__in=ASLEEP)[:AT_ONCE])
    told = ~Q(samples=[]) | Exists(RefusedLine.objects.filter(of=OuterRef("pk")))
    for record in old.filter(told, ~has_file, state__in=ENDED)[:AT_ONCE]:
        _forget_people(record)
    return went


def _put_away(record: Import, by: Actor) -> bool:
    """Let go of a file, unless somebody came back for it in this moment."""
    try:
        with transaction.atomic():
            held = hold(record)
            refuse_if_moved(held, record)
            if record.dry_run:
                discard_import(record=held, by=by)
            else:
                forget(held)
    except (Refused, Import.DoesNotExist):
        return False
    return True


def _forget_people(record: Import) -> None:
    try:
        with transaction.atomic():
            held = hold(record)
            refuse_if_moved(held, record)
            forget_lines(held)
            Import.objects.filter(pk=held.pk).update(samples=[])
    except (Refused, Import.DoesNotExist):
        return
