"""Gathers events into deeds: which of them somebody did, and what only follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from kit.models import Event
from kit.telling import kinds_beside
from kit.undo import can_undo, kinds_taken_with

APART = timedelta(minutes=1)  # what is further apart was no one press, whatever its mark says


@dataclass(frozen=True)
class Deed:
    """One event that somebody caused, and what came with it for the same person, newest first.

    `takes_back` says that it is itself the undoing of another.
    """

    head: Event
    follows: list[Event]
    takes_back: bool = False

    def undone(self, event: Event) -> Event | None:
        """What took an event of this deed back: its own undoing, or that of the head."""
        own = undone_by(event)
        goes_along = event is not self.head and (self._is_taken(event) or not can_undo(event))
        return own or (undone_by(self.head) if goes_along else None)

    def offers(self, event: Event) -> bool:
        """Say whether Undo is to be offered beside an event of this deed."""
        free = event is self.head or not self._is_taken(event)
        return free and not self.takes_back and can_undo(event) and self.undone(event) is None

    def _is_taken(self, event: Event) -> bool:
        return event.kind in kinds_taken_with(self.head.kind)


def deeds_of(events: Sequence[Event]) -> list[Deed]:
    """Gather events, newest first, into deeds, in the order of their newest events.

    Marks of an undoing are told by what they undid, so they are no deeds themselves.
    """
    undoing = {event.deed for event in events if event.undoes_id and event.deed}
    told = [event for event in events if not event.undoes_id]
    return [_deed(go, go[0].deed in undoing) for go in _goes(told)]


def whole_deeds(events: Sequence[Event], *, most: int, more: bool) -> list[Event]:
    """Return the first of events, cut where a deed ends: so many deeds at the most.

    Where there is `more` behind them, the last deed may go on there and is left for it.
    """
    begin = [go[0] for go in _goes([event for event in events if not event.undoes_id])]
    if len(begin) > most:
        return list(events[: events.index(begin[most])])
    return list(events[: events.index(begin[-1])]) if more and len(begin) > 1 else list(events)


def undone_by(event: Event) -> Event | None:
    """The event that undid this one."""
    return getattr(event, "undone", None)


def _goes(events: Sequence[Event]) -> list[list[Event]]:
    """Events of one press about one person; without a person, or a mark, each is alone."""
    goes: list[list[Event]] = []
    latest: dict[tuple, list[Event]] = {}
    for event in events:
        key = (event.deed, event.person_id)
        go = latest.get(key) if all(key) else None
        if go and go[-1].at - event.at < APART:
            go.append(event)
        else:
            latest[key] = [event]
            goes.append(latest[key])
    return goes


def _deed(go: list[Event], takes_back: bool) -> Deed:
    head = _head(go, takes_back)
    return Deed(head, [event for event in go if event is not head], takes_back)


def _head(go: list[Event], takes_back: bool) -> Event:
    """What takes others with it, else the newest that can be taken back, else what came first."""
    beside = kinds_beside()
    loud = [event for event in go if event.kind not in beside] or go
    pressed = [] if takes_back else [event for event in loud if can_undo(event)]
    leading = [event for event in pressed if kinds_taken_with(event.kind)]
    return next(iter(leading or pressed), loud[-1])
