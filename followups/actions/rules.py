"""The playbooks of the house, loaded as data."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from followups.defaults import ALWAYS, HOUSE_PLAYBOOKS
from followups.models import Playbook, Rule
from followups.models.rule import Action, Anchor

NEW_IN_PLAYBOOKS = ("stops", "every", "every_unit", "times", "until_days", "channels", "script")


@transaction.atomic
def ensure_default_rules() -> None:
    """Add the house's playbooks and steps that are missing; what somebody changed stays as it is.

    Rules from before there were playbooks find theirs by their key, and what a rule could not say then.
    """
    Playbook.objects.bulk_create(
        [_playbook(position, terms) for position, terms in enumerate(HOUSE_PLAYBOOKS)], ignore_conflicts=True
    )
    playbooks = {playbook.key: playbook for playbook in Playbook.objects.filter(owner=None)}
    for terms in HOUSE_PLAYBOOKS:
        steps = [_step(playbooks[terms["key"]], *place) for place in enumerate(terms["steps"])]
        _take_in(steps)
        Rule.objects.bulk_create(steps, ignore_conflicts=True)


def _playbook(position: int, terms: dict) -> Playbook:
    values = {name: value for name, value in terms.items() if name != "steps"}
    return Playbook(position=position, **values)


def _step(playbook: Playbook, position: int, terms: dict) -> Rule:
    values = {"action": Action.TASK, "active_from": ALWAYS, **terms}
    return Rule(playbook=playbook, position=position, **values)


def _take_in(steps: Sequence[Rule]) -> None:
    """Give the house's rules without a playbook theirs, and let them say what no rule could say before.

    A distributor's own ones stay without until their owner edits the playbook: it is nobody else's.
    """
    of_keys = {step.key: step for step in steps}
    old = Rule.objects.filter(playbook=None, key__in=of_keys)
    # A word after a long silence came again after the same time, three times, without saying so.
    old.filter(anchor=Anchor.LAST_CONTACT, every=0, offset_days__gt=0).update(every=F("offset_days"), times=3)
    for rule in old.filter(owner=None):
        step = of_keys[rule.key]
        rule.playbook, rule.position = step.playbook, step.position
        _say_more(rule, step)
        rule.save(update_fields=["playbook", "position", *NEW_IN_PLAYBOOKS])


def _say_more(rule: Rule, step: Rule) -> None:
    for name in NEW_IN_PLAYBOOKS:
        if getattr(rule, name) == Rule._meta.get_field(name).get_default():
            setattr(rule, name, getattr(step, name))
