"""Takes back what waits although its cause is gone: an introduction, or a friend's order, that never was."""

from uuid import UUID

from django.db import transaction

from followups import wording
from followups.actions.facts import hold_people, tell_next_due
from followups.actions.planned import Planned
from followups.actions.retired import Why, retire
from followups.actions.standings import standings
from followups.models import Message, Task
from followups.models.rule import Anchor
from followups.schedule import asked_at_all
from kit.events import Actor

CAUSE_GONE = "cause_gone"
REVOCABLE = (Anchor.REFERRAL, Anchor.FRIEND_ORDERED)


def retire_groundless(by: Actor) -> int:
    """Take back what waits for introductions and friends' orders that do not stand; return how many."""
    waiting = {"rule__anchor__in": REVOCABLE}
    people = {row.customer_id for row in _rows(waiting)}
    return sum(_retire_for(id, by) for id in sorted(people))


@transaction.atomic
def _retire_for(id: UUID, by: Actor) -> int:
    person = hold_people([id])[id]
    standing = standings([person], REVOCABLE)[id]
    rows = _rows({"rule__anchor__in": REVOCABLE, "customer": person})
    gone = [row for row in rows if not asked_at_all(row.rule.anchor, row.occurrence, standing)]
    sentence = wording.reason(CAUSE_GONE, person.owner.language)
    retired = retire(gone, Why(CAUSE_GONE, sentence), by)
    if retired:
        tell_next_due([person])
    return len(retired)


def _rows(where: dict) -> list[Planned]:
    letters = Message.objects.waiting().filter(**where).select_related("rule")
    tasks = Task.objects.open().filter(**where).select_related("rule")
    return [*letters, *tasks]
