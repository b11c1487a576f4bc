"""Decides the order of Today: what is worth doing first, and why.

Every reason has a weight. A person appears once, by the weightiest of their reasons; ties go
to what passes by sooner, then to who has waited longest for a word. The weights are ours,
ordered by what the trade loses people over: unanswered questions, missing thanks, broken
rhythm, and last the cold calls.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

SOON = timedelta(hours=24)


class Reason(StrEnum):
    """Why a line stands where it stands."""

    COMPLAINT = "complaint"
    THEY_WAIT = "they_wait"
    SORRY = "sorry"
    PROMISED = "promised"
    THANKS_OWED = "thanks_owed"
    NOT_DELIVERED = "not_delivered"
    BIRTHDAY = "birthday"
    CHECK_IN = "check_in"
    NEXT_ORDER = "next_order"
    OTHER = "other"
    REACH_OUT = "reach_out"
    PASSES_BY = "passes_by"
    COLD = "cold"
    SLIPPING = "slipping"
    HIGH_RUNG = "high_rung"


WEIGHTS = {
    Reason.COMPLAINT: 120,
    Reason.THEY_WAIT: 100,
    Reason.SORRY: 95,
    Reason.PROMISED: 90,
    Reason.THANKS_OWED: 80,
    Reason.NOT_DELIVERED: 70,
    Reason.BIRTHDAY: 65,
    Reason.CHECK_IN: 60,
    Reason.NEXT_ORDER: 50,
    Reason.OTHER: 45,
    Reason.REACH_OUT: 30,
    Reason.PASSES_BY: 25,
    Reason.COLD: 15,
    Reason.SLIPPING: 15,
    Reason.HIGH_RUNG: 5,
}

KIND_REASONS = {
    "promise": Reason.PROMISED,
    "complaint": Reason.COMPLAINT,
    "apology": Reason.SORRY,
    "answer": Reason.THEY_WAIT,
    "thank": Reason.THANKS_OWED,
    "fix_address": Reason.NOT_DELIVERED,
    "birthday": Reason.BIRTHDAY,
    "check_in": Reason.CHECK_IN,
    "tips": Reason.CHECK_IN,
    "reorder": Reason.NEXT_ORDER,
    "standing": Reason.NEXT_ORDER,
    "reach_out": Reason.REACH_OUT,
}

MINUTES = {"complaint": 15, "answer": 10, "thank": 5, "birthday": 5, "fix_address": 5, "reach_out": 10}
USUAL_MINUTES = 8  # for every other kind of task
HIGH_RUNG = 4  # client and above


@dataclass(frozen=True)
class Candidate:
    """Something that could be done today for a person: a task, or a promise that is due."""

    task: UUID
    person: UUID
    kind: str
    due_at: datetime
    expires_at: datetime | None
    cold: bool
    slipping: bool
    rung: int
    last_contact_at: datetime | None


@dataclass(frozen=True)
class Ranked:
    """A candidate with its reasons, the weightiest first, and what else waits for the person."""

    candidate: Candidate
    reasons: tuple[Reason, ...]
    weight: int
    also: tuple[UUID, ...] = field(default=())


def rank(candidates: Iterable[Candidate], now: datetime) -> list[Ranked]:
    """Return one line for each person, the best first."""
    ranked = sorted((_weigh(candidate, now) for candidate in candidates), key=_best_first)
    lines: dict[UUID, Ranked] = {}
    others: dict[UUID, list[UUID]] = {}
    for line in ranked:
        person = line.candidate.person
        if person in lines:
            others.setdefault(person, []).append(line.candidate.task)
        else:
            lines[person] = line
    return [
        Ranked(line.candidate, line.reasons, line.weight, tuple(others.get(person, ())))
        for person, line in lines.items()
    ]


def minutes_for(kinds: Iterable[str]) -> int:
    """Return about how long these kinds of things take, rounded up to five minutes."""
    total = sum(MINUTES.get(kind, USUAL_MINUTES) for kind in kinds)
    return -(-total // 5) * 5


def _weigh(candidate: Candidate, now: datetime) -> Ranked:
    reasons = sorted(_reasons(candidate, now), key=WEIGHTS.__getitem__, reverse=True)
    return Ranked(candidate, tuple(reasons), sum(WEIGHTS[reason] for reason in reasons))


def _reasons(candidate: Candidate, now: datetime) -> list[Reason]:
    facts = {
        KIND_REASONS.get(candidate.kind, Reason.OTHER): True,
        Reason.PASSES_BY: candidate.expires_at is not None and candidate.expires_at <= now + SOON,
        Reason.COLD: candidate.cold,
        Reason.SLIPPING: candidate.slipping,
        Reason.HIGH_RUNG: candidate.rung >= HIGH_RUNG,
    }
    return [reason for reason, holds in facts.items() if holds]


def _best_first(line: Ranked):
    candidate = line.candidate
    return (
        -line.weight,
        candidate.expires_at is None,
        candidate.expires_at or candidate.due_at,
        candidate.last_contact_at is not None,
        candidate.last_contact_at or candidate.due_at,
        candidate.task,
    )
