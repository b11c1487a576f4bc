"""The JSON door of appointments: what the pages can do, by the same actions."""

from appointments.api.appointments import AppointmentsViewSet
from appointments.api.availability import AvailabilityView, FreeView, OnDayView, ProtectView
from appointments.api.corrections import CorrectionsViewSet
from appointments.api.kinds import MeetingKindsViewSet
from appointments.api.notes import (
    BeginView,
    EndView,
    FinishItemView,
    NotesView,
    ReviewView,
    RunItemView,
    SendView,
    TakeOverView,
)
from appointments.api.slots import SlotsViewSet

__all__ = [
    "AppointmentsViewSet",
    "AvailabilityView",
    "BeginView",
    "CorrectionsViewSet",
    "EndView",
    "FinishItemView",
    "FreeView",
    "MeetingKindsViewSet",
    "NotesView",
    "OnDayView",
    "ProtectView",
    "ReviewView",
    "RunItemView",
    "SendView",
    "SlotsViewSet",
    "TakeOverView",
]
