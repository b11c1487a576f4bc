"""Brings together what Today says of the next appointment: when to leave, where to, and what is good to know.

Reads only: a fixed number of queries, however many appointments there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from django.db.models import F, Prefetch

from appointments.actions.lateness import can_be_late
from appointments.leaving import ON_THE_WAY, leave_by
from appointments.models import Appointment, Availability, Guest
from appointments.models.appointment import State
from customers.models import Customer, Note, Want
from followups.models import Promise
from kit import clock

AHEAD = timedelta(hours=36)  # further on, the calendar tells
MINUTES_TOLD = 180  # so near the beginning, the minutes until then are told
LATER_SHOWN = 4
EXPECTED = (State.BOOKED, State.CONFIRMED, State.ARRIVED)
MAP = "https://www.openstreetmap.org/search?query="  # opened by a press alone; geo: opens nothing on half of all devices


@dataclass(frozen=True)
class NextMeeting:
    """The next appointment, and those of the same day after it."""

    row: Appointment
    people: list[Customer]
    now: datetime
    leave_by: datetime | None
    early: int
    wants: list[Want]
    promises: list[Promise]
    note: Note | None
    later: list[Appointment]

    @property
    def who(self) -> Customer | None:
        return self.people[0] if self.people else None

    @property
    def minutes(self) -> int | None:
        """Until it begins, None where that is far off or past."""
        left = round((self.row.starts_at - self.now) / timedelta(minutes=1))
        return left if 0 < left <= MINUTES_TOLD else None

    @property
    def must_leave(self) -> bool:
        return self.leave_by is not None and self.row.state != State.ARRIVED

    @property
    def can_be_late(self) -> bool:
        return can_be_late(self.row)

    @property
    def where(self) -> str:
        """The address to go to: the appointment's, else the person's own where one visits them."""
        if self.row.address or self.row.place != "visit":
            return self.row.address
        return " ".join(self.who.address.split()) if self.who else ""

    @property
    def link(self) -> str:
        """What leads there: a map, the link of a video call, or a number to call; empty where nothing does."""
        if self.row.place in ON_THE_WAY:
            return MAP + quote(self.where) if self.where else ""
        if self.row.place == "video":
            return self.row.address if self.row.address.startswith("https://") else ""
        phone = self.who.phones.first() if self.row.place == "phone" and self.who else None
        return f"tel:{phone.number}" if phone else ""


def next_meeting_of(viewer) -> NextMeeting | None:
    """Return the next appointment of a distributor that is near, None where there is none."""
    now = clock.now()
    rows = Appointment.objects.visible_to(viewer).filter(state__in=EXPECTED, starts_at__lte=now + AHEAD)
    rows = rows.to_come(now).select_related("kind").annotate(early=F("owner__availability__early_minutes"))
    guests = Prefetch("guests", Guest.objects.select_related("customer"))
    rows = list(rows.prefetch_related(guests)[: LATER_SHOWN + 1])
    if not rows:
        return None
    row, usual = rows[0], Availability(owner=viewer)
    early = usual.early_minutes if row.early is None else row.early
    people = people_of(row)
    day = row.starts_at.astimezone(viewer.zoneinfo).date()
    return NextMeeting(
        row=row, people=people, now=now, early=early,
        leave_by=leave_by(row.place, row.starts_at, row.travel_minutes, early),
        wants=list(Want.objects.visible_to(viewer).unmet().filter(customer__in=people).order_by("-said_at")[:3]),
        promises=list(Promise.objects.visible_to(viewer).open().filter(customer__in=people).order_by("due_on")[:3]),
        note=_last_note(viewer, people),
        later=[one for one in rows[1:] if one.starts_at.astimezone(viewer.zoneinfo).date() == day],
    )  # fmt: skip


def people_of(row: Appointment) -> list[Customer]:
    """Return who comes, of those that were read with an appointment."""
    return [guest.customer for guest in row.guests.all() if guest.state != State.CANCELLED]


def _last_note(viewer, people: Sequence[Customer]) -> Note | None:
    if len(people) != 1:
        return None
    notes = Note.objects.visible_to(viewer).filter(customer=people[0], revoked_at=None)
    return notes.order_by("-at").first()
