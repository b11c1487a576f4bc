"""Putting a playbook live: its draft becomes the rules, and what waits is planned anew by them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from followups.actions.playbooks.claimed import refuse_claims
from followups.actions.playbooks.drafts import keep_draft, unchanged
from followups.actions.playbooks.own import held_own, refuse_unseen
from followups.actions.slices import replan_now_or_later
from followups.drafting import draft_steps, faults_in, live_steps
from followups.errors import Closed, Unsound
from followups.models import Message, Playbook, Rule, Task
from followups.soundness import Fault
from followups.steps import GONE, NAMES, Change, Step, changes, plain, read_step
from kit import clock
from kit.events import Actor, record
from team.models import Distributor


@dataclass(frozen=True)
class Difference:
    """What going live would change: the steps, and how much waits of each that is changed or gone."""

    changes: list[Change] = field(default_factory=list)
    waiting: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.changes)


def difference(playbook: Playbook) -> Difference:
    """Compare the draft of a playbook with what is live. Writes nothing."""
    if playbook.draft is None or playbook.owner_id is None:
        return Difference()
    steps = draft_steps(playbook)
    changed = changes(live_steps(playbook), steps)
    keys = [change.key for change in changed if change.before]
    return Difference(changed, _waiting(playbook, keys), faults_in(steps, playbook.owner))


@transaction.atomic
def go_live(
    *, playbook: Playbook, owner: Distributor, by: Actor, reason: str = "", seen: str | None = None
) -> Playbook:
    """Put the draft live and plan anew what waits by it; without a draft nothing happens.

    Returns the playbook with its `event` and, as `replanned`, what became of what waits; of many
    people a worker sees to that, and `replanning` says how far it is. Raises Unsound, Stale, and Claims for a shared one that promises income or health without a `reason`.
    """
    own = held_own(owner, playbook.key)
    if own is None or own.draft is None:
        return unchanged(own or playbook)
    refuse_unseen(own, seen)
    steps = draft_steps(own)
    if faults := faults_in(steps, owner):
        raise Unsound(faults)
    claims = refuse_claims(steps, reason) if own.shared_at else []
    return _put_live(own, steps, by, "playbook.live", reason=reason, claims=claims)


@transaction.atomic
def restore_steps(*, playbook: Playbook, by: Actor, before: dict, version: int) -> Playbook:
    """Undo a going live: the steps `before` are live again, as a new version, and what was new is a draft again.

    A draft that was begun since stays. Raises Closed after a later going live.
    """
    playbook.refresh_from_db(from_queryset=Playbook.objects.select_for_update(of=("self",)))
    if playbook.version != version:
        raise Closed(_("The playbook was put live again since."))
    draft = playbook.draft or before["draft"]
    playbook = _put_live(playbook, [read_step(kept) for kept in before["steps"]], by, "playbook.brought_back")
    keep_draft(playbook, draft)
    return playbook


def _put_live(own: Playbook, steps: Sequence[Step], by: Actor, kind: str, **why) -> Playbook:
    before = {"version": own.version, "steps": [plain(step) for step in live_steps(own)], "draft": own.draft}
    touched = _write_rules(own, steps)
    own.version, own.draft, own.updated_at = own.version + 1, None, clock.now()
    own.save(update_fields=["version", "draft", "updated_at"])
    after = {"version": own.version, "steps": [plain(step) for step in steps], **why}
    own.event = record(kind, own, by=by, before=before, after=after)
    replan_now_or_later(playbook=own, rules=touched, by=by)
    return own


def _write_rules(own: Playbook, steps: Sequence[Step]) -> list[Rule]:
    """Make the rules what the steps are and return those that are new, changed or gone."""
    rules = {rule.key: rule for rule in Rule.objects.filter(owner=own.owner_id, playbook=own)}
    touched = []
    for change in changes(live_steps(own), steps):
        rule = rules.setdefault(change.key, Rule(owner_id=own.owner_id, playbook=own, key=change.key))
        _write(rule, change)
        if change.plans:
            touched.append(rule)
    for position, step in enumerate(steps):
        Rule.objects.filter(pk=rules[step.key].pk).exclude(position=position).update(position=position)
    return touched


def _write(rule: Rule, change: Change) -> None:
    """A step that goes is retired, for what was sent by it points to it; one that comes back is taken up."""
    rule.retired_at = clock.now() if change.what == GONE else None
    if change.after:
        for name in NAMES:
            setattr(rule, name, getattr(change.after, name))
        rule.channels, rule.stops = list(rule.channels), list(rule.stops)
    rule.updated_at = clock.now()
    rule.save()


def _waiting(playbook: Playbook, keys: Sequence[str]) -> dict[str, int]:
    """How many letters and tasks wait by the steps of these keys."""
    theirs = {"rule__playbook": playbook, "rule__key__in": keys}
    counted: Counter[str] = Counter()
    for rows in (Message.objects.waiting(), Task.objects.open()):
        found = rows.filter(owner=playbook.owner_id, **theirs).order_by().values_list("rule__key")
        counted.update(dict(found.annotate(Count("pk"))))
    return dict(counted)
