"""What a mark of grief, a rest, a no, or the wish for fewer touches does to what is owed to that person."""

from django.db import transaction

from customers.models import Customer
from followups import wording
from followups.actions.facts import hold_people, tell_next_due
from followups.actions.planned import Planned
from followups.actions.retired import Why, bring_back, retire
from followups.actions.touched import allowance_of
from followups.attention import Allowance, is_exempt, waits_for
from followups.models import Message, Task
from followups.models.rule import Stop
from followups.stops import Seen, stopped
from kit.events import Actor

SPARED = (Stop.REFUSED, "grieving", "resting", "no_touches")  # codes of what takes something back


@transaction.atomic
def mind_marks(*, person: Customer, by: Actor) -> None:
    """Take back what falls into the time in which somebody is spared, and bring back what no longer does.

    A no ends the steps that stop at one, whatever their day. Thanks, answers, and what was planned
    by hand stay.
    """
    person = hold_people([person.pk])[person.pk]
    allowance = allowance_of(person)
    bring_back([row for row in _taken_back(person) if not _code(row, person, allowance)], by)
    waiting = [(row, _code(row, person, allowance)) for row in _waiting(person)]
    for code in SPARED:
        rows = [row for row, found in waiting if found == code]
        retire(rows, Why(code, wording.reason(code, person.owner.language)), by)
    tell_next_due([person])


def _code(row: Planned, person: Customer, allowance: Allowance) -> str:
    """What ends a row, or keeps it from its day; what waits already would come up today."""
    since = row.created_at.astimezone(person.owner.zoneinfo)
    if code := stopped(row.rule.stops, Seen(since, refused_on=person.refused_on)):
        return code
    if is_exempt(*((row.rule.kind, row.purpose) if isinstance(row, Message) else (row.kind,))):
        return ""
    day = row.due_at.astimezone(person.owner.zoneinfo).date()
    return waits_for(max(day, person.owner.today()), {}, allowance)


def _waiting(person: Customer) -> list[Planned]:
    letters = Message.objects.waiting().filter(customer=person)
    tasks = Task.objects.open().filter(customer=person, rule__isnull=False)
    return [*letters.select_related("rule"), *tasks.select_related("rule")]


def _taken_back(person: Customer) -> list[Planned]:
    theirs = {"customer": person, "state": "cancelled", "context__why__in": SPARED}
    letters, tasks = Message.objects.filter(**theirs), Task.objects.filter(**theirs)
    return [*letters.select_related("rule"), *tasks.select_related("rule")]
