"""Tells whether a line would let somebody come, over others, through themselves."""

from collections.abc import Iterable
from uuid import UUID

from customers.actions.introductions import introducers_above
from customers.introductions import closes_circle


class Circles:
    """Who introduced whom: in the database, and by the lines so far, which may not be written yet."""

    def __init__(self):
        self._said: dict[UUID, UUID] = {}
        self._known: dict[UUID, UUID | None] = {}

    def look_up(self, ids: Iterable[UUID]) -> None:
        """Load who introduced these people, up to the first; what was loaded before is forgotten."""
        ids = list(ids)
        self._known = dict.fromkeys(ids) | introducers_above(ids)

    def closes(self, friend: UUID, introducer: UUID) -> bool:
        return closes_circle(friend, introducer, self._by_whom)

    def note(self, friend: UUID, introducer: UUID) -> None:
        """Remember what a line said."""
        self._said[friend] = introducer

    def _by_whom(self, id: UUID) -> UUID | None:
        if id in self._said:
            return self._said[id]
        if id not in self._known:
            self._known |= {id: None} | introducers_above([id])
        return self._known[id]
