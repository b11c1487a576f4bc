"""Decides which live steps are looked for in one go: however many distributors have steps of their own.

Who has playbooks of their own has the same anchors as everybody, mostly with the same numbers.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from followups.attention import weight

MOST_ALIKE = 50  # different numbers in one question


class Playbook(Protocol):
    rung: int | None


class Step(Protocol):
    """What of a live step matters here."""

    owner_id: int | None
    playbook: Playbook | None
    kind: str
    priority: int
    anchor: str
    offset_days: int
    cold_offset_days: int | None
    every: int
    every_unit: str
    times: int | None
    until_days: int | None
    keep_hours: int


@dataclass(frozen=True)
class Round:
    """Steps of one anchor, at most one of each distributor, by what decides whom they may be for."""

    alike: Sequence[Sequence[Step]]

    @property
    def steps(self) -> list[Step]:
        return [step for those in self.alike for step in those]

    @property
    def anchor(self) -> str:
        return self.alike[0][0].anchor


def rounds_of(steps: Iterable[Step]) -> list[Round]:
    """Return rounds of steps, the weightiest first: of two on a day it is the one that stays.

    Steps of the house have one each; how many there are of others does not grow with their owners.
    """
    found: dict[tuple, list[Step]] = defaultdict(list)
    turns: Counter = Counter()
    for step in sorted(steps, key=_weight, reverse=True):
        turn = (step.owner_id, _weight(step), step.anchor)
        turns[turn] += 1
        found[step.owner_id is None, *turn[1:], turns[turn]].append(step)
    return [Round(alike) for those in found.values() for alike in _by_numbers(those)]


def _by_numbers(steps: list[Step]) -> Iterable[list[list[Step]]]:
    """Parts of steps, each in lists of those whose numbers are the same."""
    alike: dict[tuple, list[Step]] = defaultdict(list)
    for step in steps:
        alike[_numbers(step)].append(step)
    lists = list(alike.values())
    return (lists[start : start + MOST_ALIKE] for start in range(0, len(lists), MOST_ALIKE))


def _weight(step: Step) -> tuple[int, int]:
    return weight(step.kind, step.priority)


def _numbers(step: Step) -> tuple:
    """What decides whom a step may ask something for, beside whose it is."""
    return (
        step.playbook is None,
        step.playbook and step.playbook.rung,
        step.offset_days,
        step.cold_offset_days,
        step.every,
        step.every_unit,
        step.times,
        step.until_days,
        step.keep_hours,
    )
