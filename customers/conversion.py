"""Decides how many of those who stood on a rung climbed on within a window of days.

Days are the owner's, and only standing evidence counts. The window of WINDOW days ends today and
opens with the end of the day before it. Of a rung, `stood` counts who stood on it at the opening
or came to it within the window, and `climbed` those of them who stand above it at the end of
today. Who reaches several rungs on one day stood on each: somebody added and buying on one day
did climb. Without evidence somebody stands on the lowest rung; evidence of a day still to come
counts as today's.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from customers.ladder import Piece, Rung, reached_on

WINDOW = 90  # days
FEW = 20  # of fewer, a percentage says more than is known; below one percent it says too little


@dataclass(frozen=True)
class Climbed:
    """Of `stood` people on a rung within the window, `climbed` left it upward."""

    stood: int = 0
    climbed: int = 0

    @property
    def percent(self) -> int:
        return round(100 * self.climbed / self.stood) if self.stood else 0

    @property
    def is_told_in_numbers(self) -> bool:
        return self.stood < FEW or 100 * self.climbed < self.stood


def opening(today: date) -> date:
    """Return the day at whose end the window that ends today opens."""
    return today - timedelta(days=WINDOW)


def climbed_on(
    stayed: Mapping[int, int], moved: Iterable[Iterable[Piece]], today: date
) -> dict[Rung, Climbed]:
    """Return for each rung how many stood on it within the window and climbed on.

    `stayed` counts by rung the people who have stood where they stand since the opening, and
    those on the lowest rung; `moved` is the evidence of each of the others.
    """
    stood, climbed = Counter(stayed), Counter()
    for evidence in moved:
        for rung, left in _stays(reached_on(evidence), today):
            stood[rung] += 1
            climbed[rung] += left
    return {rung: Climbed(stood[rung], climbed[rung]) for rung in Rung}


def _stays(reached: Mapping[Rung, date], today: date) -> Iterable[tuple[Rung, bool]]:
    """Yield the rungs somebody stood on within the window, from the top, and whether they were left."""
    left_on = None
    for rung in reversed(Rung):
        day = min(reached[rung], today) if rung in reached else None
        if day is None or (left_on and day > left_on):
            continue
        if left_on is None or left_on > opening(today):
            yield rung, left_on is not None
        left_on = day
