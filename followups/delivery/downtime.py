"""After a time without delivery: what waited is asked about before it goes, so that nobody is flooded.

What cannot wait goes at once, what is too late is told so by the last look. Of the rest a
distributor is asked: after hours, or where it is much.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet

from followups import wording
from followups.actions.facts import hold_people, tell_next_due
from followups.delivery.turns import URGENT
from followups.models import Message
from followups.models.message import State
from kit import clock
from kit.events import Actor, Change, Door, record_many
from kit.models import Pulse
from kit.pulse import tick

PULSE = "delivery"
BEAT = timedelta(seconds=10)
GAP = timedelta(minutes=10)  # a shorter silence is a restart, and a letter that late is not late
LONG = timedelta(hours=6)
MANY = 50
BATCH = 200


def notice() -> None:
    """Leave a trace that letters are delivered; after a silence, hold what waited through it."""
    now = clock.now()
    last = Pulse.objects.filter(name=PULSE).values_list("ticked_at", flat=True).first()
    if last and timedelta(0) <= now - last < BEAT:
        return
    if last and now - last > GAP:
        hold_what_waited(last)
    tick(PULSE)  # last: who comes meanwhile holds too, instead of sending


def hold_what_waited(since: datetime) -> int:
    """Hold what was due while nothing went from a moment on, where it must be asked about.

    Returns how many letters now wait for their distributors' word.
    """
    now = clock.now()
    overdue = _overdue(now)
    enough = 0 if now - since > LONG else MANY
    many = overdue.values("owner").annotate(count=Count("pk")).filter(count__gt=enough)
    return sum(_hold_all(overdue.filter(owner=owner)) for owner in many.values_list("owner", flat=True))


def _overdue(now: datetime) -> QuerySet:
    """What is late and may still go, and neither waits for nobody nor was sent off by hand."""
    late = Message.objects.due(now - GAP).filter(priority__gt=URGENT, expires_at__gt=now)
    return late.filter(customer__deleted_at=None, resend_of=None).exclude(letter__frozen=True, attempts=0)


def _hold_all(overdue: QuerySet) -> int:
    held = 0
    while batch := list(overdue.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        held += _hold(batch)
    return held


@transaction.atomic
def _hold(ids: list[UUID]) -> int:
    rows = Message.objects.filter(pk__in=ids).select_related("owner").order_by("pk")
    messages = list(rows)
    people = hold_people(message.customer_id for message in messages)
    changes = []
    for message in messages:
        reason = wording.reason("waited", message.owner.language)
        values = {"state": State.DRAFT, "reason_code": "waited", "reason": reason}
        if rows.filter(pk=message.pk, state=State.PLANNED).update(**values, updated_at=clock.now()):
            after = {"state": State.DRAFT, "reason": reason}
            changes.append(Change("message.waited", message, person=message.customer_id, after=after))
    record_many(changes, by=Actor(None, Door.TASK))
    tell_next_due(people.values())
    return len(changes)
