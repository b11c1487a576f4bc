"""Says what changed of a knowledge card from version to version, from its events."""

from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace

from kit.models import Event
from kit.telling import Detail, details_of
from sales.models import KnowledgeCard

SAID = ("kind", "title", "text", "document")
MOST = 50


@dataclass(frozen=True)
class Version:
    """A change of a card: when, which version it made, and each field before and after."""

    number: int
    at: datetime
    details: tuple[Detail, ...]


def versions_of(card: KnowledgeCard, viewer) -> list[Version]:
    """Return the changes of a card that a viewer may see, the latest first: of a leader's since it was shared."""
    events = Event.objects.filter(subject_id=card.pk, kind="card.changed").order_by("-at", "-pk")
    if card.owner_id != viewer.pk and card.shared_at:
        events = events.filter(at__gte=card.shared_at)
    return [
        Version(event.after["version"], event.at, details_of(_said(event), KnowledgeCard))
        for event in events[:MOST]
    ]


def _said(event: Event) -> SimpleNamespace:
    after = {name: event.after[name] for name in SAID if name in event.after}
    return SimpleNamespace(before=event.before, after=after)
