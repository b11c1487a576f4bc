"""Decides who is said to be slipping away, what would clear that, and afterwards whether it was so.

The rule has a number, which each flag carries: figures of how often flags were right hold for one rule.
Rule 2: silent for longer than 1.5 of the person's own intervals (7 days at least) and less than 3, for
then they are gone and no longer going; and, where the orders of the company hold a fit, less than 80 in a
hundred likely to be a customer still. None for whom a standing order brings goods before that: their silence ends by
itself. One flag for a silence. It was real if no order came within one
further interval, 14 days at the least and 90 at most.
"""

from dataclasses import dataclass
from datetime import date, timedelta

RULE = 2
UNLIKELY = 0.8
JUDGED_WITHIN = (14, 90)  # days


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of somebody on a day: when their silence begins to mean something, and what it means."""

    last_on: date
    slips_on: date | None
    cools_on: date | None
    chance: float | None
    flagged_on: date | None = None
    comes_on: date | None = None  # the coming run of a standing order


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a flag, and the order that cleared it, if one did."""

    real: bool
    cleared_on: date | None


def is_slipping_away(one: Facts, today: date) -> bool:
    """Say whether a flag is to be raised."""
    if one.slips_on is None or one.cools_on is None or not one.slips_on <= today < one.cools_on:
        return False
    if one.comes_on is not None and one.comes_on < one.cools_on:
        return False
    if one.flagged_on is not None and one.flagged_on > one.last_on:
        return False
    return one.chance is None or one.chance < UNLIKELY


def judge_on(raised_on: date, interval_days: int) -> date:
    """Return the last day on which an order shows that a flag was none."""
    least, most = JUDGED_WITHIN
    return raised_on + timedelta(days=min(max(interval_days, least), most))


def verdict(raised_on: date, until: date, ordered_on: date | None, today: date) -> Verdict | None:
    """Return what came of a flag, None while it is too early; `ordered_on` is the next order after the silence."""
    if ordered_on is not None and ordered_on <= min(until, today):
        return Verdict(False, max(ordered_on, raised_on))
    return Verdict(True, None) if today > until else None
