"""Mends what was planned by a time zone that means another instant now: its rule changed, or its person moved.

The day and the time on the wall are what was meant, so they stay, and the instant follows.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from followups import places
from followups.actions.facts import hold_people, tell_next_due
from followups.actions.planned import letter_place
from followups.models import Message, Task
from followups.models.message import State
from kit import clock
from kit.bulk import batches
from kit.events import Actor, Change, facts_of, record_many
from team.wall_time import first_instant_at, instant_at
from team.zones import is_zone

BATCH = 500
MOVED = ("due_at", "zone")


def check_zones(*, by: Actor) -> int:
    """Plan anew what no longer fits the wall it was planned by, and return how much moved."""
    moved = 0
    for batch in batches(set(_letters_to_mend()), BATCH):
        moved += _mend_letters(batch, by)
    for batch in batches(set(_tasks_to_mend()), BATCH):
        moved += _mend_tasks(batch, by)
    return moved


def _letters_to_mend() -> Iterator[UUID]:
    """Letters whose person lives by another clock now, or whose clock tells another time."""
    waiting = _waiting(clock.now())
    moved = waiting.exclude(customer__zone="").exclude(zone=F("customer__zone"))
    yield from moved.values_list("pk", flat=True)
    wall = ("zone", "local_date", "local_time", "due_at")
    for zone, day, at, due in waiting.order_by().values_list(*wall).distinct():
        if not is_zone(zone) or instant_at(day, at, ZoneInfo(zone)) != due:
            same = {"zone": zone, "local_date": day, "local_time": at, "due_at": due}
            yield from waiting.filter(**same).values_list("pk", flat=True)


def _tasks_to_mend() -> Iterator[UUID]:
    """Tasks that do not begin with their day on the distributor's wall."""
    coming = Task.objects.open().filter(due_at__gt=clock.now(), snoozed_until=None)
    for zone, day, due in coming.order_by().values_list("owner__zone", "local_date", "due_at").distinct():
        if is_zone(zone) and first_instant_at(day, time(), ZoneInfo(zone)) != due:
            same = {"owner__zone": zone, "local_date": day, "due_at": due}
            yield from coming.filter(**same).values_list("pk", flat=True)


def _waiting(now: datetime) -> QuerySet:
    """Letters still to come at the time that was meant: none that was put off, or sent off by hand."""
    letters = Message.objects.filter(state__in=(State.DRAFT, State.PLANNED), due_at__gt=now)
    letters = letters.filter(attempts=0, reason_code="", resend_of=None, local_time__isnull=False)
    return letters.exclude(local_date=None).exclude(letter__frozen=True)


@transaction.atomic
def _mend_letters(ids: Iterable[UUID], by: Actor) -> int:
    rows = _waiting(clock.now()).filter(pk__in=ids).select_related("customer", "owner")
    rows = list(rows.prefetch_related("customer__phones").order_by("pk"))
    people = hold_people(row.customer_id for row in rows)
    changes = []
    for row in rows:
        before = facts_of(row, MOVED)
        if not _place_anew(row):
            continue
        values = {name: getattr(row, name) for name in MOVED}
        still = Message.objects.filter(pk=row.pk, state__in=(State.DRAFT, State.PLANNED))
        if before != facts_of(row, MOVED) and still.update(**values, updated_at=clock.now()):
            changes.append(_change("message.moved", row, before))
    record_many(changes, by=by)
    tell_next_due(people.values())
    return len(changes)


def _place_anew(row: Message) -> bool:
    """Let a row's instant follow from its wall; False where nobody knows by which clock they live."""
    if not is_zone(row.customer.zone or row.owner.zone):
        return False
    place = letter_place(row.customer, row.owner)
    zone = place.zone if row.customer.zone or not is_zone(row.zone) else ZoneInfo(row.zone)
    row.zone = zone.key
    row.due_at = places.allowed(instant_at(row.local_date, row.local_time, zone), place)
    return True


@transaction.atomic
def _mend_tasks(ids: Iterable[UUID], by: Actor) -> int:
    rows = list(Task.objects.open().filter(pk__in=ids).select_related("owner").order_by("pk"))
    people = hold_people(row.customer_id for row in rows)
    changes = []
    for row in rows:
        before = facts_of(row, ("due_at",))
        row.due_at = first_instant_at(row.local_date, time(), row.owner.zoneinfo)
        if Task.objects.open().filter(pk=row.pk).update(due_at=row.due_at, updated_at=clock.now()):
            changes.append(_change("task.moved", row, before))
    record_many(changes, by=by)
    tell_next_due(people.values())
    return len(changes)


def _change(kind: str, row: Message | Task, before: dict) -> Change:
    reason = _("The clocks where they live changed.")
    after = {**facts_of(row, tuple(before)), "reason": reason}
    return Change(kind, row, person=row.customer_id, before=before, after=after)
