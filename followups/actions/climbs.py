"""What a step up or down the ladder does: the old rung's steps give way, the new one's begin."""

from django.db import transaction

from customers.ladder import Rung
from customers.models import Customer
from followups import wording
from followups.actions.facts import hold_people, tell_next_due
from followups.actions.planned import Planned
from followups.actions.retired import Why, bring_back, retire
from followups.actions.rhythms import plan_for
from followups.models import Message, Rule, Task
from followups.models.message import State
from followups.models.rule import Action, Anchor
from followups.models.task import TaskState
from kit.events import Actor

RUNG_CHANGED = "rung_changed"
ACTIONS = (Action.LETTER, Action.REVIEW, Action.SURVEY, Action.TASK)


@transaction.atomic
def mind_climb(*, person: Customer, by: Actor) -> None:
    """Take back what waits by steps of other rungs than the person's, and plan what the new one begins with.

    What had given way to a climb that is revoked comes back, where it is not too late.
    """
    owner = person.owner
    person = hold_people([person.pk])[person.pk]
    person.owner = owner
    left = [row for row in _waiting(person) if not _is_for(row.rule, person.rung)]
    retire(left, Why(RUNG_CHANGED, wording.reason(RUNG_CHANGED, owner.language)), by)
    bring_back([row for row in _given_way(person) if _is_for(row.rule, person.rung)], by)
    rules = Rule.objects.of(person.owner_id).filter(anchor=Anchor.CLIMB, action__in=ACTIONS)
    plan_for(person, list(rules.select_related("playbook")), by)
    tell_next_due([person])


def _is_for(rule: Rule, rung: int) -> bool:
    """Say whether a step concerns those on a rung; the first month of who joined lasts on the rungs above."""
    if rule.playbook is None or rule.playbook.rung is not None:
        return rule.playbook is None or rule.playbook.rung == rung
    return rule.anchor != Anchor.CLIMB or rung >= Rung.MEMBER


def _waiting(person: Customer) -> list[Planned]:
    letters = Message.objects.waiting().filter(customer=person).select_related("rule__playbook")
    tasks = Task.objects.open().filter(customer=person).exclude(rule=None)
    return [*letters, *tasks.select_related("rule__playbook")]


def _given_way(person: Customer) -> list[Planned]:
    theirs = {"customer": person, "context__why": RUNG_CHANGED}
    letters = Message.objects.filter(**theirs, state=State.CANCELLED).select_related("rule__playbook")
    tasks = Task.objects.filter(**theirs, state=TaskState.CANCELLED).select_related("rule__playbook")
    return [*letters, *tasks]
