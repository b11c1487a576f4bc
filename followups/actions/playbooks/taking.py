"""Taking a playbook that a leader above shares, and keeping up with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from followups.actions.playbooks.drafts import keep_draft
from followups.actions.playbooks.own import own_playbook
from followups.drafting import live_steps
from followups.errors import Closed
from followups.merging import merged
from followups.models import Playbook
from followups.steps import Change, Step, changes, plain, read_step
from kit.events import Actor, Event, record
from team.models import Distributor

LIVE_KINDS = ("playbook.made", "playbook.live", "playbook.brought_back")


@dataclass(frozen=True)
class News:
    """What the original changed since it was taken, step by step."""

    source: Playbook
    version: int
    changes: list[Change] = field(default_factory=list)


@transaction.atomic
def take(*, source: Playbook, owner: Distributor, by: Actor) -> Playbook:
    """Take a shared playbook as a draft of one's own, to be looked at, adapted and put live.

    Raises Closed where there are changes that are not live yet: they would be lost.
    """
    source = _shared(source, owner)
    own = own_playbook(owner=owner, key=source.key, by=by)
    return _begin(own, source, live_steps(source), by, "playbook.taken")


@transaction.atomic
def catch_up(*, playbook: Playbook, owner: Distributor, by: Actor) -> Playbook:
    """Take over, as a draft, what the original changed since; what was adapted here stays."""
    own = own_playbook(owner=owner, key=playbook.key, by=by)
    if own.source is None:
        raise Closed(_("This playbook was not taken from another one."))
    source = own.source if own.source.owner_id is None else _shared(own.source, owner)
    steps = merged(_as_taken(own), live_steps(source), live_steps(own))
    return _begin(own, source, steps, by, "playbook.caught_up")


@transaction.atomic
def give_back(*, playbook: Playbook, owner: Distributor, by: Actor) -> Playbook:
    """Begin a draft with the steps of the house, whatever one's own were."""
    own = own_playbook(owner=owner, key=playbook.key, by=by)
    house = Playbook.objects.filter(owner=None, key=playbook.key).first()
    if house is None:
        raise Closed(_("The house has no such playbook."))
    return _begin(own, house, live_steps(house), by, "playbook.given_back")


def news_of_source(playbook: Playbook) -> News | None:
    """Return what the original changed since it was taken; None while nothing did, or it is shared no more."""
    source = playbook.source
    if source is None or source.version <= (playbook.source_version or 0):
        return None
    if source.owner_id and not source.shared_at:
        return None
    return News(source, source.version, changes(_as_taken(playbook), live_steps(source)))


def _shared(source: Playbook, owner: Distributor) -> Playbook:
    shared = Playbook.objects.shared_with(owner).filter(pk=source.pk).first()
    if shared is None:
        raise Closed(_("This playbook is not shared any more."))
    return shared


def _begin(own: Playbook, source: Playbook, steps: Sequence[Step], by: Actor, kind: str) -> Playbook:
    if own.draft is not None:
        raise Closed(_("You have changes that are not live yet. Put them live or throw them away first."))
    former = {"source": own.source_id and str(own.source_id), "source_version": own.source_version}
    own.source, own.source_version = source, source.version
    keep_draft(own, {"steps": [plain(step) for step in steps], "former": former})
    after = {"mark": own.mark, "source": source.pk, "version": source.version}
    own.event = record(kind, own, by=by, before={"draft": None, **former}, after=after)
    return own


def _as_taken(own: Playbook) -> list[Step]:
    """The steps of the original as they were when they were taken."""
    versions = Event.objects.filter(subject_id=str(own.source_id), kind__in=LIVE_KINDS)
    event = versions.filter(after__version=own.source_version).order_by("-at", "-id").first()
    return [read_step(kept) for kept in event.after["steps"]] if event else live_steps(own)
