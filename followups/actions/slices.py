"""Plans anew by a playbook that went live: for few people at once, for many in slices of a worker.

How far it is stands in a row, and a batch and that row are one transaction: a worker that is
killed goes on exactly where it was, and two of them take turns.
"""

import logging
import time
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction

from followups.actions.replanning import AT_ONCE, Replanned, people_of, replan, replan_people
from followups.models import Playbook, Replanning, Rule
from kit import clock
from kit.background import nudge, stopping
from kit.events import Actor
from team.models import Distributor

TASK = "followups.tasks.plan_anew"
SLICE_SECONDS = 20  # the task of one slice must end long before its time limit
AWAY = (OperationalError, InterfaceError)  # of the database, which says nothing about a person

logger = logging.getLogger(__name__)


def replan_now_or_later(*, playbook: Playbook, rules: Sequence[Rule], by: Actor) -> None:
    """Plan anew by rules of a playbook, whose row the caller holds.

    Sets `replanned`, what became of what waits, and `replanning`, the row that says how far it is
    where people are many and a worker does it. What was still to do since an earlier going live is
    done along.
    """
    playbook.replanned, playbook.replanning = Replanned(), None
    rules = list({rule.pk: rule for rule in (*_left(playbook), *rules)}.values())
    for rule in rules:
        rule.playbook = playbook
    if not rules:
        return
    people = people_of(playbook.owner, rules)
    if len(people.values_list("pk", flat=True)[: AT_ONCE + 1]) <= AT_ONCE:
        playbook.replanned = replan(owner=playbook.owner, rules=rules, by=by)
        return
    playbook.replanning = Replanning.objects.create(
        playbook=playbook, rules=[str(rule.pk) for rule in rules], by=by.user, door=by.door, deed=by.deed,
        people=people.count(),
    )  # fmt: skip
    nudge(TASK)


def plan_anew(*, by: Actor, seconds: float = SLICE_SECONDS) -> bool:
    """Go on with what is to be planned anew, for so many seconds; return whether there is more to do.

    It stands in the history as done by whoever put the playbook live; `by` is named where they are gone.
    """
    ends = time.monotonic() + seconds
    while Replanning.objects.filter(ended_at=None).exists() and _go_on(by):  # most ticks lock nothing
        if time.monotonic() > ends or stopping.is_set():
            nudge(TASK)
            return True
    return False


def _left(playbook: Playbook) -> list[Rule]:
    """End what is under way for a playbook, and return the rules that it was for."""
    standing = Replanning.objects.select_for_update().filter(playbook=playbook, ended_at=None).first()
    if standing is None:
        return []
    _end(standing)
    return _rules_of(standing)


@transaction.atomic
def _go_on(by: Actor) -> bool:
    """Plan anew for one batch of people; return whether there was any."""
    waiting = Replanning.objects.filter(ended_at=None).select_related("playbook").order_by("created_at", "pk")
    row = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if row is None:
        return False
    owner, rules = Distributor.objects.get(pk=row.playbook.owner_id), _rules_of(row)
    people = people_of(owner, rules).values_list("pk", flat=True)
    ids = list((people.filter(pk__gt=row.after) if row.after else people)[:AT_ONCE])
    if not ids:
        _end(row)
        return True
    _note(row, ids, _replanned(owner, ids, rules, Actor(row.by, row.door, row.deed) if row.by else by))
    return True


def _replanned(owner: Distributor, ids: Collection[UUID], rules: Sequence[Rule], by: Actor) -> Replanned:
    """Plan anew for a batch; where that breaks, for one person after the other, so that one stops nobody."""
    done = Replanned()
    try:
        with transaction.atomic():
            replan_people(owner, ids, rules, by, done)
        return done
    except AWAY:
        raise
    except Exception:
        logger.exception("Planning anew broke for some of %s people; they are asked one by one", len(ids))
    done = Replanned()
    for id in ids:
        try:
            with transaction.atomic():
                replan_people(owner, [id], rules, by, done)
        except AWAY:
            raise
        except Exception:
            logger.exception("Nothing was planned anew for person %s", id)
    return done


def _note(row: Replanning, ids: Sequence[UUID], done: Replanned) -> None:
    row.after, row.done = ids[-1], row.done + len(ids)
    row.people = max(row.people, row.done)
    row.moved, row.added = row.moved + len(done.moved), row.added + len(done.added)
    row.gone, row.updated_at = row.gone + len(done.gone), clock.now()
    row.save()


def _end(row: Replanning) -> None:
    row.ended_at = row.updated_at = clock.now()
    row.save(update_fields=["ended_at", "updated_at"])


def _rules_of(row: Replanning) -> list[Rule]:
    return list(Rule.objects.filter(pk__in=row.rules).select_related("playbook"))
