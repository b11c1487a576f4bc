"""Decides how likely somebody still is a customer, and how often they will order, from when they ordered: BG/NBD.

Fader, Hardie, Lee (2005): "Counting Your Customers" the Easy Way, Marketing Science 24(2). While they are
customers, people order at random, each at their own pace (`r`, `alpha`); after each further order each may
leave for good, with their own chance (`a`, `b`). Nobody says that they left: the silence does. All times are
weeks, and several orders on one day are one. `reports/fitting.py` finds the parameters.
"""

from dataclasses import dataclass
from math import exp, isfinite, log

MOST_TERMS = 10_000
CLOSE_ENOUGH = 1e-13  # of a term against the sum
SINGULAR = 1e-7  # so near to where the formula divides by nothing, a step aside


@dataclass(frozen=True, slots=True)
class History:
    """What is known of somebody: further orders, when the last came, how long they are known; from the first on."""

    repeats: int
    last: float
    known: float


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How people order (r, alpha in weeks) and how they leave (a, b)."""

    r: float
    alpha: float
    a: float
    b: float


NEW = History(0, 0, 0)


def chance_alive(how: Behaviour, one: History) -> float:
    """Return how likely somebody still is a customer, from 0 to 1.

    Who ordered once gets 1: in this model people leave after a further order, so that of these it
    knows nothing. Doors say nothing then, instead of "certainly".
    """
    if one.repeats == 0:
        return 1.0
    odds = _log_odds_gone(how, one)
    return 1 / (1 + exp(odds)) if odds < 700 else 0.0


def expected_orders(how: Behaviour, one: History, weeks: float) -> float:
    """Return how many orders to expect of somebody in the coming weeks (equation 10; of NEW equation 9).

    Never more than of somebody who surely stays: where the parameters are far out, the series has no digits left.
    """
    if weeks <= 0:
        return 0.0
    a, total = _aside(how.a - 1), _aside(how.a + how.b + one.repeats - 1)
    left = (how.alpha + one.known) / (how.alpha + one.known + weeks)
    # Euler's transformation of the paper's series: its terms fall fast, however many orders there were.
    series = _gauss(total - how.r - one.repeats, a, total, 1 - left)
    staying = total / a * (1 - exp(a * log(left)) * series)
    at_most = (how.r + one.repeats) / (how.alpha + one.known) * weeks
    return chance_alive(how, one) * min(max(0.0, staying), at_most) if isfinite(staying) else 0.0


def _log_odds_gone(how: Behaviour, one: History) -> float:
    silence = log(how.alpha + one.known) - log(how.alpha + one.last)
    return log(how.a) - log(how.b + one.repeats - 1) + (how.r + one.repeats) * silence


def _aside(value: float) -> float:
    return SINGULAR if abs(value) < SINGULAR else value


def _gauss(a: float, b: float, c: float, z: float) -> float:
    """The hypergeometric function of Gauss, by its series."""
    term = total = 1.0
    for n in range(MOST_TERMS):
        term *= (a + n) * (b + n) / ((c + n) * (n + 1)) * z
        total += term
        if abs(term) <= CLOSE_ENOUGH * abs(total):
            break
    return total
