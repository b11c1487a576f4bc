"""The ledger is brought up to the facts: own figures are counted anew, and what differs goes up the line.

Each event is a sign that its owner's figures may have changed, written in the transaction of the deed.
The worker takes the events that nobody looked at, counts their owners' facts, and passes the differences
on to everybody above. What happens meanwhile is counted now or the next time; counted twice it changes nothing.
"""

from datetime import date, timedelta

from django.db import models, transaction

from kit import clock
from kit.bulk import batches
from kit.events import Actor
from kit.models import Event
from team import counting
from team.in_action import changing_days
from team.models import Company
from team.sheets import ROWS, count_anew

AT_ONCE = 500  # people of one transaction
EVENTS = 5_000  # events of one transaction


@transaction.atomic
def fold(*, company: Company, by: Actor) -> int:
    """Count the people of whom something was written first; return how many, 0 when nothing waits."""
    company = Company.objects.select_for_update().get(pk=company.pk)
    waiting = Event.objects.uncounted().filter(owner__company=company).order_by("id")
    claimed = list(waiting.values_list("id", "owner")[:EVENTS])
    people = list(dict.fromkeys(owner for _event, owner in claimed))[:AT_ONCE]
    count_anew(company, people)
    taken = set(people)
    for ids in batches((event for event, owner in claimed if owner in taken), ROWS):
        Event.objects.filter(pk__in=ids).mark_counted()
    return len(people)


@transaction.atomic
def tick(*, company: Company, by: Actor) -> int:
    """Count those who stand otherwise since midnight by the calendar alone; twice on a day is once."""
    company = Company.objects.select_for_update().get(pk=company.pk)
    today = clock.today(company.zoneinfo)
    if company.counted_on == today:
        return 0
    people = sorted(changed_since_counted(company, today))
    for some in batches(people, AT_ONCE):
        count_anew(company, some)
    Company.objects.filter(pk=company.pk).update(counted_on=today)
    return len(people)


def changed_since_counted(company: Company, today: date) -> set[int]:
    """Whoever stands otherwise by the calendar alone, or has what became overdue."""
    since = company.counted_on
    people = company.distributors.filter(changed_by_days(since, today)).values_list("pk", flat=True)
    return {*people, *(counting.aged(company, since, today) if since else ())}


def changed_by_days(since: date | None, today: date) -> models.Q:
    """Whom the days since then let stand otherwise; everybody, if nobody was ever looked at."""
    which = models.Q() if since is None else models.Q(pk=None)
    for ago in range((today - since).days if since else 0):
        for field, days in changing_days(today - timedelta(days=ago)).items():
            which |= models.Q(**{f"{field}__in": days})
    return which
