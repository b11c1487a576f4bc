"""Decides how much somebody's next orders will come to, from what the earlier ones came to: Gamma-Gamma.

Fader and Hardie (2013): The Gamma-Gamma Model of Monetary Value. Amounts of one person scatter around their
own mean (`p`), the means of people around that of all (`q`, `v`): who ordered seldom is believed to be like the
others, who ordered often to stay as they are. Only further orders count, as for the chance to come back.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spending:
    """How amounts scatter: within a person (p), between people (q, v in money)."""

    p: float
    q: float
    v: float

    @property
    def mean(self) -> float:
        """What an order of somebody unknown comes to."""
        return self.p * self.v / (self.q - 1)


def expected_amount(how: Spending, repeats: int, mean: float) -> float:
    """Return what an order of somebody will come to, whose further orders had this mean (equation 5)."""
    if repeats == 0:
        return how.mean
    return how.p * (how.v + repeats * mean) / (how.p * repeats + how.q - 1)
