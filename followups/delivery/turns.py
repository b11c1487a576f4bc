"""Decides whose letters go first when many wait: what is urgent, then one of each in turn."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

URGENT = 0  # the priority at which a person waits


class Due(NamedTuple):
    """A letter that is due, as far as its turn rests on it."""

    id: UUID
    owner: int
    priority: int


def in_turn(due: Iterable[Due], limit: int, left: Mapping[int, int] | None = None) -> list[Due]:
    """Return at most so many letters: what is urgent, then the first of each owner, the second, …

    `due` comes in the order in which an owner's letters go. `left` is how many each owner may
    still send; who does not stand there may send none. Without it everybody may.
    """
    ranked: dict[tuple[bool, int], list[Due]] = defaultdict(list)
    before: dict[int, int] = defaultdict(int)
    for letter in due:
        if left is None or before[letter.owner] < left.get(letter.owner, 0):
            ranked[letter.priority > URGENT, before[letter.owner]].append(letter)
            before[letter.owner] += 1
    return [letter for rank in sorted(ranked) for letter in ranked[rank]][:limit]
