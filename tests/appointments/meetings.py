"""A meeting for tests of doors and pages."""

from datetime import time, timedelta

from appointments import actions
from appointments.actions import add_kind, book, open_feed, protect_time, set_hours_on_day
from appointments.actions.letters import tell_waiting
from appointments.actions.seats import take_seat
from appointments.links import feed_token
from appointments.models import (
    Appointment,
    Feed,
    Guest,
    MeetingKind,
    OutsideCalendar,
    OutsideTime,
    Waiting,
)
from followups.tokens import token_for
from kit import clock


def held(owner, by, person, rows: int = 1) -> dict:
    """A meeting that was held a day ago, with so many lines noted, sent, and each of them doubted."""
    with clock.travel(clock.now() - timedelta(days=2)):
        made = booked(owner, by, person, days=1)
    notes = actions.open_notes(appointment=made, by=by)
    text = "\n".join(f"~ Tin {number}" for number in range(rows))
    actions.save_notes(notes=notes, by=by, text=text, revision=0, written_by="page")
    actions.end_meeting(notes=notes, by=by)
    actions.send_notes(notes=notes, by=by)
    guest, lines = made.guests.get(), list(notes.lines.select_related("notes__appointment"))
    for line in lines:
        correction = actions.suggest_correction(guest=guest, by=by, line=line, text=f"{line.text}, blue")
    return {
        "held": made.pk,
        "guest": guest.pk,
        "notes_link": token_for("notes", guest.token),
        "noted_line": lines[-1].pk,
        "correction": correction.pk,
    }


def answered(owner, by, person) -> dict:
    """A meeting that was held three days ago, in which a question was answered."""
    with clock.travel(clock.now() - timedelta(days=4)):
        made = booked(owner, by, person, days=1)
    notes = actions.open_notes(appointment=made, by=by)
    text = "? How long does it last?\n= A month"
    actions.save_notes(notes=notes, by=by, text=text, revision=0, written_by="page")
    actions.end_meeting(notes=notes, by=by)
    return {"answered": made.pk, "answered_line": notes.lines.get().pk}


def booked(owner, by, *people, days: int = 3) -> Appointment:
    """Book a call of the owner with people in some days, whatever the hours are."""
    seats, slug = (30, "talk-of-many") if len(people) > 1 else (1, "call")
    kind, _ = MeetingKind.objects.get_or_create(
        owner=owner, slug=slug, defaults={"name": "A call", "minutes": 20, "place": "phone", "seats": seats}
    )
    at = (clock.now() + timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
    return book(owner=owner, by=by, kind=kind, starts_at=at, people=people, anyway=True)


def waiting(owner, by, person, *, days: int = 3) -> Waiting:
    """Put a person on the waiting list of a day, whatever is free on it."""
    kind = MeetingKind.objects.filter(owner=owner, seats=1).first()
    day = owner.today() + timedelta(days=days)
    row = Waiting.objects.create(owner=owner, customer=person, kind=kind, day=day)
    tell_waiting(row, by)
    return row


def seat_of(owner, by, person, *, days: int = 5) -> Guest:
    """Let a person ask for a seat of a group of the owner's."""
    kind = add_kind(owner=owner, by=by, name="Tasting", seats=6, minutes=60, place="here")
    at = (clock.now() + timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
    group = book(owner=owner, by=by, kind=kind, starts_at=at, anyway=True)
    return take_seat(appointment=group, person=person, by=by, held_until=clock.now() + timedelta(hours=1))


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


def calendars_of(owner, by, *, rows: int = 1) -> dict:
    """Give the owner a feed that was read just now, and so many other calendars with times of next week."""
    feed = open_feed(owner=owner, by=by)
    Feed.objects.update(read_at=clock.now(), shows_titles=True)
    start = clock.now() + timedelta(days=7)
    calendars = [
        OutsideCalendar(owner=owner, name=f"C {n}", url=f"https://c.example/{n}", due_at=start)
        for n in range(min(rows, 10))
    ]
    OutsideCalendar.objects.bulk_create(calendars)
    OutsideTime.objects.bulk_create(
        OutsideTime(calendar=one, uid=f"{n}", starts_at=start, ends_at=start + timedelta(hours=1))
        for one in calendars
        for n in range(rows)
    )
    return {"feed_link": feed_token(feed), "outside_calendar": calendars[0].pk}
