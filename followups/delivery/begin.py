"""Begins letters: the last fence before bytes leave. What is begun and not finished may have gone."""

from uuid import UUID

from django.db.models import F

from followups.models import Message
from followups.models.message import State
from kit import clock


def begin(token: int, ids: list[UUID]) -> set[UUID]:
    """Mark letters as begun and return those that are still ours: neither cancelled nor claimed anew.

    Only what is returned may be sent.
    """
    mine = Message.objects.filter(pk__in=ids, lease_token=token)
    claimed = mine.filter(state=State.CLAIMED, begun_at=None)
    if claimed.update(begun_at=clock.now(), attempts=F("attempts") + 1) == len(ids):
        return set(ids)
    return set(mine.filter(state=State.CLAIMED).exclude(begun_at=None).values_list("pk", flat=True))
