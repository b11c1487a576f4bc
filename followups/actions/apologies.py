"""Says sorry before the person has to ask: a task as soon as a promise is late or broken."""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from followups import wording
from followups.actions.facts import hold_people, tell_next_due
from followups.actions.planned import desk_of, record_planned, task_for
from followups.actions.retired import Why, bring_back, retire
from followups.models import Promise
from followups.models.kinds import TaskKind
from followups.models.task import TaskState
from followups.planning import Due
from followups.promising import owes_apology
from kit import clock
from kit.events import Actor

AT_ONCE = 500  # promises looked at in one go
LONG_PAST = timedelta(days=30)  # after which the sweep brings nothing up that nobody minded
AHEAD = timedelta(hours=14)  # the wall that is furthest ahead
STANDS = timedelta(days=14)
IN_TIME = "in_time"  # why an apology is taken off: there is nothing to be sorry for


def apologise_in_time(*, by: Actor) -> int:
    """Put an apology on the list for each open promise whose day went by; return how many. Twice is once."""
    found = [row for row in _unsaid()[:AT_ONCE] if owes_apology(row.state, row.told_on, row.owner.today())]
    return sum(_apologise(row, by) for row in found)


def mind_apology(row: Promise, by: Actor) -> None:
    """Let there be the task to say sorry where one is owed, and none where it is not.

    The caller holds the person and the promise. One that was done, or taken off by hand, stays so.
    """
    today = row.owner.today()
    owed = not row.revoked_at and owes_apology(row.state, row.first_told_on, today)
    task = row.apology
    if owed and task is None:
        _plan(row, by)
    elif owed and task.state == TaskState.CANCELLED and task.context.get("why") == IN_TIME:
        bring_back([task], by)
    elif not owed and task and task.state == TaskState.OPEN:
        why = wording.reason("nothing_late", row.owner.language)
        retire([task], Why(IN_TIME, why), by)
    else:
        return
    tell_next_due([row.customer])


@transaction.atomic
def _apologise(promise: Promise, by: Actor) -> bool:
    """Look again once the person is held."""
    person = hold_people([promise.customer_id])[promise.customer_id]
    row = _unsaid().filter(pk=promise.pk).first()
    if row is None or person.deleted_at:
        return False
    person.owner = row.owner
    row.customer = person
    mind_apology(row, by)
    return True


def _unsaid() -> QuerySet:
    """Open promises that may be late, with nothing said yet; the longest late first."""
    furthest = (clock.now() + AHEAD).date()
    rows = Promise.objects.open().filter(
        apology=None, told_on__lt=furthest, told_on__gte=furthest - LONG_PAST
    )
    rows = rows.filter(customer__deleted_at=None, owner__is_active=True)
    return rows.select_related("owner", "apology").order_by("told_on", "pk")


def _plan(row: Promise, by: Actor) -> None:
    now, person = clock.now(), row.customer
    today = row.owner.today()
    local = now.astimezone(desk_of(row.owner).zone)
    due = Due(today, local.time(), now, now + STANDS)
    words = wording.script(TaskKind.APOLOGY, "", person.warmth == "cold", row.owner.language)
    context = {"promised": row.text, "told_on": row.first_told_on.isoformat()}
    task = task_for(person, None, due, kind=TaskKind.APOLOGY, script=words, context=context)
    task.save(force_insert=True)
    record_planned([task], by)
    Promise.objects.filter(pk=row.pk).update(apology=task)
    row.apology = task
