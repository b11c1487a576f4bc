"""Booking a time: checked where it counts, so that nobody is ever promised the same one twice."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appointments.actions.following import forget_following
from appointments.actions.letters import tell_guests
from appointments.errors import AppointmentError, JustTaken, NoSlot
from appointments.facts import bounds_of, busy_of, length_of, nearest_times, opening_of
from appointments.models import Appointment, Availability, Guest, MeetingKind
from appointments.models.appointment import State
from appointments.models.kind import Place
from appointments.reasons import reason_of
from appointments.slots import why_not
from customers.actions.rows import lock_people
from customers.models import Customer
from kit import clock
from kit.events import Actor, facts_of, record
from kit.ids import uuid7
from team.models import Distributor

BOOKED_FACTS = ("kind_id", "state", "starts_at", "ends_at", "place")
OWN_CHOICE = frozenset({"too_soon", "too_far", "closed", "day_full", "week_full", "needs_pause"})
IN_REACH = timedelta(days=3 * 365)  # further off is nobody's calendar
WHY = {
    "past": gettext_lazy("That time is over."),
    "too_soon": gettext_lazy("That is too soon. Choose a later time, please."),
    "too_far": gettext_lazy("That is too far ahead. Choose an earlier time, please."),
    "closed": gettext_lazy("There are no meetings at that time."),
    "day_full": gettext_lazy("That day is full."),
    "week_full": gettext_lazy("That week is full."),
    "needs_pause": gettext_lazy("That would be too many in a row without a pause."),
}


@transaction.atomic
def book(
    *,
    owner: Distributor,
    by: Actor,
    kind: MeetingKind,
    starts_at: datetime,
    people: Sequence[Customer] = (),
    title: str = "",
    note: str = "",
    anyway: bool = False,
    held_until: datetime | None = None,
    offered: bool = False,
    address: str | None = None,
    _guarded: bool = True,
) -> Appointment:
    """Book a meeting with people of the owner; with `held_until` it is only asked for until then.

    A kind with several seats may be booked with nobody yet; others take the seats.

    `address` is where to go; None stands for that of the kind, or of whom one visits.
    `offered` tells that it was not them who asked: a time came free for which they wait.
    `anyway` lets the owner book outside of the own hours and limits, never over something else.
    Raises JustTaken with the nearest free times, or NoSlot. `_guarded` off leaves the checks out;
    a test shows what happens then.
    """
    if _guarded:
        hold_calendar(owner)
    held = lock_people(*people)
    if (not held and kind.seats == 1) or any(
        person.owner_id != owner.pk or person.deleted_at for person in held.values()
    ):
        raise AppointmentError(_("Choose who it is with, please."), field="people")
    if len(held) > kind.seats:
        raise AppointmentError(_("There are not so many seats."), field="people", code="no_seats")
    if _guarded:
        refuse_time(owner, kind, starts_at, anyway=anyway)
    where = address_of(kind, held.values()) if address is None else one_line(address)
    appointment = _row(owner, kind, starts_at, title, note, held_until, where)
    _save(appointment, owner, kind)
    guests = [_guest(appointment, person) for person in held.values()]
    Guest.objects.bulk_create(guests)
    after = {**facts_of(appointment, BOOKED_FACTS), "people": [str(pk) for pk in held]}
    how = ("offered" if offered else "asked") if held_until else "booked"
    appointment.event = record(
        f"appointment.{how}",
        appointment,
        by=by,
        person=next(iter(held.values()), None),
        after=after,
    )
    for person in held.values():
        forget_following(person, by)
    tell_guests(appointment, by, f"meeting_{how}")
    return appointment


def address_of(kind: MeetingKind, people: Iterable[Customer]) -> str:
    """Return where a meeting of a kind with these people is, as far as that is known: one is visited at home."""
    people = list(people)
    at_home = kind.place == Place.VISIT and kind.seats == 1 and len(people) == 1
    return kind.address or (one_line(people[0].address) if at_home else "")


def one_line(address: str) -> str:
    """Return an address as a calendar and a map take it."""
    lines = (" ".join(line.split()).rstrip(",") for line in address.splitlines())
    return ", ".join(line for line in lines if line)[:500]


def hold_calendar(owner: Distributor) -> Availability:
    """Hold a distributor's calendar until the transaction ends: two never count the same day at once."""
    Availability.objects.get_or_create(owner=owner)
    return Availability.objects.select_for_update().get(owner=owner)


