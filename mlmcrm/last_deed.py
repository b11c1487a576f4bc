"""Takes back what a distributor did last, without their choosing what."""

from dataclasses import dataclass
from datetime import timedelta

from kit import clock
from kit.errors import Refused
from kit.events import Actor
from kit.models import Door, Event
from kit.telling import kinds_beside
from kit.undo import undo, undoable_kinds
from mlmcrm.deeds import deeds_of

LATELY = timedelta(hours=1)
LOOKED_AT = 200  # events of an hour
TRIES = 10


@dataclass(frozen=True)
class TakenBack:
    """What was said of the deed taken back, and why a newer one was not; either may be empty."""

    said: str = ""
    refused: str = ""


def take_back_last(*, viewer, by: Actor) -> TakenBack:
    """Undo the viewer's newest deed by the web within an hour; where one is refused, the next."""
    refused = ""
    for event in last_deeds(viewer)[:TRIES]:
        try:
            return TakenBack(undo(event=event, by=by), refused)
        except Refused as refusal:
            refused = refused or refusal.message
    return TakenBack(refused=refused)


def last_deeds(viewer) -> list[Event]:
    """Return what Undo without a choice would take back, newest first.

    What an undo did is no deed, else Undo pressed twice would do it again.
    """
    mine = Event.objects.visible_to(viewer).filter(actor=viewer, door=Door.WEB, at__gt=clock.now() - LATELY)
    undoing = mine.filter(kind="undo.done").exclude(deed=None).values("deed")
    events = mine.filter(kind__in=undoable_kinds() - kinds_beside()).exclude(deed__in=undoing)
    deeds = deeds_of(events.select_related("undone").order_by("-at", "-id")[:LOOKED_AT])
    offered = [event for deed in deeds for event in (deed.head, *deed.follows) if deed.offers(event)]
    return sorted(offered, key=lambda event: (event.at, event.id), reverse=True)
