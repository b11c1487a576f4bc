"""Reminds distributors of their own appointments, each once, before they have to leave."""

from datetime import datetime, timedelta

from appointments.actions.kinds import LONGEST
from appointments.leaving import AHEAD, leave_by, remind_at
from appointments.models import Appointment
from appointments.models.appointment import State
from appointments.own_letters import write_before
from kit import clock
from kit.events import Actor

EXPECTED = (State.BOOKED, State.CONFIRMED)
FURTHEST = AHEAD + timedelta(minutes=2 * LONGEST)  # nobody is reminded longer before
USUAL_EARLY = 5
AT_ONCE = 500


def remind_owners(*, by: Actor) -> int:
    """Write to whom an appointment is near; return the number of letters that went.

    Who booked or changed it when it was near already knows of it, and is not reminded. What comes
    after a time without a worker still goes while it is not too late to leave. Each is claimed by itself,
    so that no letter is written within a transaction; `by` is the house.
    """
    now = clock.now()
    rows = Appointment.objects.filter(
        state__in=EXPECTED, reminded_at=None, starts_at__gt=now, starts_at__lte=now + FURTHEST
    )
    rows = rows.exclude(owner__availability__remind_me=False)
    near = rows.select_related("owner__availability", "kind").order_by("starts_at")[:AT_ONCE]
    return sum(_remind(row, now) for row in near)


def _remind(row: Appointment, now: datetime) -> bool:
    leaving = leave_by(row.place, row.starts_at, row.travel_minutes, _early(row))
    due = remind_at(row.starts_at, leaving)
    if due > now or not _claim(row, now):
        return False
    if row.updated_at >= due or (leaving or row.starts_at) <= now:
        return False
    if write_before(row):
        return True
    Appointment.objects.filter(pk=row.pk, reminded_at=now).update(reminded_at=None)
    return False


def _claim(row: Appointment, now: datetime) -> bool:
    """Two workers never remind of the same time: one conditional update says who does."""
    same = Appointment.objects.filter(pk=row.pk, version=row.version, reminded_at=None, state__in=EXPECTED)
    return bool(same.update(reminded_at=now))


def _early(row: Appointment) -> int:
    terms = getattr(row.owner, "availability", None)
    return terms.early_minutes if terms else USUAL_EARLY
