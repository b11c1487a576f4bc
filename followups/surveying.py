"""Decides when somebody may be asked how content they are, on which scale, and what an answer means."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from followups.anchors import OF_AN_ORDER, Anchor

APART = timedelta(days=90)  # between two surveys of one person, whatever they are about
OPEN_FOR = timedelta(days=30)
LONGEST = 5_000  # signs of an answer
CSAT, NPS = "csat", "nps"
SCALES = {CSAT: range(1, 6), NPS: range(11)}
LOW = {CSAT: 2, NPS: 6}  # up to here something is to be put right
HIGH = {CSAT: 5, NPS: 9}  # from here on somebody might tell a friend
CONTENT = 4  # from here on somebody counts as content


def occasion_of(anchor: str) -> str:
    """Return what a survey is about whose step counts from an anchor."""
    if anchor in OF_AN_ORDER:
        return "delivery"
    return "complaint" if anchor == Anchor.COMPLAINT_CLOSED else "relation"


def measure_of(occasion: str) -> str:
    """Return the scale that fits an occasion: of a thing how content, of the two how likely to recommend."""
    return NPS if occasion == "relation" else CSAT


def is_low(measure: str, score: int) -> bool:
    """Say whether an answer asks for something to be put right."""
    return score <= LOW[measure]


def is_high(measure: str, score: int) -> bool:
    """Say whether somebody is so glad that they may like to tell a friend."""
    return score >= HIGH[measure]


def too_soon(day: date, asked: Iterable[date]) -> date | None:
    """Return the day of a survey too near to ask on a day, before it or after, None where there is none."""
    return max((other for other in asked if abs(day - other) < APART), default=None)


def free_from(asked: date) -> date:
    """Return the first day on which somebody may be asked again."""
    return asked + APART


def closes(asked_at: datetime) -> datetime:
    """Return until when an answer may be given and changed."""
    return asked_at + OPEN_FOR
