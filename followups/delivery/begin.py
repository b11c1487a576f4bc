"""Begins letters: the last fence before bytes leave. What is begun and not finished may have gone."""

from uuid import UUID

from django.db.models import Exists, F, OuterRef

from customers.models import Consent, Customer
from followups.delivery.claim import unbegun
from followups.models import Message
from followups.models.message import State
from kit import clock


def begin(token: int, ids: list[UUID]) -> set[UUID]:
    """Mark letters as begun and return those that are still ours: neither cancelled nor claimed anew.

    Who was deleted or took back the consent since the last look gets nothing either; the next
    last look says so. Only what is returned may be sent.
    """
    claimed = unbegun(token).filter(_here(), _agreed(), pk__in=ids)
    if claimed.update(begun_at=clock.now(), attempts=F("attempts") + 1) == len(ids):
        return set(ids)
    begun = Message.objects.filter(pk__in=ids, lease_token=token, state=State.CLAIMED)
    return set(begun.exclude(begun_at=None).values_list("pk", flat=True))


def _here() -> Exists:
    return Exists(Customer.objects.filter(pk=OuterRef("customer"), deleted_at=None))


def _agreed() -> Exists:
    standing = Consent.objects.standing().filter(channel="email", purpose="service")
    return Exists(standing.filter(customer=OuterRef("customer")))
