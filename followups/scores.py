"""Decides what answers of some people say of all: a figure with the interval in which it lies.

Of few answers no mean is told, because it would say nothing. Intervals are those of 95 %: Wilson's for
shares, Student's for means.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev

from followups.surveying import CONTENT, NPS, SCALES, is_high, is_low

LEAST = 5  # answers for which a mean is told
Z = 1.959964
# Quantile 0.975 of Student's distribution by its degrees of freedom.
T = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
    2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip


@dataclass(frozen=True)
class Share:
    """So many of so many, and the interval of the share; None each where there is none of any."""

    count: int
    of: int
    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Mean:
    """The mean of so many values with its interval; None each where they are too few."""

    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Summary:
    """What answers on one scale come to.

    `content` is the share of those who are content, or would recommend; `score` the mean, of "how likely
    to recommend" the share of promoters less that of detractors, from -100 to 100.
    """

    measure: str
    asked: int
    response: Share
    content: Share
    low: Share
    score: Mean
    counts: tuple[int, ...]

    @property
    def n(self) -> int:
        return self.response.count


def share(count: int, of: int) -> Share:
    """Return a share with its Wilson interval."""
    if not of:
        return Share(0, 0)
    p, z2 = count / of, Z * Z
    middle = (p + z2 / (2 * of)) / (1 + z2 / of)
    reach = Z / (1 + z2 / of) * sqrt(p * (1 - p) / of + z2 / (4 * of * of))
    return Share(count, of, p, max(0.0, middle - reach), min(1.0, middle + reach))


def mean(values: Sequence[float], least: float, most: float) -> Mean:
    """Return the mean of values between two bounds with Student's interval, within the bounds."""
    n = len(values)
    if n < LEAST:
        return Mean(n)
    middle = fmean(values)
    reach = _t(n - 1) * _spread(values) / sqrt(n)
    return Mean(n, middle, max(least, middle - reach), min(most, middle + reach))


def summed(measure: str, scores: Sequence[int], asked: int) -> Summary:
    """Return what answers on a scale come to, of so many who were asked."""
    n, scale = len(scores), SCALES[measure]
    content = sum(_is_content(measure, score) for score in scores)
    low = sum(is_low(measure, score) for score in scores)
    if measure == NPS:
        score = mean([100 * (is_high(NPS, one) - is_low(NPS, one)) for one in scores], -100, 100)
    else:
        score = mean(scores, scale[0], scale[-1])
    counts = tuple(scores.count(one) for one in scale)
    return Summary(measure, asked, share(n, max(asked, n)), share(content, n), share(low, n), score, counts)


def _is_content(measure: str, score: int) -> bool:
    return is_high(NPS, score) if measure == NPS else score >= CONTENT


def _spread(values: Sequence[float]) -> float:
    """The deviation; where all say the same, that of one who would have said otherwise by one step in `n`."""
    return stdev(values) or 1 / len(values)


def _t(freedom: int) -> float:
    return T[freedom - 1] if freedom <= len(T) else Z + 2.4 / freedom
