"""Decides whether an introduction closes a circle, and how introductions hang together as chains."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass

DEEPEST = 6  # links of a chain that are shown one within the other; what lies deeper stands beside them


@dataclass(frozen=True, slots=True)
class Link:
    """Somebody in a chain: how deep, whether friends of theirs follow, how many lists end with them."""

    person: Hashable
    by: Hashable | None
    depth: int
    opens: bool
    closes: int


def closes_circle(
    friend: Hashable, introducer: Hashable, by_whom: Callable[[Hashable], Hashable | None]
) -> bool:
    """Say whether the introducer came, over however many others, through the friend, or is the friend."""
    met, one = set(), introducer
    while one is not None and one not in met:
        if one == friend:
            return True
        met.add(one)
        one = by_whom(one)
    return False


def friends_of(introduced_by: Mapping) -> dict[Hashable, list]:
    """Return whom each introducer introduced, in the order given."""
    found = defaultdict(list)
    for friend, introducer in introduced_by.items():
        found[introducer].append(friend)
    return dict(found)


def beginnings(introduced_by: Mapping) -> list[tuple[Hashable, int]]:
    """Return those with whom a chain begins and how many people came through them, the longest first."""
    friends = friends_of(introduced_by)
    firsts = [one for one in friends if one not in introduced_by]
    counted = [(one, sum(1 for _ in _down(one, friends)) - 1) for one in firsts]
    return sorted(counted, key=lambda pair: -pair[1])


def chain_from(first: Hashable, friends: Mapping[Hashable, list], most: int) -> list[Link]:
    """Return a chain as lines, everybody below who introduced them; at most so many lines."""
    lines = [line for line, _ in zip(_down(first, friends), range(most), strict=False)]
    depths = [depth for _, _, depth in lines] + [0]
    return [
        Link(one, by, depth, depths[n + 1] > depth, max(0, depth - depths[n + 1]))
        for n, (one, by, depth) in enumerate(lines)
    ]


def _down(first: Hashable, friends: Mapping[Hashable, list]) -> Iterator[tuple]:
    """Yield everybody of a chain with who introduced them and the depth at which they are shown."""
    waiting, met = [(first, None, 0)], set()
    while waiting:
        one, by, depth = waiting.pop()
        if one in met:
            continue
        met.add(one)
        yield one, by, depth
        below: Iterable = friends.get(one, ())
        waiting += [(friend, one, min(depth + 1, DEEPEST)) for friend in reversed(list(below))]
