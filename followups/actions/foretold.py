"""What stands by the steps of a playbook, and what had its turn: what a dry run begins with. Reads only."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from followups.coming import Place
from followups.drafting import live_rules
from followups.models import Message, Playbook, Rule, Task
from followups.models.message import State
from followups.models.rule import Action
from followups.models.task import TaskState
from followups.schedule import TOGETHER, Terms
from followups.steps import NAMES, Step, changes, step_of
from kit import clock
from team.models import Distributor

PLAYBOOK_CHANGED = "playbook_changed"
CALLED_BY_HAND = "#"  # in the name of what was repeated, or stands in the place of something
OVER = [state for state in State if state not in (State.DRAFT, State.PLANNED)]
CLOSED = [state for state in TaskState if state != TaskState.OPEN]


@dataclass(frozen=True, slots=True)
class Row:
    """A letter or task that waits. One that `stays` is left as it is when its playbook goes live."""

    when: datetime
    day: date
    channel: str
    action: str
    since: datetime
    stays: bool
    context: Mapping
    why: str = ""


def as_rules(
    owner: Distributor, playbook: Playbook | None, steps: Sequence[Terms]
) -> tuple[list[Rule], set[str]]:
    """Return the rules, not saved, that steps are or would be, and the keys that going live plans anew.

    These are of steps that are new, changed or gone.
    """
    live = {rule.key: rule for rule in live_rules(playbook)} if playbook else {}
    wanted = [step if isinstance(step, Step) else step_of(step) for step in steps]
    differing = changes([step_of(rule) for rule in live.values()], wanted)
    rules = [_rule(owner, playbook, step, live.get(step.key)) for step in wanted]
    return rules, {change.key for change in differing if change.plans}


def rows_that_wait(owner: Distributor, anew: Collection[str], keys: Collection[str]) -> dict:
    """Return what waits by steps, by person and place; `anew` are the keys of what is planned anew."""
    theirs, found = {"owner": owner, "rule__key__in": keys}, defaultdict(dict)
    letters = Message.objects.filter(**theirs, state__in=(State.DRAFT, State.PLANNED)).order_by()
    names = ("customer_id", "rule__key", "occurrence", "due_at", "local_date", "created_at", "context")
    own = ("channel", "state", "attempts", "resend_of", "letter__frozen")
    for person, key, name, due, day, since, context, channel, state, *touched in letters.values_list(
        *names, *own
    ):
        stays = key not in anew or CALLED_BY_HAND in name or any(touched)
        action = Action.REVIEW if state == State.DRAFT else Action.LETTER
        found[person][key, name] = Row(due, day or due.date(), channel, action, since, stays, context)
    tasks = Task.objects.open().filter(**theirs).order_by()
    for person, key, name, due, day, since, context, why in tasks.values_list(*names, "reason"):
        stays = key not in anew or CALLED_BY_HAND in name
        why = "" if TOGETHER in context else why
        found[person][key, name] = Row(due, day, "", Action.TASK, since, stays, context, why)
    return found


def had_their_turn(owner: Distributor, keys: Collection[str]) -> tuple[dict, dict]:
    """Return what had its turn, by person; and of that, what a step that comes back takes up again."""
    known: dict[UUID, set[Place]] = defaultdict(set)
    back: dict[UUID, set[Place]] = defaultdict(set)
    names = ("customer_id", "rule__key", "occurrence", "state", "expires_at", "context__why")
    for model, over in ((Message, OVER), (Task, CLOSED)):
        rows = model.objects.filter(Q(owner=owner, rule__key__in=keys, state__in=over)).order_by()
        for person, key, name, state, expires, why in rows.values_list(*names):
            late = expires is not None and expires <= clock.now()
            comes_back = state == State.CANCELLED and why == PLAYBOOK_CHANGED and not late
            (back if comes_back else known)[person].add((key, name))
    return known, back


def _rule(owner: Distributor, playbook: Playbook | None, step: Step, live: Rule | None) -> Rule:
    rule = copy(live) if live else Rule(owner=owner, active_from=clock.now())
    rule.playbook = playbook
    for name in NAMES:
        setattr(rule, name, getattr(step, name))
    return rule
