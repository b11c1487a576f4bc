"""Decides where a function of a few numbers is lowest: the downhill simplex of Nelder and Mead (1965).

It asks for values alone, no slopes, and may be told infinity where the function is not defined.
"""

from collections.abc import Callable, Sequence
from math import inf, isfinite

Point = list[float]
Cost = Callable[[Point], float]

WIDE = 0.4  # the first steps from where it begins
MOST_STEPS = 600
MOST_STARTS = 12
FLAT, NARROW = 1e-9, 1e-4  # the corners' values, and places, are as good as one


class NotFound(Exception):
    """It goes down further and further, or is nowhere defined."""


def lowest(cost: Cost, start: Sequence[float]) -> tuple[Point, float]:
    """Return the lowest point and its value; begun again where it ended until that helps no more. Raises NotFound."""
    point, value = list(start), cost(list(start))
    for _again in range(MOST_STARTS):
        found, lower = _descend(cost, point)
        if not isfinite(lower):
            break
        better, point, value = value - lower, found, lower
        if better < FLAT:
            return point, value
    raise NotFound


def _descend(cost: Cost, start: Point) -> tuple[Point, float]:
    corners = [(cost(point), point) for point in _first_corners(start)]
    for _step in range(MOST_STEPS):
        corners.sort(key=lambda corner: corner[0])
        if _is_one_point(corners):
            break
        corners = _step_down(cost, corners)
    value, point = min(corners, key=lambda corner: corner[0])
    return point, value


def _first_corners(start: Point) -> list[Point]:
    return [start, *([*start[:i], start[i] + WIDE, *start[i + 1 :]] for i in range(len(start)))]


def _is_one_point(corners) -> bool:
    (least, best), (most, worst) = corners[0], corners[-1]
    return most - least < FLAT and max(abs(a - b) for a, b in zip(best, worst, strict=True)) < NARROW


def _step_down(cost: Cost, corners: list) -> list:
    """Put a better corner in place of the worst; if there is none, draw all nearer to the best."""
    *better, (most, worst) = corners
    least, second = better[0][0], better[-1][0]
    middle = [sum(axis) / len(better) for axis in zip(*(point for _, point in better), strict=True)]

    def beyond(times: float) -> tuple[float, Point]:
        point = [m + times * (m - w) for m, w in zip(middle, worst, strict=True)]
        return cost(point), point

    mirrored = beyond(1)
    if mirrored[0] < least:
        return [*better, min(mirrored, beyond(2), key=lambda corner: corner[0])]
    if mirrored[0] < second:
        return [*better, mirrored]
    nearer = beyond(0.5) if mirrored[0] < most else beyond(-0.5)
    if nearer[0] < min(mirrored[0], most, inf):
        return [*better, nearer]
    return _shrunk(cost, corners)


def _shrunk(cost: Cost, corners: list) -> list:
    best, *others = corners
    halves = ([(a + b) / 2 for a, b in zip(best[1], point, strict=True)] for _, point in others)
    return [best, *((cost(point), point) for point in halves)]
