"""A task for a person where a letter should have gone and did not."""

from datetime import time, timedelta

from customers.models import Customer
from followups import occasions, wording
from followups.actions.planned import desk_of, instead_of_letter, record_planned, task_for
from followups.kinds import Kind
from followups.models import Message, Task
from followups.planning import Due
from kit import clock
from kit.events import Actor
from team.wall_time import first_instant_at

KEEP = timedelta(days=7)
# Where a person would be missed: somebody must thank, welcome, answer or wish, letter or not.
MISSED = frozenset(
    {Kind.THANK, Kind.WELCOME, Kind.ANSWER, Kind.BIRTHDAY, Kind.OUTCOME, Kind.NOTES, Kind.COMPLAINT}
)


def task_instead(message: Message, by: Actor, code: str, why: str) -> Task | None:
    """Put on the list what the letter was to do: thank, ask. Once a letter, for nobody deleted.

    `why` is the sentence of what became of the letter. The caller holds the person.
    """
    if not Customer.objects.filter(pk=message.customer_id, deleted_at=None).exists():
        return None  # asked anew: a worker read its letters before it held the person
    kind = message.rule.kind
    if code == "address_refused":
        plan_instead(message, by, Kind.FIX_ADDRESS, why)
    if kind not in MISSED and code in ("too_late", "not_looked_at"):
        return None  # a check-in that comes too late is missed; the next one stands
    return plan_instead(message, by, kind, why)


def plan_instead(message: Message, by: Actor, kind: str, why: str) -> Task | None:
    """Put on the list today what a letter was to do; None where it stood there before.

    `why` is the sentence of why it did not go. The caller holds the person.
    """
    person, owner = message.customer, message.owner
    now, zone = clock.now(), desk_of(owner).zone
    today = owner.today()
    occurrence = occasions.instead(message.occurrence, kind)
    if Task.objects.filter(customer=person, rule=message.rule, occurrence=occurrence).exists():
        return None
    due = Due(today, time(), first_instant_at(today, time(), zone), now + KEEP)
    products = message.context.get("products", "")
    reason = why if kind == Kind.FIX_ADDRESS else instead_of_letter(why, owner.language)
    task = task_for(
        person, message.rule, due, occurrence=occurrence, kind=kind, reason=reason,
        context={**message.context, "instead_of": str(message.pk)},
        script=wording.script(kind, products, person.warmth == "cold", owner.language),
    )  # fmt: skip
    task.save(force_insert=True)
    record_planned([task], by)
    return task
