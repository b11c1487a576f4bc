"""Takes due letters for one worker: a lease and a token, given by one conditional update."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from followups.delivery import allowances
from followups.delivery.turns import Due, in_turn
from followups.models import Message
from followups.models.message import State
from kit import clock

LIMIT = 100
SPAN = 2  # so many limits are looked at, to find more than one owner
MOST_LOOKS = 4  # how often is looked past owners of whom many wait
IN_ORDER = ("priority", "due_at", "id")


@dataclass(frozen=True)
class Claim:
    """What one worker may send until its lease ends; the token is the fence. `owners` by id."""

    token: int
    ids: tuple[UUID, ...]
    owners: dict[UUID, int] = field(default_factory=dict)


def claim(
    lease: timedelta, limit: int = LIMIT, *, rated: bool = False, far: bool = True, _guarded: bool = True
) -> Claim | None:
    """Claim the first due letters, each owner's in turn, or return None where none may go.

    `rated` keeps to the rates. `far` looks past owners of whom very many wait, which takes longer:
    once a second is enough. Two workers never get the same one: on PostgreSQL locked rows are
    skipped, on SQLite writers take turns, and on both the update asks for the state again.
    `_guarded` off leaves this out; a test shows what happens then.
    """
    now = clock.now()
    due = Message.objects.due(now).order_by(*IN_ORDER)
    if not due.exists():  # most ticks: nothing is locked for nothing
        return None
    until = now + lease
    if not _guarded:
        return _take_unguarded(due, limit, until)
    return _take(due, limit, until, rated, far) or (None if far else _take(due, limit, until, rated, True))


@transaction.atomic
def _take(due: QuerySet, limit: int, until: datetime, rated: bool, far: bool) -> Claim | None:
    token = secrets.randbits(63)
    found = _find(due.select_for_update(skip_locked=True), limit, far)
    wanted = allowances.grant(found, limit) if rated and found else in_turn(found, limit)
    if not wanted:
        return None
    _mark([letter.id for letter in wanted], token, until, state=State.PLANNED)
    ids = unbegun(token).order_by(*IN_ORDER).values_list("pk", "owner_id")
    owners = dict(ids)
    return Claim(token, tuple(owners), owners) if owners else None


def _take_unguarded(due: QuerySet, limit: int, until: datetime) -> Claim:
    wanted, token = [letter.id for letter in _look(due, limit)], secrets.randbits(63)
    _mark(wanted, token, until)
    return Claim(token, tuple(wanted))


def _find(due: QuerySet, limit: int, far: bool) -> list[Due]:
    """The first letters; where they are very many, also the first of those who own none of them."""
    span = limit * SPAN
    found = last = _look(due, span)
    for _ in range(MOST_LOOKS if far else 0):
        if len(last) < span:
            break
        span = limit
        last = _look(due.exclude(owner__in={letter.owner for letter in found}), span)
        found = found + last
    return found


def _look(due: QuerySet, limit: int) -> list[Due]:
    return list(map(Due._make, due.values_list("pk", "owner_id", "priority")[:limit]))


def _mark(wanted: list[UUID], token: int, until: datetime, **still) -> None:
    Message.objects.filter(pk__in=wanted, **still).update(
        state=State.CLAIMED, lease_token=token, lease_until=until, begun_at=None
    )


def unbegun(token: int) -> QuerySet:
    """Return what a claim still holds and has not begun."""
    # Whatever is claimed has a lease; asking for it lets the small index of leases find the rows.
    leased = Message.objects.filter(lease_until__isnull=False)
    return leased.filter(lease_token=token, state=State.CLAIMED, begun_at=None)


def release(token: int) -> None:
    """Give back what was claimed and not begun."""
    if (rest := unbegun(token)).exists():  # mostly all went: no writer waits for nothing
        update_held(rest, state=State.PLANNED, lease_until=None)


@transaction.atomic
def update_held(rows: QuerySet, **values) -> int:
    """Update many letters at once; what somebody else holds just now is left to them, without waiting."""
    held = rows.order_by().select_for_update(skip_locked=True).values_list("pk", flat=True)
    return rows.filter(pk__in=list(held)).update(**values)
