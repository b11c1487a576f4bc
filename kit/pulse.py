"""When a part of the machinery was last seen alive; read by the pages' foot and the health pages."""

from kit import clock
from kit.models import Pulse


def tick(name: str) -> None:
    """Note that this part is alive now."""
    now = clock.now()
    if not Pulse.objects.filter(name=name).update(ticked_at=now):
        Pulse.objects.update_or_create(name=name, defaults={"ticked_at": now})
