"""The JSON door of appointments: what the pages can do, by the same actions."""

from appointments.api.appointments import AppointmentsViewSet
from appointments.api.availability import AvailabilityView, FreeView, OnDayView, ProtectView
from appointments.api.kinds import MeetingKindsViewSet
from appointments.api.slots import SlotsViewSet

__all__ = [
    "AppointmentsViewSet",
    "AvailabilityView",
    "FreeView",
    "MeetingKindsViewSet",
    "OnDayView",
    "ProtectView",
    "SlotsViewSet",
]
