"""Decides at the last look what becomes of a letter: sent, put off, or not sent for a reason."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from followups.attention import Allowance, is_exempt, sells, turn
from followups.places import Place, allowed
from followups.planning import in_hours
from followups.reach import Reach
from followups.stops import Seen, stopped

UNTIL_SAID = timedelta(hours=1)  # after so long it is asked again whether somebody said what was meant
JUST_NOW = timedelta(minutes=10)  # no second letter begins so soon after another, whoever asked for it
SPARED = frozenset({"grieving", "resting", "no_touches", "complaint"})


@dataclass(frozen=True)
class Facts:
    """What is known of a letter and its person in the moment before it goes.

    `asked_for` is what the distributor sent off by hand; `recent` are the moments of the touches of
    the last days that count, for what was asked for those of the last letters alone; `at_time` and `until_time` are those of the step; `stops` name what ends the step, `seen` is what was seen of the person.
    """

    kind: str
    expires_at: datetime
    place: Place
    reach: Reach
    purpose: str = "service"
    person_gone: bool = False
    rule_paused: bool = False
    asked_for: bool = False
    in_doubt: bool = False  # they answered, and perhaps want no more
    kept_away: str = ""  # the code of why nobody is to be asked now
    stops: Collection[str] = ()
    seen: Seen | None = None
    recent: tuple[datetime, ...] = ()
    allowance: Allowance = field(default_factory=Allowance)
    at_time: time = time(10)
    until_time: time | None = None


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
    if code := facts.kept_away or ("" if facts.asked_for else _over(facts)):
        return Verdict("cancelled", code)
    if not facts.reach:
        return Verdict("refused", facts.reach.code)
    if now >= facts.expires_at:
        return Verdict("expired", "too_late")
    if facts.in_doubt and not facts.asked_for:
        due = now + UNTIL_SAID
        return (
            Verdict("planned", "perhaps_stop", due)
            if due < facts.expires_at
            else Verdict("expired", "too_late")
        )
    due, code = _earliest(facts, now)
    if due == now:
        return GO
    if due is None or due >= facts.expires_at:
        return Verdict("cancelled", code) if code in SPARED else Verdict("expired", "too_late")
    return Verdict("planned", code, due)


def _over(facts: Facts) -> str:
    """What has ended the step meanwhile."""
    if facts.rule_paused:
        return "rule_paused"
    return stopped(facts.stops, facts.seen) if facts.seen else ""


def _earliest(facts: Facts, now: datetime) -> tuple[datetime | None, str]:
    """The first moment at which the letter may go, None for never, and what it waits for."""
    at, code = _their_turn(facts, now)
    if at is None:
        return None, code
    due = allowed(at, facts.place)
    if due > now:
        code = code or "quiet"
    if facts.asked_for:
        return due, code
    later = in_hours(facts, due, facts.place)
    return later, code or ("past_hours" if later > due else "")


def _their_turn(facts: Facts, now: datetime) -> tuple[datetime | None, str]:
    """When the person has room for it; what was sent off by hand waits for one that has just gone, at most."""
    if is_exempt(facts.kind, facts.purpose):
        return now, ""
    unhappy = facts.allowance.complaint_open and sells(facts.kind, facts.purpose)
    if not facts.asked_for or unhappy:
        theirs = turn(now, facts.kind, facts.purpose, facts.recent, facts.allowance, facts.place.zone)
        return theirs.at, theirs.code
    free = max(facts.recent, default=now - JUST_NOW) + JUST_NOW
    return (free, "one_a_day") if free > now else (now, "")
