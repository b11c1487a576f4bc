"""Gathers the free times of a week for a page: day by day, by the clock on the visitor's wall."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from appointments.errors import JustTaken
from appointments.facts import free_times, length_of, nearest_times
from appointments.models import Appointment, MeetingKind
from appointments.slots import spread
from kit.errors import Refused
from team.models import Distributor

A_WEEK = timedelta(days=7)
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Day:
    """A day with its free starts."""

    day: date
    times: list[datetime]


@dataclass(frozen=True)
class Days:
    """Seven days from one on, and where the weeks before and after begin (None: there is none)."""

    days: list[Day]
    earlier: date | None
    later: date

    @property
    def open_day(self) -> date | None:
        """The day whose times are shown at once: the first that has any."""
        return next((day.day for day in self.days if day.times), None)

    @property
    def has_times(self) -> bool:
        return any(day.times for day in self.days)


def days_with_times(appointment: Appointment, typed: str, *, zone: ZoneInfo) -> Days:
    """Return the times to which an appointment can move, from the day that was typed on, else from its own."""
    owner = appointment.owner
    first = day_of(typed) or max(appointment.starts_at.astimezone(zone).date() - A_DAY, owner.today())
    return week_of(owner, appointment.kind, first, zone=zone, without=appointment)


def times_instead(
    refusal: Refused,
    owner: Distributor,
    kind: MeetingKind,
    at: datetime | None,
    *,
    without: Appointment | None = None,
) -> list[datetime]:
    """Return the free times nearest to one that was refused; none where there was none."""
    if isinstance(refusal, JustTaken):
        return refusal.alternatives
    return nearest_times(owner, kind, at, without=without) if at and kind else []


def week_of(
    owner: Distributor, kind: MeetingKind, first: date, *, zone: ZoneInfo, without: Appointment | None = None
) -> Days:
    """Return seven days from the first on, as the visitor counts them, none of them gone by."""
    today = owner.today()
    first = max(first, today - A_DAY)
    by_day = defaultdict(list)
    free = free_times(owner, kind, first - A_DAY, first + A_WEEK, without=without)
    others = [start for start in free if without is None or start != without.starts_at]
    for start in spread(others, timedelta(0), length_of(kind).meeting):
        by_day[start.astimezone(zone).date()].append(start)
    days = [Day(day, by_day[day]) for day in (first + n * A_DAY for n in range(7))]
    return Days(days, max(first - A_WEEK, today) if first > today else None, first + A_WEEK)


def moment_of(typed: str) -> datetime | None:
    """Return the moment that was sent with its offset, None for any other text or one out of all reach."""
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        return None
    return moment if moment.tzinfo and 1970 < moment.year < 9000 else None


def day_of(typed: str) -> date | None:
    """Return the day that an address names, None where it names none within reach of a calendar."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if date(1970, 1, 1) <= day <= date(9000, 1, 1) else None
