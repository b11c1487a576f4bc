from appointments.models.appointment import Appointment, Guest
from appointments.models.availability import Availability, HoursOnDay, ProtectedTime
from appointments.models.kind import MeetingKind

__all__ = ["Appointment", "Availability", "Guest", "HoursOnDay", "MeetingKind", "ProtectedTime"]
