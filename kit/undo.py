"""Take a change back, by the event that recorded it."""

from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kit.errors import Refused
from kit.events import Actor
from kit.models import Event

Undoer = Callable[[Event, Actor], str]
_undoers: dict[str, Undoer] = {}


def undoes(kind: str) -> Callable[[Undoer], Undoer]:
    """Register the function that takes back events of a kind.

    It receives the event and the actor, does the work by the app's own actions, records what
    it did, and returns a sentence for the person. It raises Refused where the world moved on.
    """

    def register(function: Undoer) -> Undoer:
        _undoers[kind] = function
        return function

    return register


def can_undo(event: Event) -> bool:
    """Say whether events of this kind can be taken back at all."""
    return event.kind in _undoers


@transaction.atomic
def undo(*, event: Event, by: Actor) -> str:
    """Take an event back and return the sentence to show. A second time is refused."""
    if not can_undo(event):
        raise Refused(_("This cannot be undone."), code="not_undoable")
    _mark_undone(event, by)
    return _undoers[event.kind](event, by)


def _mark_undone(event: Event, by: Actor) -> None:
    mark = Event(
        kind="undo.done",
        actor_id=by.user.pk if by.user else None,
        owner_id=event.owner_id,
        door=by.door,
        subject_type=event.subject_type,
        subject_id=event.subject_id,
        person_id=event.person_id,
        undoes=event,
    )
    try:
        with transaction.atomic():
            mark.save(force_insert=True)
    except IntegrityError:
        raise Refused(_("This has been undone already."), code="undone_already") from None
