"""Decides whether something that was asked of a distributor is over: answered, ordered, refused."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

MOST_UNANSWERED = 3  # words to somebody who never answers; then they are left in peace


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of a person; `since` is the moment from which on it counts.

    `unanswered` is how many words of ours stayed without one of theirs.
    """

    since: datetime
    replied_at: datetime | None = None
    ordered_at: datetime | None = None
    refused_on: date | None = None
    complaint_open: bool = False
    unanswered: int = 0


def stopped(stops: Collection[str], seen: Seen) -> str:
    """Return the first of the conditions, by their codes, that ends a step, or an empty string."""
    if not stops:
        return ""
    holds = {
        "refused": seen.refused_on is not None and seen.refused_on >= seen.since.date(),
        "complaint": seen.complaint_open,
        "ordered": seen.ordered_at is not None and seen.ordered_at > seen.since,
        "replied": seen.replied_at is not None and seen.replied_at > seen.since,
        "unanswered": seen.unanswered >= MOST_UNANSWERED,
    }
    return next((code for code, met in holds.items() if met and code in stops), "")
