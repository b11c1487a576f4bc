"""Reads outside calendars that are due: claimed by one conditional update, read outside of any transaction.

What was read last stays until something new was read whole: no error and no absence deletes.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from appointments.apart import busy_times_apart
from appointments.fetching import CannotRead, Fetched, fetch
from appointments.models import Appointment, Availability, OutsideCalendar, OutsideTime
from appointments.outside import Taken
from kit import clock

AT_ONCE = 10  # of one run
LEASE = timedelta(minutes=5)  # longer than reading may take
EVERY = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(hours=6)
WHOLE_AFTER = timedelta(hours=12)  # read in full again: later days have come into reach
BEFORE, BEYOND = timedelta(days=32), timedelta(days=32)
LEAST_AHEAD = timedelta(days=180)
BATCH = 1000


def read_due_calendars() -> int:
    """Read what is due, and return how many were."""
    due = OutsideCalendar.objects.filter(due_at__lte=clock.now(), owner__is_active=True)
    rows = list(due.select_related("owner").order_by("due_at")[:AT_ONCE])
    return sum(read_calendar(row) for row in rows)


def read_calendar(calendar: OutsideCalendar) -> bool:
    """Read one calendar and note what came of it; False where another worker has it."""
    now = clock.now()
    mine = OutsideCalendar.objects.filter(pk=calendar.pk, due_at=calendar.due_at)
    if not mine.update(due_at=now + LEASE, tried_at=now):
        return False
    try:
        fetched = _fetch(calendar, now)
        times = None if fetched.content is None else _times(calendar, fetched.content, now)
    except CannotRead as problem:
        _note_failure(calendar, problem.code, now)
    else:
        _keep(calendar, fetched, times, now)
    return True


def _fetch(calendar: OutsideCalendar, now: datetime) -> Fetched:
    is_fresh = calendar.read_at is not None and calendar.read_at > now - WHOLE_AFTER
    known = {"etag": calendar.etag, "changed": calendar.changed} if is_fresh else {}
    return fetch(calendar.url, inside=settings.CALENDARS_INSIDE, **known)


def _times(calendar: OutsideCalendar, content: bytes, now: datetime) -> list[Taken]:
    """The busy times within reach, without those of our own appointments, which came back to us."""
    owner = calendar.owner
    terms = Availability.objects.filter(owner=owner).first() or Availability(owner=owner)
    last = now + max(timedelta(days=terms.furthest_days), LEAST_AHEAD) + BEYOND
    times = busy_times_apart(content, owner.zoneinfo.key, now - BEFORE, last, owner.email or "")
    ours = set(
        Appointment.objects.filter(owner=owner, ends_at__gt=now - BEFORE).values_list("uid", flat=True)
    )
    return [one for one in times if one.uid not in ours]


@transaction.atomic
def _keep(calendar: OutsideCalendar, fetched: Fetched, times: list[Taken] | None, now: datetime) -> None:
    """Put what was read in the place of what was; of no times, what was still holds."""
    if not OutsideCalendar.objects.select_for_update().filter(pk=calendar.pk).exists():
        return  # removed meanwhile
    values = {
        "due_at": now + EVERY,
        "failed": "",
        "failures": 0,
        "etag": fetched.etag,
        "changed": fetched.changed,
    }
    if times is not None:
        values["read_at"] = now
        OutsideTime.objects.filter(calendar=calendar).delete()
        rows = (
            OutsideTime(
                calendar=calendar, uid=one.uid, starts_at=one.starts_at, ends_at=one.ends_at, title=one.title
            )
            for one in times
        )
        OutsideTime.objects.bulk_create(rows, batch_size=BATCH)
    OutsideCalendar.objects.filter(pk=calendar.pk).update(**values, updated_at=now)


def _note_failure(calendar: OutsideCalendar, code: str, now: datetime) -> None:
    """Try again later, and ever later."""
    failures = min(calendar.failures + 1, 100)
    pause = min(EVERY * 2 ** min(failures - 1, 10), LONGEST_PAUSE)
    OutsideCalendar.objects.filter(pk=calendar.pk).update(
        failed=code, failures=failures, due_at=now + pause, updated_at=now
    )
