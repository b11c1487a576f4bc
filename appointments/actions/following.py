"""What follows an appointment that came to nothing: new times for who was missed, a task for who cancelled."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from appointments.actions.letters import cause_of, link_for, values_of
from appointments.facts import free_times
from appointments.models import Appointment, Guest
from appointments.models.appointment import Side, State
from appointments.offers import times_like
from followups.actions import Owed, owe, take_back_owed
from followups.letters import language_of
from kit import clock
from kit.events import Actor
from kit.writing import write_moment

CAME_TO_NOTHING = (State.CANCELLED, State.MISSED)
A_DAY = timedelta(days=1)
LOOKED_AHEAD = 14 * A_DAY
TO_THINK = timedelta(minutes=30)  # before who was missed is written to; a call is better
OF_USE = 4 * A_DAY
REMEMBERED = 30 * A_DAY  # so long a task for a new time may wait


def follow_missed(row: Appointment, by: Actor) -> None:
    """Plan a kind letter with new times to everybody of a missed appointment; the caller has changed it."""
    now, times = clock.now(), _new_times(row)
    for guest in _guests(row):
        owed = Owed(
            rule="meeting_missed",
            occurrence=f"{_cause(row)}{row.sequence}",
            due_at=now + TO_THINK,
            expires_at=now + OF_USE,
            context={
                **values_of(row, guest),
                **offer(guest, times),
                "ours": "1" if row.closed_by == Side.US else "",
            },
        )
        owe(person=guest.customer, by=by, owed=[owed])


def follow_cancelled(row: Appointment, by: Actor) -> None:
    """Put it on the list to find a new time with who cancelled; the caller has changed it."""
    now = clock.now()
    for guest in _guests(row):
        owed = Owed(
            rule="meeting_new_time",
            occurrence=f"{_cause(row)}{row.sequence}",
            due_at=now,
            expires_at=now + OF_USE,
            context=values_of(row, guest),
        )
        owe(person=guest.customer, by=by, owed=[owed])


def forget_following(person, by: Actor) -> None:
    """Take back what was to find a new time with a person: there is one."""
    old = Appointment.objects.filter(
        guests__customer=person, state__in=CAME_TO_NOTHING, updated_at__gt=clock.now() - REMEMBERED
    )
    for row in old.order_by("pk"):
        take_back_owed(person=person, by=by, occurrence=_cause(row), reason=_("There is a new appointment."))


def offer(guest: Guest, times: Sequence[datetime]) -> dict:
    """Return the fields of a letter that offer times: each on a line, with a link to a page with a button."""
    person, owner = guest.customer, guest.customer.owner
    language = language_of(person, owner)
    with override(language):
        lines = [f"{_said(at, person.zoneinfo, language)}\n{link_again(guest, at)}" for at in times]
    return {"times": "\n".join(lines), "any": link_again(guest)}


def link_again(guest: Guest, at: datetime | None = None) -> str:
    """Return the address under which a guest takes a new time, or chooses one."""
    asked = f"?at={at.astimezone(UTC):%Y%m%dT%H%MZ}" if at else ""
    return f"{link_for(guest)}again/{asked}"


def _new_times(row: Appointment) -> list[datetime]:
    if row.kind is None or row.seats > 1:
        return []
    first = row.owner.today() + A_DAY
    return times_like(
        free_times(row.owner, row.kind, first, first + LOOKED_AHEAD), row.starts_at, row.owner.zoneinfo
    )


def _said(at: datetime, zone, language: str) -> str:
    return write_moment(at, now=at - 3 * A_DAY, zone=zone, language=language)


def _guests(row: Appointment):
    return row.guests.exclude(state=State.CANCELLED).select_related("customer__owner")


def _cause(row: Appointment) -> str:
    return f"{cause_of(row)}again:"
