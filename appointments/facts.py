"""Reads what decides about free times: hours, limits, and what is busy already."""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Case, DateTimeField, F, Value, When

from appointments.models import Appointment, Availability, MeetingKind, OutsideTime
from appointments.models.appointment import HOLDING, State
from appointments.slots import Bounds, Busy, Length, Opening, free_slots, nearest
from kit import clock
from team.actions.hours import days_off_of, hours_of
from team.models import Distributor
from team.office_hours import USUAL_HOURS, Stretch

A_WEEK = timedelta(days=7)
FAR = timedelta(days=3 * 365)
COUNTED = (*HOLDING, State.FINISHED, State.MISSED)
LONGEST_BLOCK = timedelta(days=2)  # a blocked range is never longer


def opening_of(owner: Distributor, terms: Availability) -> Opening:
    """Return when a distributor can be met; who set no hours works the usual ones."""
    on_days = defaultdict(list)
    for one in owner.hours_on_days.all():
        on_days[one.day].append((one.opens, one.closes))
    return Opening(
        zone=owner.zoneinfo,
        hours=hours_of(owner) or USUAL_HOURS,
        days_off=days_off_of(owner, working=on_days),
        on_days=on_days,
        protected=[Stretch(one.weekday, one.starts, one.ends) for one in owner.protected_times.all()],
        step=timedelta(minutes=terms.step_minutes),
        notice=timedelta(minutes=terms.notice_minutes),
        furthest=timedelta(days=terms.furthest_days),
    )


def bounds_of(terms: Availability) -> Bounds:
    """Return how much of meeting a distributor wants."""
    return Bounds(
        most_a_day=terms.most_a_day,
        time_a_day=_minutes(terms.minutes_a_day),
        most_a_week=terms.most_a_week,
        time_a_week=_minutes(terms.minutes_a_week),
        most_in_a_row=terms.most_in_a_row,
        pause=timedelta(minutes=terms.pause_minutes),
    )


def length_of(kind: MeetingKind) -> Length:
    """Return how long a meeting of a kind takes, with its way and its pauses."""
    return Length(
        meeting=timedelta(minutes=kind.minutes),
        before=timedelta(minutes=kind.travel_minutes + kind.minutes_before),
        after=timedelta(minutes=kind.travel_minutes + kind.minutes_after),
    )


def busy_of(owner: Distributor, first: date, last: date, *, without: Appointment | None = None) -> list[Busy]:
    """Return what takes time in the weeks of these days; `without` leaves one out, which is being moved.

    Meetings that are over hold no time any more, but count for the limits of their day and week.
    """
    start = datetime.combine(first, time(), UTC) - A_WEEK - LONGEST_BLOCK
    end = datetime.combine(last, time(), UTC) + A_WEEK + LONGEST_BLOCK
    rows = Appointment.objects.filter(owner=owner, state__in=COUNTED).overlapping(start, end)
    if without is not None:
        rows = rows.exclude(pk=without.pk)
    times = rows.order_by().values_list(_held("blocked_from"), _held("blocked_until"), "starts_at", "ends_at")
    elsewhere = OutsideTime.objects.filter(calendar__owner=owner).overlapping(start, end).order_by()
    no_meeting = Value(None, DateTimeField())
    elsewhere = elsewhere.values_list("starts_at", "ends_at", no_meeting, no_meeting)
    return [Busy(*row) for row in times.union(elsewhere, all=True)]


def _held(name: str) -> Case:
    """A moment of the blocked range; over, it is a range of nothing."""
    return Case(When(state__in=HOLDING, then=F(name)), default=F("starts_at"))


def free_times(
    owner: Distributor, kind: MeetingKind, first: date, last: date, *, without: Appointment | None = None
) -> list[datetime]:
    """Return when a meeting of a kind may begin on these days of the distributor."""
    terms = terms_of(owner)
    busy = busy_of(owner, first, last, without=without)
    return free_slots(
        opening_of(owner, terms), bounds_of(terms), length_of(kind), busy, first, last, clock.now()
    )


def is_free_time(owner: Distributor, kind: MeetingKind, moment: datetime) -> bool:
    """Say whether a meeting of a kind may begin at a moment."""
    day = moment.astimezone(owner.zoneinfo).date()
    return moment in free_times(owner, kind, day, day)


def nearest_times(
    owner: Distributor, kind: MeetingKind, wanted: datetime, *, without: Appointment | None = None
) -> list[datetime]:
    """Return the three free starts nearest to a moment, within a week before and two after it.

    A moment that is over, or out of all reach, is taken for now.
    """
    now = clock.now()
    wanted = wanted if now < wanted < now + FAR else now
    day = wanted.astimezone(owner.zoneinfo).date()
    first = max(day - A_WEEK, owner.today())
    free = free_times(owner, kind, first, max(first, day) + 2 * A_WEEK, without=without)
    others = [start for start in free if without is None or start != without.starts_at]
    return nearest(others, wanted, apart=length_of(kind).meeting / 2)


def terms_of(owner: Distributor) -> Availability:
    """Return what a distributor set, the defaults where nothing was."""
    return Availability.objects.filter(owner=owner).first() or Availability(owner=owner)


def _minutes(number: int | None) -> timedelta | None:
    return None if number is None else timedelta(minutes=number)
