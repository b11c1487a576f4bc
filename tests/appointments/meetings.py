"""A meeting for tests of doors and pages."""

from datetime import timedelta

from appointments.actions import book
from appointments.models import Appointment, MeetingKind
from kit import clock


def booked(owner, by, *people, days: int = 3) -> Appointment:
    """Book a call of the owner with people in some days, whatever the hours are."""
    kind, _ = MeetingKind.objects.get_or_create(
        owner=owner, slug="call", defaults={"name": "A call", "minutes": 20, "place": "phone", "seats": 30}
    )
    at = (clock.now() + timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
    return book(owner=owner, by=by, kind=kind, starts_at=at, people=people, anyway=True)
