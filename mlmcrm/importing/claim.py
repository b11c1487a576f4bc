"""Takes an import for one worker: a lease and a token, given by one conditional update."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from kit import clock
from mlmcrm.importing.ending import fail
from mlmcrm.models import Import, ImportState

LEASE = timedelta(seconds=60)  # renewed with each batch
MOST_ATTEMPTS = 5  # without a single batch done
PAUSE = timedelta(seconds=5)  # after the first mishap; twice as long after the second

NEXT = {ImportState.QUEUED: ImportState.CHECKING, ImportState.WAITING: ImportState.RUNNING}


class Lost(Exception):
    """The import is another worker's now, or was stopped."""


@dataclass(frozen=True)
class Claim:
    """An import that one worker may go on with until the lease ends; the token is the fence."""

    record: Import
    token: int


def claim() -> Claim | None:
    """Take the import that waits longest, or return None where there is none.

    Of one owner only one is worked on at a time; a constraint of the database sees to it where
    two workers look at the same moment.
    """
    now = clock.now()
    due = Import.objects.due(now).order_by("started_at", "id")
    if not due.exists():  # most ticks: nothing is locked for nothing
        return None
    try:
        return _take(due, now)
    except IntegrityError:
        return None


@transaction.atomic
def _take(due: QuerySet, now: datetime) -> Claim | None:
    record = due.select_for_update(skip_locked=True, of=("self",)).first()
    if record is None:
        return None
    if record.attempts >= MOST_ATTEMPTS:
        said = _("Reading broke off %(times)s times after line %(line)s.")
        fail(record, said % {"times": record.attempts, "line": record.last_line})
        return None
    token = secrets.randbits(63)
    Import.objects.filter(pk=record.pk).update(
        state=NEXT.get(record.state, record.state),
        attempts=F("attempts") + 1,
        lease_token=token,
        lease_until=now + LEASE,
    )
    return Claim(Import.objects.select_related("owner__company", "by").get(pk=record.pk), token)


def renew(mine: Claim) -> None:
    """Hold on to a claim, first of all in the transaction of a batch. Raises Lost."""
    if not _held(mine).update(lease_until=clock.now() + LEASE, attempts=0):
        raise Lost


def release(mine: Claim) -> None:
    """Let another worker go on at once."""
    _held(mine).update(lease_until=None)


def put_back(mine: Claim) -> None:
    """Let it rest for a while after a mishap."""
    pause = PAUSE * 2 ** (mine.record.attempts - 1)
    _held(mine).update(lease_until=clock.now() + pause)


def _held(mine: Claim) -> QuerySet:
    begun = Import.objects.filter(state__in=NEXT.values())
    return begun.filter(pk=mine.record.pk, lease_token=mine.token)
