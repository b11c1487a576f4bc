"""Takes back what waits although its cause is gone: an introduction, or a friend's order, that never was."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from customers.models import Customer
from followups import wording
from followups.actions.facts import hold_people, tell_next_due
from followups.actions.planned import Planned
from followups.actions.retired import Why, retire
from followups.actions.standings import standings
from followups.models import Message, Task
from followups.models.rule import Anchor
from followups.schedule import asked_at_all
from kit.bulk import batches
from kit.events import Actor
from team.models import Distributor

CAUSE_GONE = "cause_gone"
REVOCABLE = (Anchor.REFERRAL, Anchor.FRIEND_ORDERED)
AT_ONCE = 500  # people held


def retire_groundless(by: Actor) -> int:
    """Take back what waits for introductions and friends' orders that do not stand; return how many."""
    people = sorted({row.customer_id for row in _rows({})})
    return sum(_retire_for(ids, by) for ids in batches(people, AT_ONCE))


@transaction.atomic
def _retire_for(ids: Sequence[UUID], by: Actor) -> int:
    people = hold_people(ids)
    owners = Distributor.objects.in_bulk({person.owner_id for person in people.values()})
    for person in people.values():
        person.owner = owners[person.owner_id]
    gone = _groundless(people)
    retired = [row for language in gone for row in _retire(gone[language], language, by)]
    if retired:
        tell_next_due({row.customer_id: people[row.customer_id] for row in retired}.values())
    return len(retired)


def _groundless(people: dict[UUID, Customer]) -> dict[str, list[Planned]]:
    """What has no cause any more, by the language of those whose it is."""
    known, gone = standings(list(people.values()), REVOCABLE), defaultdict(list)
    for row in _rows({"customer__in": people}):
        if not asked_at_all(row.rule.anchor, row.occurrence, known[row.customer_id]):
            gone[people[row.customer_id].owner.language].append(row)
    return gone


def _retire(rows: list[Planned], language: str, by: Actor) -> list[Planned]:
    return retire(rows, Why(CAUSE_GONE, wording.reason(CAUSE_GONE, language)), by)


def _rows(where: dict) -> list[Planned]:
    waiting = {"rule__anchor__in": REVOCABLE, **where}
    letters = Message.objects.waiting().filter(**waiting).select_related("rule")
    tasks = Task.objects.open().filter(**waiting).select_related("rule")
    return [*letters, *tasks]
