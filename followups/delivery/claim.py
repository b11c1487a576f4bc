"""Takes due letters for one worker: a lease and a token, given by one conditional update."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from followups.models import Message
from followups.models.message import State
from kit import clock

LIMIT = 100


@dataclass(frozen=True)
class Claim:
    """What one worker may send until its lease ends; the token is the fence."""

    token: int
    ids: tuple[UUID, ...]


def claim(lease: timedelta, limit: int = LIMIT, *, _guarded: bool = True) -> Claim | None:
    """Claim the first due letters by priority and due time, or return None where there are none.

    Two workers never get the same one: on PostgreSQL locked rows are skipped, on SQLite writers
    take turns, and on both the update asks for the state again. `_guarded` off leaves all of
    this out; a test shows what happens then.
    """
    now = clock.now()
    due = Message.objects.due(now).order_by("priority", "due_at", "id")
    if not due.exists():  # most ticks: nothing is locked for nothing
        return None
    return _take(due, limit, now + lease) if _guarded else _take_unguarded(due, limit, now + lease)


@transaction.atomic
def _take(due: QuerySet, limit: int, until: datetime) -> Claim | None:
    token = secrets.randbits(63)
    wanted = _look(due.select_for_update(skip_locked=True), limit)
    Message.objects.filter(pk__in=wanted, state=State.PLANNED).update(
        state=State.CLAIMED, lease_token=token, lease_until=until, begun_at=None
    )
    ids = tuple(unbegun(token).order_by("priority", "due_at", "id").values_list("pk", flat=True))
    return Claim(token, ids) if ids else None


def _take_unguarded(due: QuerySet, limit: int, until: datetime) -> Claim:
    wanted, token = _look(due, limit), secrets.randbits(63)
    Message.objects.filter(pk__in=wanted).update(
        state=State.CLAIMED, lease_token=token, lease_until=until, begun_at=None
    )
    return Claim(token, tuple(wanted))


def unbegun(token: int) -> QuerySet:
    """Return what a claim still holds and has not begun."""
    # Whatever is claimed has a lease; asking for it lets the small index of leases find the rows.
    leased = Message.objects.filter(lease_until__isnull=False)
    return leased.filter(lease_token=token, state=State.CLAIMED, begun_at=None)


def release(token: int) -> None:
    """Give back what was claimed and not begun."""
    unbegun(token).update(state=State.PLANNED, lease_until=None)


def _look(due: QuerySet, limit: int) -> list[UUID]:
    return list(due.values_list("pk", flat=True)[:limit])
