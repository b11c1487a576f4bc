"""The row of an import, held while a verb decides and writes."""

from collections.abc import Collection
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kit import clock
from kit.events import Actor
from kit.events import record as record_event
from mlmcrm.importing.errors import ImportRefused
from mlmcrm.models import Import, RefusedLine
from mlmcrm.querysets import OPEN


def hold(record: Import) -> Import:
    """Lock the row of an import and return it as it stands now."""
    held = Import.objects.select_for_update(of=("self",)).select_related("owner__company", "by")
    return held.get(pk=record.pk)


def refuse_unless(record: Import, states: Collection[str]) -> None:
    if record.state not in states:
        raise gone_on()


def refuse_if_moved(held: Import, seen: Import) -> None:
    """What was decided by looking before the row was held must still be true."""
    if (held.state, held.updated_at) != (seen.state, seen.updated_at):
        raise gone_on()


def gone_on() -> ImportRefused:
    return ImportRefused(_("That is no longer possible: the import has gone on meanwhile."))


def refuse_twin(record: Import) -> None:
    """One check of a file at a time is open, and the database holds us to it."""
    same = Import.objects.visible_to(record.owner).filter(sha256=record.sha256, state__in=OPEN)
    if same.exclude(pk=record.pk).exists():
        raise _twin()


@contextmanager
def one_of_twins():
    """A transaction; where a twin comes in between, the database's word becomes ours."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise _twin() from None


def _twin() -> ImportRefused:
    return ImportRefused(_("The same file is being checked already. Go on with that one."))


def save(record: Import, event: str, before: dict, /, *, by: Actor, **changed) -> None:
    """Write what changed of an import, with its event."""
    for name, value in changed.items():
        setattr(record, name, value)
    record.updated_at = clock.now()
    record.save(update_fields=[*changed, "updated_at"])
    told = {name: changed[name] for name in changed if name in ("state", "kind", "options", "mapping")}
    record_event(event, record, by=by, before=before, after=told)


def fresh() -> dict:
    """The values of an import of which no line was read yet."""
    counts = dict.fromkeys(["new", "same", "changed", "refused", "last_line", "read", "attempts"], 0)
    return {**counts, "problem": "", "lease_token": None, "lease_until": None}


def forget_lines(record: Import) -> None:
    RefusedLine.objects.filter(of=record).delete()
    record.memories.all().delete()
