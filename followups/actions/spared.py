"""What a mark of grief, a rest, a no, or the wish for fewer touches does to what is owed to that person."""

from datetime import date, timedelta

from django.db import transaction

from customers.models import Customer
from followups import wording
from followups.actions.facts import hold_people, tell_next_due
from followups.actions.moved import move_to
from followups.actions.planned import Planned
from followups.actions.retired import Why, bring_back, retire
from followups.actions.touched import allowance_of, touched_days
from followups.attention import Allowance, day_for, is_exempt, waits_for
from followups.models import Message, Task
from followups.models.rule import Stop
from followups.schedule import TURNED
from followups.stops import Seen, stopped
from kit.events import Actor

A_WEEK = timedelta(days=7)
SPARED = (Stop.REFUSED, "grieving", "resting", "no_touches")  # codes of what takes something back


@transaction.atomic
def mind_marks(*, person: Customer, by: Actor) -> None:
    """Take back what falls into the time in which somebody is spared, and bring back what no longer does.

    A no ends the steps that stop at one, whatever their day. Letters of a week that has no room for
    them any more move to one that has. Thanks, answers, and what was planned by hand stay.
    """
    person = hold_people([person.pk])[person.pk]
    allowance = allowance_of(person)
    bring_back([row for row in _taken_back(person) if not _code(row, person, allowance)], by)
    waiting = [(row, _code(row, person, allowance)) for row in _waiting(person)]
    for code in SPARED:
        rows = [row for row, found in waiting if found == code]
        retire(rows, Why(code, wording.reason(code, person.owner.language)), by)
    _spread([row for row, code in waiting if not code and _is_letter(row)], person, allowance, by)
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


def _spread(letters: list[Message], person: Customer, allowance: Allowance, by: Actor) -> None:
    """Move letters to days with room, the first first; one that would come too late is left to its turn."""
    today = person.owner.today()
    taken = dict(touched_days([person.pk], today - A_WEEK, [row.pk for row in letters]).get(person.pk, {}))
    for row in sorted(letters, key=lambda row: (row.local_date, row.pk)):
        day = max(row.local_date, today)
        if waits_for(day, taken, allowance) == "enough_this_week":
            found = day_for(day, row.rule.kind, taken, allowance, _last_day(row, person))
            turned = {TURNED: [day.isoformat(), "enough_this_week"]}
            day = found if found and move_to(row, found, person, by, **turned) else day
        taken[day] = taken.get(day, 0) + 1


def _is_letter(row: Planned) -> bool:
    return (
        isinstance(row, Message) and row.local_date is not None and not is_exempt(row.rule.kind, row.purpose)
    )


def _last_day(row: Message, person: Customer) -> date:
    return row.expires_at.astimezone(person.owner.zoneinfo).date() - timedelta(days=1)


def _waiting(person: Customer) -> list[Planned]:
    letters = Message.objects.waiting().filter(customer=person)
    tasks = Task.objects.open().filter(customer=person, rule__isnull=False)
    return [*letters.select_related("rule"), *tasks.select_related("rule")]


def _taken_back(person: Customer) -> list[Planned]:
    theirs = {"customer": person, "state": "cancelled", "context__why__in": SPARED}
    letters, tasks = Message.objects.filter(**theirs), Task.objects.filter(**theirs)
    return [*letters.select_related("rule"), *tasks.select_related("rule")]
