"""Decides at the last look what becomes of a letter: sent, put off, or not sent for a reason."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from followups import planning
from followups.kinds import Kind
from followups.planning import Place
from followups.reach import Reach

A_DAY, A_WEEK = timedelta(hours=24), timedelta(days=7)
MOST_A_WEEK = 3
EXEMPT = frozenset({Kind.THANK})  # a thank-you answers what the person did


@dataclass(frozen=True)
class Facts:
    """What is known of a letter and its person in the moment before it goes."""

    kind: str
    expires_at: datetime
    place: Place
    reach: Reach
    person_gone: bool = False
    rule_paused: bool = False
    asked_for: bool = False  # approved or sent again by hand
    sent_lately: tuple[datetime, ...] = field(default=())


@dataclass(frozen=True)
class Verdict:
    """The state a letter goes to, with the code of the reason; `due_at` where it is put off.

    `what` fills the sentence of the reason where it has room for something.
    """

    state: str
    code: str = ""
    due_at: datetime | None = None
    what: str = ""


GO = Verdict("claimed")


def look(facts: Facts, now: datetime) -> Verdict:
    """Say what becomes of a letter now. What is put off beyond its time is too late."""
    if facts.person_gone:
        return Verdict("cancelled", "person_gone")
    if facts.rule_paused and not facts.asked_for:
        return Verdict("cancelled", "rule_paused")
    if not facts.reach:
        return Verdict("refused", facts.reach.code)
    if now >= facts.expires_at:
        return Verdict("expired", "too_late")
    due, code = _earliest(facts, now)
    if due <= now:
        return GO
    return Verdict("planned", code, due) if due < facts.expires_at else Verdict("expired", "too_late")


def _earliest(facts: Facts, now: datetime) -> tuple[datetime, str]:
    """The first moment at which the letter may go, and what it waits for."""
    turn, code = now, ""
    if facts.kind not in EXEMPT and not facts.asked_for:
        turn = max(now, _their_turn(facts.sent_lately, now))
        code = "one_a_day" if turn > now else ""
    due = planning.allowed(turn, facts.place)
    return due, code or ("quiet" if due > now else "")


def _their_turn(sent: tuple[datetime, ...], now: datetime) -> datetime:
    """One letter in 24 hours and three in seven days, so that nobody is flooded."""
    week = sorted(moment for moment in sent if moment > now - A_WEEK)
    turn = week[-1] + A_DAY if week else now
    if len(week) >= MOST_A_WEEK:
        turn = max(turn, week[-MOST_A_WEEK] + A_WEEK)
    return turn
