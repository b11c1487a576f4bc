"""One letter that breaks what touches it fails alone, with its reason; the others of its batch go on."""

import logging
from collections.abc import Callable, Iterator
from typing import TypeVar
from uuid import UUID

from django.db import DatabaseError, InterfaceError, OperationalError, transaction

from followups import wording
from followups.actions.facts import hold_people, tell_next_due
from followups.actions.retired import bring_back_what_gave_way
from followups.delivery.claim import Claim, unbegun
from followups.models import Message
from followups.models.message import State
from kit import clock
from kit.events import Actor, Door, record

logger = logging.getLogger(__name__)

BY = Actor(None, Door.TASK)
Made = TypeVar("Made")


def each_alone(claim: Claim, make: Callable[[Claim], list[Made]]) -> list[Made]:
    """Make what is wanted of a claim; where that breaks, letter by letter without those that break it."""
    try:
        return make(claim)
    except Exception as problem:
        if is_away(problem):
            raise
        logger.exception("A batch of letters broke; each is looked at alone")
    return list(_one_by_one(claim, make))


def _one_by_one(claim: Claim, make: Callable[[Claim], list[Made]]) -> Iterator[Made]:
    for pk in claim.ids:
        try:
            yield from make(Claim(claim.token, (pk,), claim.owners))
        except Exception as problem:
            if is_away(problem):
                raise
            logger.exception("The letter of message %s is set aside", pk)
            set_aside(claim.token, pk, in_words(problem))


@transaction.atomic
def set_aside(token: int, pk: UUID, what: str) -> None:
    """Let a letter fail that cannot even be read whole; nothing of it is touched but its row."""
    row = Message.objects.filter(pk=pk).values("owner_id", "customer_id", "owner__language").get()
    people = hold_people([row["customer_id"]])
    reason = wording.reason("not_rendered", row["owner__language"], what=what)
    failed = {"state": State.FAILED, "reason_code": "not_rendered", "reason": reason, "lease_until": None}
    if unbegun(token).filter(pk=pk).update(**failed, updated_at=clock.now()):
        after = {"state": State.FAILED, "reason": reason}
        subject = Message(pk=pk, owner_id=row["owner_id"], customer_id=row["customer_id"])
        record("message.failed", subject, by=BY, person=row["customer_id"], after=after)
        bring_back_what_gave_way([subject], BY)
        tell_next_due(people.values())


def is_away(problem: Exception) -> bool:
    """Is there no database now? No letter is to blame for that.

    PostgreSQL that crashes is nothing but a DatabaseError now and then.
    """
    return isinstance(problem, (OperationalError, InterfaceError)) or type(problem) is DatabaseError


def in_words(problem: Exception) -> str:
    """What broke, as short as it can be told."""
    return f"{type(problem).__name__}: {problem}"[:200]
