"""Invents how a team grew: who came under whom, and when."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from mlmcrm.demo.names import Names
from team.tree import child_code

COUNTRIES = ("DE", "DE", "DE", "AT", "GB", "GB", "FR", "PT", "GH", "NG", "PL", "IN")
MANY = 18  # a frontline larger than this hardly grows: nobody has time for more


@dataclass(eq=False)
class Place:
    """Somebody in the tree."""

    name: str
    joined_on: date
    country: str = "DE"
    number: str = ""
    status: str = "active"
    left_on: date | None = None
    sponsor: "Place | None" = None
    path: str = ""
    depth: int = 0
    next_child: int = 0
    team: list["Place"] = field(default_factory=list)

    def sponsors(self, newcomer: "Place") -> "Place":
        """Put a newcomer on the next place below."""
        newcomer.sponsor = self
        newcomer.path = self.path + child_code(self.next_child)
        newcomer.depth = self.depth + 1
        self.next_child += 1
        self.team.append(newcomer)
        return newcomer


def grow(leader: Place, size: int, *, names: Names, rng: Random, today: date) -> list[Place]:
    """Let a team grow under a leader, one person after the other, and return who came."""
    line, came = [leader], []
    span = max((today - leader.joined_on).days - 20, 1)
    for number in range(size):
        joined = leader.joined_on + timedelta(days=10 + span * number // max(size, 1))
        newcomer = _sponsor(line, rng).sponsors(_newcomer(names.next().full, joined, number, rng, today))
        line.append(newcomer)
        came.append(newcomer)
    return came


def _sponsor(line: list[Place], rng: Random) -> Place:
    """Mostly somebody who came lately or leads already; large frontlines make room for others."""
    while True:
        one, other = rng.choice(line), rng.choice(line)
        chosen = one if len(one.team) >= len(other.team) else other
        if len(chosen.team) < MANY or rng.random() < 0.05:
            return chosen


def _newcomer(name: str, joined: date, number: int, rng: Random, today: date) -> Place:
    left = rng.random() < 0.35 * min((today - joined).days / 730, 1)
    status = rng.choice(("inactive", "inactive", "terminated")) if left else "active"
    return Place(name, joined, rng.choice(COUNTRIES), f"{200_000 + number}", status)
