"""An emergency: what is left of a day is cancelled in one deed, with a word and three new times for each person.

The day is closed with it: nobody books the time that was just given up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from appointments.actions.availability import hours_from, hours_on, plain_hours, set_hours_on_day
from appointments.actions.booking import hold_calendar
from appointments.actions.changing import put_back
from appointments.actions.following import LOOKED_AHEAD, offer
from appointments.actions.letters import cause_of, tell_guests, values_of
from appointments.actions.rows import change_row, hold_guests, hold_row
from appointments.errors import Settled
from appointments.facts import free_times, opening_of, terms_of
from appointments.invitations import invitation_of
from appointments.models import Appointment, Guest
from appointments.models.appointment import Side, State
from appointments.offers import share_out
from followups.actions import Owed, owe
from followups.letters import language_of
from followups.models import Message
from kit import clock
from kit.events import Actor, Event, record
from team.actions import give_back_day_off, take_days_off
from team.models import Distributor
from team.wall_time import first_instant_at

A_DAY = timedelta(days=1)
TO_THINK = timedelta(minutes=1)  # before the letters go
STILL_ON = (State.ASKED, State.BOOKED, State.CONFIRMED)
LONGEST_WORDS = 500


@dataclass(frozen=True)
class Struck:
    """Somebody whose appointment falls through, the times that are offered instead, and words to begin with."""

    appointment: Appointment
    guest: Guest
    times: list[datetime]
    words: str


def struck_by(owner: Distributor, day: date) -> list[Struck]:
    """Return who is met on the rest of a day, in the order of time, with new times that nobody else is offered."""
    rows = list(_rest_of(owner, day).select_related("kind").prefetch_related("guests__customer"))
    slots = _slots(owner, rows, day)
    guests = [(row, guest) for row in rows for guest in row.guests.all() if guest.state != State.CANCELLED]
    block = max((row.blocked_until - row.blocked_from for row in rows), default=A_DAY)
    # In a group nobody chooses the time for the others.
    wanted = [(slots.get(row.kind_id, ()) if row.seats == 1 else (), row.starts_at) for row, _ in guests]
    shared = share_out(wanted, block, owner.zoneinfo)
    for _row, guest in guests:
        guest.customer.owner = owner
    return [
        Struck(row, guest, times, usual_words(guest))
        for (row, guest), times in zip(guests, shared, strict=True)
    ]


def usual_words(guest: Guest) -> str:
    """Return the words to begin with, in the language of the person."""
    with override(language_of(guest.customer, guest.customer.owner)):
        return _("Something has happened that cannot wait, and I cannot come. I am very sorry.")


@transaction.atomic
def cancel_day(*, owner: Distributor, by: Actor, day: date, words: Mapping[int, str] | None = None) -> Event:
    """Cancel what is left of a day; each guest is told, with the words for them (by the guest's id) and new times.

    A day to come is taken off; of today, nothing more can be booked. Raises Settled where nothing is left.
    """
    hold_calendar(owner)
    rows = [hold_row(one) for one in _rest_of(owner, day).order_by("pk")]
    rows = [row for row in rows if row.state in STILL_ON]  # a guest may have been quicker
    if not rows:
        raise Settled(_("There is nothing left on this day."), code="nothing_left")
    struck = struck_by(owner, day)
    hold_guests(*rows)
    changed = [_cancel(row, by) for row in rows]
    for one in struck:
        said = (words or {}).get(one.guest.pk, one.words).strip()[:LONGEST_WORDS]
        _tell(one, said, by)
    facts = {"day": day, "appointments": [[str(row.pk), row.version, row.event.pk] for row in changed]}
    facts["closed"] = _close(owner, by, day)
    return record("calendar.cleared", owner, by=by, owner_id=owner.pk, after=facts)


@transaction.atomic
def bring_back_day(*, event: Event, by: Actor) -> int:
    """Undo an emergency: return how many stand again, and open the day as it was.

    Raises Settled once a letter has gone, or one was changed.
    """
    owner = Distributor.objects.get(pk=event.owner_id)
    hold_calendar(owner)
    rows = []
    for pk, version, cause in event.after["appointments"]:
        row = Appointment.objects.select_related("owner", "kind").get(pk=pk)
        if row.version != version:
            raise Settled(_("This was changed again since."))
        rows.append((row, Event.objects.get(pk=cause)))
    hold_guests(*(hold_row(row) for row, _cause in rows))
    causes = [f"{cause_of(row)}emergency:" for row, _cause in rows]
    told = [message for cause in causes for message in Message.objects.filter(occurrence__startswith=cause)]
    waiting = set(Message.objects.waiting().filter(pk__in=[m.pk for m in told]).values_list("pk", flat=True))
    if any(message.pk not in waiting and message.state != "cancelled" for message in told):
        raise Settled(_("They have been told already."), code="told")
    for row, cause in rows:
        put_back(appointment=row, by=by, before=cause.before)
    _open_again(owner, by, date.fromisoformat(event.after["day"]), event.after.get("closed") or {})
    return len(rows)


def _rest_of(owner: Distributor, day: date):
    """What is on from now until the end of a day, and has not begun."""
    start, end = (first_instant_at(one, time(), owner.zoneinfo) for one in (day, day + A_DAY))
    rows = Appointment.objects.filter(owner=owner, state__in=STILL_ON)
    return rows.filter(starts_at__gt=max(start, clock.now()), starts_at__lt=end).order_by("starts_at", "pk")


def _slots(owner: Distributor, rows: list[Appointment], day: date) -> dict:
    """The free times after a day, by kind."""
    kinds = {row.kind_id: row.kind for row in rows if row.kind is not None and row.seats == 1}
    return {
        pk: free_times(owner, kind, day + A_DAY, day + A_DAY + LOOKED_AHEAD) for pk, kind in kinds.items()
    }


def _close(owner: Distributor, by: Actor, day: date) -> dict:
    """Let nobody book on the rest of a day; return what undoes it.

    Hours of today that have begun end now: what was held in them was held on a day of work.
    """
    now = clock.now().astimezone(owner.zoneinfo)
    begun = _begun(owner, now) if day == now.date() else []
    if not begun:
        off = take_days_off(distributor=owner, by=by, first=day, reason=_("An emergency"))
        return {"day_off": off is not None}
    before = hours_on(owner, day)
    set_hours_on_day(owner=owner, by=by, day=day, hours=begun)
    return {"hours_before": plain_hours(before), "hours": plain_hours(begun)}


def _begun(owner: Distributor, now: datetime) -> list[tuple[time, time]]:
    """The hours of today up to now, by the owner's wall."""
    opening = opening_of(owner, terms_of(owner))
    this_minute = now.time().replace(second=0, microsecond=0)
    if now.date() in opening.days_off:
        return []
    wall = opening.on_days.get(now.date())
    if wall is None:
        wall = [(one.opens, one.closes) for one in opening.hours if one.weekday == now.weekday()]
    return [(opens, min(closes, this_minute)) for opens, closes in wall if opens < this_minute]


def _open_again(owner: Distributor, by: Actor, day: date, closed: dict) -> None:
    """Open a day as it was, unless its hours were changed since."""
    if closed.get("day_off"):
        for row in owner.days_off.filter(day=day):
            give_back_day_off(day_off=row, by=by)
    elif "hours" in closed and plain_hours(hours_on(owner, day)) == closed["hours"]:
        set_hours_on_day(owner=owner, by=by, day=day, hours=hours_from(closed["hours_before"]))


def _cancel(row: Appointment, by: Actor) -> Appointment:
    values = {"state": State.CANCELLED, "closed_by": Side.US, "held_until": None}
    change_row(row, row, by, "appointment.cancelled", values, side=Side.US)
    tell_guests(row, by)
    return row


def _tell(one: Struck, words: str, by: Actor) -> None:
    row, guest, now = one.appointment, one.guest, clock.now()
    values = values_of(row, guest)
    off = invitation_of("meeting_emergency", row, guest, values["link"])
    owed = Owed(
        rule="meeting_emergency",
        occurrence=f"{cause_of(row)}emergency:{row.sequence}",
        due_at=now + TO_THINK,
        expires_at=max(row.ends_at, now + A_DAY),
        context={**values, **off, **offer(guest, one.times), "words": words},
        awaited=True,  # they may be about to leave
    )
    owe(person=guest.customer, by=by, owed=[owed])