def refuse_time(
    owner: Distributor,
    kind: MeetingKind,
    starts_at: datetime,
    *,
    anyway: bool = False,
    without: Appointment | None = None,
) -> None:
    """Raise NoSlot or JustTaken where a meeting may not begin. The caller holds the calendar."""
    now = clock.now()
    if abs(starts_at - now) > IN_REACH:
        code = "past" if starts_at < now else "too_far"
        raise NoSlot(str(WHY[code]), field="starts_at", code=code)
    terms = Availability.objects.get(owner=owner)
    day = starts_at.astimezone(owner.zoneinfo).date()
    code = why_not(
        opening_of(owner, terms),
        bounds_of(terms),
        length_of(kind),
        busy_of(owner, day, day, without=without),
        starts_at,
        now,
    )
    if code == "taken" or (code in OWN_CHOICE and anyway and _overlaps(owner, kind, starts_at, without)):
        raise just_taken(owner, kind, starts_at, without=without)
    if code and not (anyway and code in OWN_CHOICE):
        why = partial(reason_of, owner, kind, starts_at, code, without=without)
        raise NoSlot(str(WHY[code]), field="starts_at", code=code, why=why)


def just_taken(
    owner: Distributor, kind: MeetingKind, starts_at: datetime, *, without: Appointment | None = None
) -> JustTaken:
    """Say that a time is gone, with those that are near."""
    near = partial(nearest_times, owner, kind, starts_at, without=without)
    why = partial(reason_of, owner, kind, starts_at, JustTaken.default_code, without=without)
    return JustTaken(_("That time was just taken."), near, field="starts_at", why=why)


def times_of(kind: MeetingKind, starts_at: datetime) -> dict:
    """The four moments of a meeting that begins then."""
    length = length_of(kind)
    ends_at = starts_at + length.meeting
    return {
        "starts_at": starts_at,
        "ends_at": ends_at,
        "blocked_from": starts_at - length.before,
        "blocked_until": ends_at + length.after,
    }


def _overlaps(
    owner: Distributor, kind: MeetingKind, starts_at: datetime, without: Appointment | None
) -> bool:
    times = times_of(kind, starts_at)
    rows = Appointment.objects.filter(owner=owner).holding()
    rows = rows.overlapping(times["blocked_from"], times["blocked_until"])
    return rows.exclude(pk=without.pk if without else None).exists()


def _row(owner, kind, starts_at, title, note, held_until, address) -> Appointment:
    pk = uuid7()
    return Appointment(
        id=pk, owner=owner, kind=kind, title=title.strip()[:200], note=note.strip()[:5000],
        state=State.ASKED if held_until else State.BOOKED, held_until=held_until,
        zone=owner.zone, place=kind.place, address=address, travel_minutes=kind.travel_minutes,
        seats=kind.seats, uid=f"{pk}@kept", **times_of(kind, starts_at),
    )  # fmt: skip


def _save(appointment: Appointment, owner: Distributor, kind: MeetingKind) -> None:
    """Save a new row; the database's own constraint is the last word."""
    try:
        with transaction.atomic():
            appointment.save(force_insert=True)
    except IntegrityError as problem:
        if "appointment_no_overlap" not in str(problem):
            raise
        raise just_taken(owner, kind, appointment.starts_at) from problem


def _guest(appointment: Appointment, person: Customer) -> Guest:
    return Guest(
        appointment=appointment,
        customer=person,
        state=appointment.state,
        zone=person.zone,
        language=person.language,
    )
