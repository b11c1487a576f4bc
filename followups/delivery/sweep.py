"""Tidies up after workers that stopped: by the lease alone, whoever held it."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from followups import wording
from followups.actions.facts import hold_people, tell_next_due
from followups.delivery.claim import update_held
from followups.delivery.transport import transport
from followups.models import Message
from followups.models.message import State
from kit import clock
from kit.events import Actor, Change, Door, record_many

BATCH = 500
LONGEST = timedelta(minutes=10)


def sweep() -> int:
    """Give back what was claimed and not begun; mark what was begun as unclear. Returns their number.

    The token stays: a worker that is only late can still say how it ended. In the outbox a copy
    replaces the first, so there nothing is ever unclear: the letter simply goes again. So it does
    as long as a provider knows a copy by its key.
    """
    returned = update_held(_overdue().filter(begun_at=None), state=State.PLANNED, lease_until=None)
    returned += update_held(_known_as_copies(), state=State.PLANNED, lease_until=None, begun_at=None)
    while marked := _mark_unclear():
        returned += marked
    return returned


def _known_as_copies():
    """What was begun, and may go a second time without arriving twice."""
    line, begun = transport(), _overdue().exclude(begun_at=None)
    if line.repeatable:
        return begun
    within = getattr(line, "repeat_within", None)
    return begun.filter(begun_at__gt=clock.now() - within) if within else begun.none()


@transaction.atomic
def _mark_unclear() -> int:
    begun = _overdue().exclude(begun_at=None)
    messages = list(begun.select_related("owner").order_by("lease_until")[:BATCH])
    people = hold_people(message.customer_id for message in messages)
    changes = []
    for message in messages:
        reason = wording.reason("stopped", message.owner.language)
        values = {"state": State.UNCERTAIN, "reason_code": "stopped", "reason": reason, "lease_until": None}
        if begun.filter(pk=message.pk).update(**values, updated_at=clock.now()):
            after = {"state": State.UNCERTAIN, "reason": reason}
            changes.append(Change("message.uncertain", message, person=message.customer_id, after=after))
    record_many(changes, by=Actor(None, Door.TASK))
    tell_next_due(people.values())
    return len(messages)


def _overdue():
    """What is held beyond its lease, or for longer than any lease is: then the clock went back since."""
    now = clock.now()
    over = Q(lease_until__lt=now) | Q(lease_until__gt=now + LONGEST)
    return Message.objects.filter(over, state=State.CLAIMED)
