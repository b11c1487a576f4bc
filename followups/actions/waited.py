"""Letters that waited while nothing could be sent: the distributor lets them go, or drops them."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from customers.actions.deeds import Outcome, do_once, ids_of, still_mine, tell_deed
from customers.models import BulkDeed
from followups import places, wording
from followups.actions.facts import tell_next_due_of_many
from followups.actions.planned import letter_place
from followups.delivery.rates import spread
from followups.models import Message
from followups.models.message import State
from kit import background, clock
from kit.bulk import batches
from kit.events import Actor, Change, Event
from team.models import Distributor

WAITED = "waited"
CHANGED = ("state", "reason_code", "reason", "due_at", "local_date", "local_time", "zone", "updated_at")


@transaction.atomic
def send_waited(
    *, owner: Distributor, by: Actor, messages: Collection[UUID] | None = None, request_key: str = ""
) -> Outcome:
    """Let letters go that waited, all or those given: spread over an hour, or longer where they are many.

    Each is looked at again before it goes. What no longer waits is left as it is.
    """

    def do(deed: BulkDeed) -> Outcome:
        rows = _held(owner, messages)
        now = clock.now()
        for row, after in zip(rows, spread(len(rows), settings.MAIL_RATE_EACH), strict=True):
            _put(row, State.PLANNED, "", "", _due(row, now + after))
        return _keep(deed, rows, by, "message.let_go_on")

    outcome = do_once(owner, "letters.sent_after_all", (request_key, messages or (), "send"), do)
    background.nudge()
    return outcome


@transaction.atomic
def drop_waited(
    *, owner: Distributor, by: Actor, messages: Collection[UUID] | None = None, request_key: str = ""
) -> Outcome:
    """Drop letters that waited, all or those given."""

    def do(deed: BulkDeed) -> Outcome:
        rows = _held(owner, messages)
        for row in rows:
            _put(row, State.CANCELLED, "dropped", wording.reason("dropped", owner.language))
        return _keep(deed, rows, by, "message.dropped")

    return do_once(owner, "letters.dropped", (request_key, messages or (), "drop"), do)


@transaction.atomic
def wait_again(*, event: Event, by: Actor) -> int:
    """Take sending or dropping back: what has not begun, and is not too late, waits again."""
    owner, now = event.owner, clock.now()
    changed = Message.objects.filter(owner=owner, expires_at__gt=now)
    was = changed.filter(state=State.CANCELLED, reason_code="dropped") | changed.waiting().filter(
        state__in=(State.PLANNED, State.CLAIMED)
    )
    rows = _hold(owner, [row for batch in batches(ids_of(event)) for row in was.filter(pk__in=batch)], was)
    for row in rows:
        _put(row, State.DRAFT, WAITED, wording.reason(WAITED, owner.language))
        row.lease_until = None
    Message.objects.bulk_update(rows, [*CHANGED, "lease_until"])
    tell_next_due_of_many({row.customer_id for row in rows})
    return len(rows)


def _held(owner: Distributor, messages: Collection[UUID] | None) -> list[Message]:
    """The letters that wait for a word about them, the most urgent first, with their people held."""
    waiting = Message.objects.waited().filter(owner=owner, customer__deleted_at=None)
    if messages is not None:
        waiting = waiting.filter(pk__in=messages)
    return _hold(owner, list(waiting), Message.objects.waited())


def _hold(owner: Distributor, rows: Iterable[Message], still) -> list[Message]:
    rows = list(rows)
    still_mine(owner, {row.customer_id for row in rows}, lock=True)
    ids = [row.pk for row in rows]
    held = [
        row
        for batch in batches(ids)
        for row in still.filter(pk__in=batch).select_related("customer").prefetch_related("customer__phones")
    ]
    for row in held:
        row.owner = row.customer.owner = owner
    return sorted(held, key=lambda row: (row.priority, row.due_at, row.pk))


def _due(row: Message, moment: datetime) -> tuple[datetime, ZoneInfo]:
    """When a letter may go from a moment on, and by which clock it is read."""
    try:
        place = letter_place(row.customer, row.owner)
        return places.allowed(moment, place), place.zone
    except (KeyError, ValueError):  # a zone that nobody knows: the last look says so
        return moment, row.owner.zoneinfo


def _put(
    row: Message, state: str, code: str, reason: str, at: tuple[datetime, ZoneInfo] | None = None
) -> None:
    row.state, row.reason_code, row.reason, row.updated_at = state, code, reason, clock.now()
    if at is not None:
        due, zone = at
        local = due.astimezone(zone)
        row.due_at, row.zone = due, zone.key
        row.local_date, row.local_time = local.date(), local.time()


def _keep(deed: BulkDeed, rows: list[Message], by: Actor, kind: str) -> Outcome:
    Message.objects.bulk_update(rows, CHANGED)
    tell_next_due_of_many({row.customer_id for row in rows})
    parts = [Change(kind, row, person=row.customer_id, after={"state": row.state}) for row in rows]
    return tell_deed(deed, by, parts)
