"""Decides what holds when two records of what somebody agreed to meet: the stricter one wins.

A word about letters is "yes" (they agreed), "no" (they want none), or empty: never asked.
"""

from collections.abc import Iterable
from typing import Protocol

AGREED, REFUSED, UNASKED = "yes", "no", ""


class Agreement(Protocol):
    channel: str
    purpose: str
    withdrawn_at: object


def strictest(one: str, other: str) -> str:
    """Return the word that holds of two: a no stands whatever the other says, a yes beside silence."""
    if REFUSED in (one, other):
        return REFUSED
    return AGREED if AGREED in (one, other) else UNASKED


def word_of(agreements: Iterable[Agreement], channel: str, purpose: str) -> str:
    """Return the word that somebody's agreements give: standing, all taken back, or none at all."""
    about = [row for row in agreements if (row.channel, row.purpose) == (channel, purpose)]
    if any(row.withdrawn_at is None for row in about):
        return AGREED
    return REFUSED if about else UNASKED
