"""When a part of the machinery was last seen alive; read by the pages' foot and the health pages."""

from datetime import datetime

from kit import clock
from kit.models import Pulse


def tick(name: str) -> None:
    """Note that this part is alive now."""
    now = clock.now()
    if not Pulse.objects.filter(name=name).update(ticked_at=now):
        Pulse.objects.update_or_create(name=name, defaults={"ticked_at": now})


def last_tick(name: str) -> datetime | None:
    """Return when the part was last seen alive, or None if never."""
    return Pulse.objects.filter(name=name).values_list("ticked_at", flat=True).first()
