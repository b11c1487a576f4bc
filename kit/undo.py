"""Take a change back, by the event that recorded it."""

from collections.abc import Callable, Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kit.errors import Refused
from kit.events import Actor
from kit.models import Event

Undoer = Callable[[Event, Actor], str]
_undoers: dict[str, Undoer] = {}
_offers: dict[str, Callable[[Event], bool]] = {}
_taken: dict[str, frozenset[str]] = {}


def undoes(
    kind: str, offered: Callable[[Event], bool] | None = None, takes: Iterable[str] = ()
) -> Callable[[Undoer], Undoer]:
    """Register the function that takes back events of a kind.

    It receives the event and the actor, does the work by the app's own actions, records what
    it did, and returns a sentence for the person. It raises Refused where the world moved on.
    `offered` says, from the event alone, which events of the kind are worth a button: not those
    that only follow from another one. `takes` are the kinds that go back with it, where they came
    in the same go for the same person.
    """

    def register(function: Undoer) -> Undoer:
        _undoers[kind] = function
        if offered:
            _offers[kind] = offered
        _taken[kind] = frozenset(takes)
        return function

    return register


def undoable_kinds() -> set[str]:
    """The kinds of events that can be taken back at all."""
    return set(_undoers)


def kinds_taken_with(kind: str) -> frozenset[str]:
    """The kinds that go back with an event of this kind, of those that came with it."""
    return _taken.get(kind, frozenset())


def can_undo(event: Event) -> bool:
    """Say whether Undo is to be offered beside an event."""
    return event.kind in _undoers and _offers.get(event.kind, lambda event: True)(event)


@transaction.atomic
def undo(*, event: Event, by: Actor) -> str:
    """Take an event back and return the sentence to show. A second time is refused.

    So is what `can_undo` would not offer, whatever door it comes by.
    """
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
        deed=by.deed,
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
