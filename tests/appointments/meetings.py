"""A meeting for tests of doors and pages."""

from datetime import time, timedelta

from appointments.actions import add_kind, book, protect_time, set_hours_on_day
from appointments.actions.waiting import wait_for
from appointments.models import Appointment, MeetingKind, Waiting
from kit import clock


def booked(owner, by, *people, days: int = 3) -> Appointment:
    """Book a call of the owner with people in some days, whatever the hours are."""
    seats, slug = (30, "talk-of-many") if len(people) > 1 else (1, "call")
    kind, _ = MeetingKind.objects.get_or_create(
        owner=owner, slug=slug, defaults={"name": "A call", "minutes": 20, "place": "phone", "seats": seats}
    )
    at = (clock.now() + timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
    return book(owner=owner, by=by, kind=kind, starts_at=at, people=people, anyway=True)


def waiting(owner, by, person, *, days: int = 3) -> Waiting:
    """Put a person on the waiting list of a day."""
    kind = MeetingKind.objects.filter(owner=owner, seats=1).first()
    return wait_for(owner=owner, kind=kind, day=owner.today() + timedelta(days=days), person=person, by=by)


def limited(owner, by, *, rows: int = 1) -> dict:
    """Give the owner so many kinds, protected times and single days; return an id of each of the last two."""
    for number in range(rows):
        add_kind(owner=owner, by=by, name=f"Kind {number}")
        starts, ends = time(number % 24, 10), time(number % 24, 50)
        protect_time(owner=owner, by=by, weekday=number // 24, starts=starts, ends=ends)
        day = owner.today() + timedelta(days=20 + number)
        set_hours_on_day(owner=owner, by=by, day=day, hours=[(time(8), time(9)), (time(10), time(19))])
    return {
        "protected_time": owner.protected_times.first().pk,
        "single_day": owner.hours_on_days.first().pk,
    }
