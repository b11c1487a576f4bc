"""Decides whose turn it is: how much attention a person is given, over all rhythms together.

At most one touch a person and day, and so many in any seven days. Nothing but service while a
complaint is open, while somebody grieves, and while they are left in peace. What answers
something they did themselves is never held up, and does not count.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from followups.kinds import Kind
from team.wall_time import instant_at

USUAL_A_WEEK = 2
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)

EXEMPT = frozenset({Kind.THANK, Kind.ANSWER, Kind.NOTES, Kind.REMINDER, Kind.COMPLAINT, Kind.APOLOGY})
UNCOUNTED = EXEMPT | {Kind.FIX_ADDRESS}  # what no rhythm gave rise to
SELLING = frozenset({Kind.REORDER, Kind.OFFER, Kind.WIN_BACK})
WEIGHTS = {
    Kind.BIRTHDAY: 6,  # comes on its day or not at all
    Kind.OUTCOME: 5,
    Kind.STANDING: 5,
    Kind.SUGGESTION: 4,
    Kind.ENROLMENT: 4,
    Kind.CHECK_IN: 4,
    Kind.WELCOME: 4,
    Kind.TIPS: 3,
    Kind.SURVEY: 3,
    Kind.REORDER: 2,
    Kind.OFFER: 1,
    Kind.WIN_BACK: 1,
    Kind.REACH_OUT: 0,
}


@dataclass(frozen=True, slots=True)
class Allowance:
    """How much attention a person is given. Days are those of the person, up to and with them."""

    a_week: int = USUAL_A_WEEK
    grieving_until: date | None = None
    resting_until: date | None = None
    complaint_open: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """When something may go, None for not at all, and the code of what it waits for."""

    at: datetime | None
    code: str = ""


def is_exempt(kind: str, purpose: str = "service") -> bool:
    """Say whether something is outside of the budget: no rhythm, but an answer to what they did."""
    return kind in UNCOUNTED and purpose == "service"


def sells(kind: str, purpose: str = "service") -> bool:
    """Say whether something sells: what no hand may send either while somebody is not content."""
    return kind in SELLING or purpose == "marketing"


def turn(
    now: datetime,
    kind: str,
    purpose: str,
    recent: Sequence[datetime],
    allowance: Allowance,
    zone: ZoneInfo,
) -> Turn:
    """Return when a touch may go that is due now, at the same time of a later day if not today.

    `recent` are the moments of the touches of the last seven days that count; `zone` is the
    person's. Codes: complaint, grieving, resting, no_touches, one_a_day, enough_this_week.
    """
    if is_exempt(kind, purpose):
        return Turn(now)
    local = now.astimezone(zone)
    if allowance.complaint_open:  # asked again tomorrow: nobody knows when it will be closed
        return Turn(instant_at(local.date() + A_DAY, local.time(), zone), "complaint")
    taken = Counter(moment.astimezone(zone).date() for moment in recent)
    code = waits_for(local.date(), taken, allowance)
    if not code:
        return Turn(now)
    day = _first_day(local.date(), taken, allowance, latest=date.max - A_WEEK)
    return Turn(day and instant_at(day, local.time(), zone), code)


def day_for(
    day: date, kind: str, taken: Mapping[date, int], allowance: Allowance, latest: date
) -> date | None:
    """Return the first day from `day` on with room for a touch, None if there is none up to `latest`.

    `taken` counts the touches of each day that are planned or done and count.
    """
    if kind in UNCOUNTED:
        return day if day <= latest else None
    return _first_day(day, taken, allowance, latest)


def waits_for(day: date, taken: Mapping[date, int], allowance: Allowance) -> str:
    """Return the code of what keeps a touch that counts from a day, empty if nothing does."""
    if allowance.grieving_until and day <= allowance.grieving_until:
        return "grieving"
    if allowance.resting_until and day <= allowance.resting_until:
        return "resting"
    if allowance.a_week < 1:
        return "no_touches"
    if taken.get(day, 0):
        return "one_a_day"
    return "" if has_room(day, taken, allowance.a_week) else "enough_this_week"


def has_room(day: date, taken: Mapping[date, int], a_week: int) -> bool:
    """Say whether one more touch on a day leaves it the only one, and each seven days within bounds."""
    if not taken:
        return True
    around = [taken.get(day + timedelta(days=n), 0) for n in range(-6, 7)]
    return around[6] == 0 and all(sum(around[n : n + 7]) < a_week for n in range(7))


def _first_day(day: date, taken: Mapping[date, int], allowance: Allowance, latest: date) -> date | None:
    if allowance.a_week < 1:
        return None
    if spared := spared_until(allowance):
        day = max(day, spared + A_DAY)
    while day <= latest and not has_room(day, taken, allowance.a_week):
        day += A_DAY
    return day if day <= latest else None


def spared_until(allowance: Allowance) -> date | None:
    """Return the last day of grief or rest, whichever is later."""
    days = (allowance.grieving_until, allowance.resting_until)
    return max((day for day in days if day), default=None)


def weight(kind: str, priority: int = 1) -> tuple[int, int]:
    """Return what decides which of two touches on one day stays: the greater; the other is named by it."""
    return -priority, WEIGHTS.get(kind, 0)
