"""Decides what a contact, in either direction, does to the things owed to that person.

Any contact restarts a rhythm. What was due anyway, or would be within a few days, is done
with it; what lies further ahead and is only a rhythm counts anew from the contact.
"""

from datetime import date, timedelta

from followups.kinds import Kind

MOST_REST_DAYS = 3
RHYTHM_DAYS = 30  # offsets from here on are a rhythm, not a question about one delivery

BY_THEM = frozenset({Kind.CHECK_IN, Kind.TIPS, Kind.REACH_OUT, Kind.WIN_BACK})
ASKING = BY_THEM | {Kind.REORDER}  # letters of these a contact makes superfluous
ONLY_WHEN_DUE = frozenset({Kind.THANK, Kind.ANSWER, Kind.BIRTHDAY, Kind.WELCOME, Kind.OUTCOME})
BY_YOU = ASKING | ONLY_WHEN_DUE


def fulfils(kind: str, due_on: date, offset_days: int, contact_on: date, outgoing: bool) -> bool:
    """Say whether a contact on a day does what was owed for another."""
    if kind not in (BY_YOU if outgoing else BY_THEM):
        return False
    return contact_on >= due_on - timedelta(days=rest_days(kind, offset_days))


def rest_days(kind: str, offset_days: int) -> int:
    """Return how long before its day a contact makes something superfluous: half its offset at most."""
    return 0 if kind in ONLY_WHEN_DUE else min(MOST_REST_DAYS, abs(offset_days) // 2)


def restarts(kind: str, due_on: date, offset_days: int, contact_on: date) -> date | None:
    """Return the later day that a rhythm moves to by a contact, or None if it stays."""
    if kind not in (Kind.CHECK_IN, Kind.REACH_OUT) or offset_days < RHYTHM_DAYS:
        return None
    moved = contact_on + timedelta(days=offset_days)
    return moved if moved > due_on else None
