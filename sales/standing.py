"""Decides on which days a standing order runs, when a run is announced, and when it is missed.

Runs are counted from the day of the first: that day plus n times the rhythm, never a run plus a step.
So a 31st comes back after a shorter month, and a delay moves one run alone.
"""

from datetime import date, timedelta

from followups.recurrence import occurrences

ANNOUNCED_BEFORE = timedelta(days=5)
MISSED_AFTER = timedelta(days=7)  # nobody is sent goods so long after the day that was announced


def run_after(starts_on: date, every: int, unit: str, after: date) -> date:
    """Return the first day of the rhythm that lies after a day. Raises OverflowError where no calendar has one."""
    first = max(after + timedelta(days=1), starts_on)
    days = occurrences(starts_on, 0, every, unit, first=first, last=date.max)
    found = next(days, None)
    if found is None:
        raise OverflowError("date value out of range")
    return found[1]


def announced_on(due_on: date) -> date:
    """Return the day on which a run is announced, so that it can be skipped or put off."""
    return due_on - ANNOUNCED_BEFORE


def is_missed(due_on: date, today: date) -> bool:
    """Say whether a run that did not happen on its day is let be."""
    return today > due_on + MISSED_AFTER
