"""Begins letters: the last fence before bytes leave. What is begun and not finished may have gone."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from customers.models import Consent, Customer
from followups.actions.touched import COUNTED_LETTERS
from followups.delivery.claim import unbegun
from followups.models import Message
from followups.models.message import State
from kit import clock
from kit.prepared import update

SINCE_THE_LOOK = timedelta(minutes=10)  # more than lies between a last look and a begin


@transaction.atomic(savepoint=False)
def begin(token: int, ids: Collection[UUID], counted: Collection[UUID] = ()) -> set[UUID]:
    """Mark letters as begun and return those that are still ours: neither cancelled nor claimed anew.

    Who was deleted or took back the consent since the last look gets nothing either, nor does what
    is too late by now; the next last look says so. Of those `counted` as touches, none begins for
    who was sent another since the look: the caller holds the people, so that two workers with a
    letter each for the same person come here one after the other. Only what is returned may be sent.
    """
    now = clock.now()
    ids, counted = list(ids), list(counted)
    return update(_begun, token=token, ids=ids, counted=counted, now=now, since=now - SINCE_THE_LOOK)


def _begun(token: int, ids: list[UUID], counted: list[UUID], now: datetime, since: datetime):
    claimed = unbegun(token).filter(_here(), _agreed(), pk__in=ids, expires_at__gt=now)
    if counted:
        claimed = claimed.filter(~Q(pk__in=counted) | ~_touched(since))
    return claimed, {"begun_at": now, "attempts": F("attempts") + 1}


def _here() -> Exists:
    return Exists(Customer.objects.filter(pk=OuterRef("customer"), deleted_at=None))


def _agreed() -> Exists:
    standing = Consent.objects.standing().filter(channel="email", purpose=OuterRef("purpose"))
    return Exists(standing.filter(customer=OuterRef("customer")))


def _touched(since: datetime) -> Exists:
    """Another letter to the same person that is on its way, or has just gone."""
    others = Message.objects.filter(COUNTED_LETTERS, customer=OuterRef("customer"), begun_at__gt=since)
    return Exists(others.exclude(pk=OuterRef("pk")).exclude(state=State.FAILED))
