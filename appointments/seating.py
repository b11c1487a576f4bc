"""Counts the seats of groups: how many are left, and which coming ones there are."""

from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from appointments.models import Appointment, MeetingKind
from appointments.models.appointment import State

SITS = ~Q(guests__state=State.CANCELLED)


def seats_left(appointment: Appointment) -> int:
    """Return how many seats nobody has; one that is only asked for is somebody's."""
    return appointment.seats - appointment.guests.exclude(state=State.CANCELLED).count()


def groups_with_seats(kind: MeetingKind, first: datetime, last: datetime) -> QuerySet[Appointment]:
    """Return the groups of a kind that begin between two moments, each with its `seats_left`."""
    rows = Appointment.objects.filter(kind=kind, seats__gt=1, starts_at__gt=first, starts_at__lte=last)
    taken = Count("guests", filter=Q(guests__isnull=False) & SITS)
    return rows.holding().annotate(seats_left=F("seats") - taken).order_by("starts_at", "pk")
