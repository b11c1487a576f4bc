"""What the views of this app answer with after a deed."""

from kit.events import last_event_of
from kit.toasts import toast


def say(request, text: str, row, kind: str) -> None:
    """Say what was done, with Undo."""
    toast(request, text, undo=last_event_of(row, kind), level="good")
