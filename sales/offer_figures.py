"""Decides what an offer did: how many bought of those who were told, against those who were not.

The interval of the difference is Newcombe's, from Wilson's of the two shares: it holds for few
people, too, and says so by its width.
"""

from dataclasses import dataclass
from math import sqrt

from followups.scores import Share, share

LEAST = 10  # people in each group, below which nothing is compared


@dataclass(frozen=True)
class Result:
    """Who bought of both groups, and the difference of the shares with its interval, None for too few."""

    told: Share
    held: Share
    difference: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def is_clear(self) -> bool:
        """Whether the interval lies on one side of nothing."""
        return self.low is not None and (self.low > 0 or self.high < 0)

    @property
    def helped(self) -> bool:
        return self.is_clear and self.difference > 0


def result(bought_told: int, told: int, bought_held: int, held: int) -> Result:
    """Return what an offer did, by counts of people."""
    one, other = share(bought_told, told), share(bought_held, held)
    if min(told, held) < LEAST:
        return Result(one, other)
    gain = one.value - other.value
    low = gain - sqrt((one.value - one.low) ** 2 + (other.high - other.value) ** 2)
    high = gain + sqrt((one.high - one.value) ** 2 + (other.value - other.low) ** 2)
    return Result(one, other, gain, low, high)
