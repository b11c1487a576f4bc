"""Says in words what happened to an order, from its events."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.models import Event

DEEDS = {
    "order.placed": gettext_lazy("Entered"),
    "order.changed": gettext_lazy("Changed"),
    "order.delivered": gettext_lazy("Delivered"),
    "order.delivery_taken_back": gettext_lazy("Delivery taken back"),
    "order.voided": gettext_lazy("Made void"),
    "order.returned": gettext_lazy("Returned"),
    "order.reinstated": gettext_lazy("Counted again"),
}
DOORS = {
    "api": gettext_lazy("by app"),
    "import": gettext_lazy("by import"),
    "command": gettext_lazy("by command"),
    "task": gettext_lazy("by itself"),
}


@dataclass(frozen=True)
class Chapter:
    """One thing that happened."""

    at: datetime
    what: str
    more: str


def told(events: Iterable[Event]) -> list[Chapter]:
    """Return what happened, in the order of the events."""
    return [_chapter(event) for event in events if event.kind in DEEDS]


def _chapter(event: Event) -> Chapter:
    what = str(DEEDS[event.kind])
    if event.door in DOORS:
        what = _("%(deed)s, %(door)s") % {"deed": what, "door": DOORS[event.door]}
    return Chapter(event.at, what, (event.after or {}).get("closed_reason", ""))
