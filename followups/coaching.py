"""Decides which day to name when something is promised: one that was met nine times of ten before, and a day.

Few promises of one's own are filled up with the team's, and what still lacks with what is usual.
Only as many days count as it took before; a promise that was broken took longer than any.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

OWN, TEAM, USUAL = "own", "team", "usual"  # what most of a proposal rests on

ENOUGH = 20  # promises of one's own, from which on they decide alone
NINE_OF_TEN = 0.9
IN_HAND = 1  # a day more than that, so that what is done in time is done early
NEVER = 10_000  # days that a broken promise counts as
LONGEST = 365  # days; further off nobody waits
USUAL_DAYS: Mapping[str, int] = {"answer": 1, "contact": 2, "send": 3, "delivery": 7, "other": 3}


@dataclass(frozen=True)
class Proposal:
    """A day to name. `days` from today, `known` promises of one's own behind it, `basis` what decided."""

    day: date
    days: int
    known: int
    basis: str


def proposed(today: date, told: Sequence[int], team: Sequence[int], usual: int) -> Proposal:
    """Propose the day to name today, from the days that promises of the kind took so far.

    `told` are one's own, `team` those of others nearby, `usual` is what holds without any; NEVER
    stands for one that was broken. From ENOUGH of one's own on the others count for nothing.
    """
    weighed = _weighed(told, team, usual)
    days = min(_met(weighed), LONGEST - IN_HAND) + IN_HAND
    return Proposal(today + timedelta(days=days), days, len(told), _basis(weighed))


def _weighed(told: Sequence[int], team: Sequence[int], usual: int) -> list[tuple[int, float, str]]:
    """Days with their weight: one's own count one each, others share what lacks of ENOUGH, at most one each."""
    lacks = max(0, ENOUGH - len(told))
    each = min(1.0, lacks / len(team)) if team else 0.0
    rest = lacks - each * len(team)
    shares = [(days, 1.0, OWN) for days in told] + [(days, each, TEAM) for days in team]
    return sorted(share for share in (*shares, (usual, rest, USUAL)) if share[1] > 0)


def _met(weighed: list[tuple[int, float, str]]) -> int:
    """The fewest days within which nine of ten were done; the most that any took, where too many were broken."""
    needed = NINE_OF_TEN * sum(weight for _days, weight, _from in weighed)
    reached = zip(weighed, accumulate(weight for _days, weight, _from in weighed), strict=True)
    days = next(days for (days, _weight, _from), sum_so_far in reached if sum_so_far >= needed - 1e-9)
    if days < NEVER:
        return days
    return max((days for days, _weight, _from in weighed if days < NEVER), default=LONGEST)


def _basis(weighed: list[tuple[int, float, str]]) -> str:
    """Whose days weigh most; one's own where they weigh as much."""
    sums = {
        source: sum(weight for _d, weight, by in weighed if by == source) for source in (OWN, TEAM, USUAL)
    }
    return max(sums, key=sums.__getitem__)
