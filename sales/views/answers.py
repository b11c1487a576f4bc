"""What the views of this app answer with after a deed."""

from kit.models import Event
from kit.toasts import toast


def event_of(viewer, row, kind: str) -> Event | None:
    """Return the latest event of a kind about a row: what Undo takes back."""
    events = Event.objects.visible_to(viewer).filter(subject_id=str(row.pk), kind=kind)
    return events.order_by("-at", "-pk").first()


def say(request, text: str, row, kind: str) -> None:
    """Say what was done, with Undo."""
    toast(request, text, undo=event_of(request.user, row, kind), level="good")
