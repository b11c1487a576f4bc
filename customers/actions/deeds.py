"""What deeds for many people at once share: done once however often asked, for one's own people alone."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from customers.errors import CustomerError
from customers.models import BulkDeed, Customer
from kit.bulk import batches
from kit.events import Actor, Change, Event, last_event_of, record, record_many
from kit.ids import uuid7
from team.models import Distributor

MOST = 5000


@dataclass(frozen=True)
class Outcome:
    """What came of a deed for many people.

    `event` is None where nothing had to be done; `left` are those for whom it could not be.
    """

    event: Event | None
    changed: int = 0
    left: int = 0


def do_once(
    owner: Distributor, what: str, request: tuple[str, Collection, object], do: Callable[[BulkDeed], Outcome]
) -> Outcome:
    """Do a deed, or return what came of it when the same request came before. Needs a transaction.

    A request is its key, the rows and the value that it is about: a page that is sent a second
    time with other people ticked is another request. Without a key each is another.
    """
    deed = BulkDeed(owner=owner, what=what, request_key=_key(what, *request))
    try:
        with transaction.atomic():
            deed.save(force_insert=True)
    except IntegrityError:
        return _done_before(deed)
    return do(deed)


def hold_mine(owner: Distributor, ids: Collection[UUID]) -> list[UUID]:
    """Hold people of an owner until the transaction ends and return their ids.

    Raises CustomerError for nobody, for more than 5,000, and for anybody else's.
    """
    ids = set(ids)
    if not ids:
        raise CustomerError(_("Choose somebody first, please."), field="people")
    if len(ids) > MOST:
        raise CustomerError(
            ngettext("At most %(n)d at once, please.", "At most %(n)d at once, please.", MOST) % {"n": MOST},
            field="people",
        )
    held = still_mine(owner, ids, lock=True)
    if len(held) < len(ids):
        raise CustomerError(_("There is no such person among yours."), field="people")
    return held


def still_mine(owner: Distributor, ids: Iterable[UUID], *, lock: bool = False) -> list[UUID]:
    """Return those who stand among an owner's people, in the order in which people are held."""
    mine = Customer.objects.visible_to(owner).order_by("pk")
    mine = mine.select_for_update() if lock else mine
    found = (mine.filter(pk__in=batch).values_list("pk", flat=True) for batch in batches(sorted(ids)))
    return [pk for pks in found for pk in pks]


def tell_deed(deed: BulkDeed, by: Actor, parts: Iterable[Change], *, left: int = 0, **facts) -> Outcome:
    """Record what was done to each and then the deed, which knows the rows by their ids."""
    told = record_many(parts, by=by)
    if not told:
        return Outcome(None, 0, left)
    deed.ids = [event.subject_id for event in told]
    deed.save(update_fields=["ids"])
    after = {**facts, "count": len(told), "left": left}
    return Outcome(record(deed.what, deed, by=by, after=after), len(told), left)


def ids_of(event: Event) -> list[str]:
    """Return the ids of the rows that a deed for many changed, by the deed's event."""
    return BulkDeed.objects.get(pk=event.subject_id, owner=event.owner_id).ids


def _key(what: str, key: str, rows: Collection, value: object) -> str:
    if not key:
        return str(uuid7())
    told = "\n".join([key, what, str(value), *sorted(map(str, rows))])
    return sha256(told.encode()).hexdigest()


def _done_before(deed: BulkDeed) -> Outcome:
    known = BulkDeed.objects.get(owner=deed.owner, request_key=deed.request_key)
    event = last_event_of(known, known.what)
    if event and Event.objects.filter(undoes=event).exists():
        raise CustomerError(_("This was done and undone before. Load the page again, please."))
    return Outcome(event, event.after["count"], event.after["left"]) if event else Outcome(None)
