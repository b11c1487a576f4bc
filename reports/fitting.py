"""Decides which parameters make the orders of all people most likely.

Equal histories are counted once, so that 100,000 people cost as much as there are different ones. The
only file that needs numpy: who only reads what was fitted never loads it.
"""

from collections.abc import Mapping
from math import exp, inf, isfinite, lgamma, log

import numpy as np

from reports.amounts import Spending
from reports.simplex import NotFound, lowest
from reports.survival import Behaviour, History

BUYERS_NEEDED = 100  # who came back; the histories of fewer hold no four parameters
SMALLEST, LARGEST = 1e-3, 1e4  # of a parameter; beyond, the data do not hold it
EDGE = 1e6  # so far it may look for it


class NoFit(Exception):
    """The orders do not hold a fit; the word says why: `too_few` came back, or there is `no_maximum`."""


class Histories:
    """Histories and how many people have each, as columns."""

    def __init__(self, counted: Mapping[History, int]):
        rows = [(one.repeats, one.last, one.known, people) for one, people in counted.items()]
        self.repeats, self.last, self.known, self.weight = np.array(rows, dtype=float).reshape(-1, 4).T
        self.people = int(self.weight.sum())
        self.buyers = int(self.weight[self.repeats > 0].sum())
        self.counts, self.place = np.unique(self.repeats, return_inverse=True)
        self.again = self.repeats > 0

    def log_likelihood(self, how: Behaviour) -> float:
        """Equation 6 of the paper, summed over all."""
        r, alpha, a, b = how.r, how.alpha, how.a, how.b
        fixed = r * log(alpha) - lgamma(r) + lgamma(a + b) - lgamma(b)
        of_count = [fixed + lgamma(r + x) + lgamma(b + x) - lgamma(a + b + x) for x in self.counts]
        still = -(r + self.repeats) * np.log(alpha + self.known)
        left = np.full(len(still), -inf)
        x = self.repeats[self.again]
        left[self.again] = log(a) - np.log(b + x - 1) - (r + x) * np.log(alpha + self.last[self.again])
        return float(self.weight @ (np.array(of_count)[self.place] + np.logaddexp(still, left)))


class Amounts:
    """Numbers of further orders with their mean amounts, and how many people have each, as columns."""

    def __init__(self, counted: Mapping[tuple[int, float], int]):
        rows = [(x, mean, people) for (x, mean), people in counted.items() if x > 0 and mean > 0]
        self.repeats, self.mean, self.weight = np.array(rows, dtype=float).reshape(-1, 3).T
        self.people = int(self.weight.sum())
        self.counts, self.place = np.unique(self.repeats, return_inverse=True)

    def log_likelihood(self, how: Spending) -> float:
        """Equation 1a of the note, summed over all."""
        fixed = how.q * log(how.v) - lgamma(how.q)
        shape = how.p * self.repeats
        of_count = [fixed + lgamma(how.p * x + how.q) - lgamma(how.p * x) for x in self.counts]
        free = (shape - 1) * np.log(self.mean) + shape * np.log(self.repeats)
        free -= (shape + how.q) * np.log(how.v + self.repeats * self.mean)
        return float(self.weight @ (np.array(of_count)[self.place] + free))


def fit_behaviour(counted: Mapping[History, int]) -> tuple[Behaviour, float]:
    """Return how people most likely order and leave, and the log-likelihood. Raises NoFit."""
    table = Histories(counted)
    if table.buyers < BUYERS_NEEDED:
        raise NoFit("too_few")
    known = float(np.average(table.known, weights=table.weight))
    return _most_likely(Behaviour, table, [1.0, max(known, 0.1), 1.0, 1.0])


def fit_spending(counted: Mapping[tuple[int, float], int]) -> tuple[Spending, float]:
    """Return how amounts most likely scatter, and the log-likelihood. Raises NoFit."""
    table = Amounts(counted)
    if table.people < BUYERS_NEEDED:
        raise NoFit("too_few")
    mean = float(np.average(table.mean, weights=table.weight))
    # In units of the mean, so that a currency of large numbers is no other case.
    scaled = Amounts({(x, m / mean): n for (x, m), n in counted.items()})
    found, likely = _most_likely(Spending, scaled, [1.0, 2.0, 1.0])
    if found.q <= 1:
        raise NoFit("no_maximum")  # a mean that is infinite
    return Spending(found.p, found.q, found.v * mean), likely - scaled.people * log(mean)


def _most_likely(kind, table, start: list[float]):
    def cost(point: list[float]) -> float:
        if max(map(abs, point)) > log(EDGE):
            return inf
        likely = table.log_likelihood(kind(*map(exp, point)))
        return -likely / table.people if isfinite(likely) else inf

    try:
        point, least = lowest(cost, [log(value) for value in start])
    except NotFound:
        raise NoFit("no_maximum") from None
    values = [exp(value) for value in point]
    if not all(SMALLEST < value < LARGEST for value in values):
        raise NoFit("no_maximum")
    return kind(*values), -least * table.people
