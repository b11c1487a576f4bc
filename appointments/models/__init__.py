from appointments.models.appointment import Appointment, Guest
from appointments.models.availability import Availability, HoursOnDay, ProtectedTime
from appointments.models.calendars import Feed, OutsideCalendar, OutsideTime
from appointments.models.kind import MeetingKind
from appointments.models.notes import Correction, NotedLine, Notes
from appointments.models.waiting import Waiting

__all__ = [
    "Appointment",
    "Availability",
    "Correction",
    "Feed",
    "Guest",
    "HoursOnDay",
    "MeetingKind",
    "NotedLine",
    "Notes",
    "OutsideCalendar",
    "OutsideTime",
    "ProtectedTime",
    "Waiting",
]
