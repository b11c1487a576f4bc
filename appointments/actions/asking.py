"""Somebody asks for a time on the public page: who they are is found or noted, and the time is kept a while."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from appointments.actions.booking import book, hold_calendar, just_taken, refuse_time
from appointments.actions.inquiring import keep_address, note_inquiry
from appointments.actions.letters import await_answer
from appointments.actions.seats import no_seat, take_seat
from appointments.booking_page import waited_for
from appointments.errors import AppointmentError, NoSlot
from appointments.models import Appointment, Guest, MeetingKind
from appointments.models.appointment import State
from appointments.seating import seats_left
from customers.actions import add_person, give_consent
from customers.contacts import email_key
from customers.models import Customer
from customers.models.consent import Purpose
from customers.models.customer import Channel
from followups.reaching import reach_to
from kit import clock
from kit.events import Actor
from team.models import Distributor

KEPT = timedelta(minutes=15)  # until the link in the letter is pressed
KEPT_FOR_US = timedelta(days=1)  # where the distributor has to answer
STANDING = (State.ASKED, State.BOOKED, State.CONFIRMED)
MOST_OPEN = 2  # requests of one person that nobody confirmed yet


@dataclass(frozen=True)
class Asker:
    """Who asks, as they wrote it: an e-mail address or a phone (E.164), and what they agreed to."""

    name: str
    email: str = ""
    phone: str = ""
    message: str = ""
    address: str = ""
    zone: str = ""
    language: str = ""
    consent_words: str = field(default="", repr=False)


@transaction.atomic
def ask_for(
    *, owner: Distributor, kind: MeetingKind, starts_at: datetime, asker: Asker, by: Actor
) -> Appointment:
    """Keep a time, or a seat of a group, for somebody who asks for it, until they or the owner confirm it.

    They are found among the owner's people, or become one of them. Raises JustTaken with the nearest
    times, NoSlot, or AppointmentError with the code too_many for one who holds enough unconfirmed.
    """
    hold_calendar(owner)
    if again := _pressed_twice(_known(owner, asker), kind, starts_at):
        return again.appointment
    group = group_at(kind, starts_at) if kind.seats > 1 else None
    if group and seats_left(group) < 1:
        raise no_seat(group)
    if group is None:
        refuse_time(owner, kind, starts_at)
        _refuse_kept(owner, kind, starts_at, asker.zone)
    person = person_of(owner, asker, by, about=kind.name)
    _refuse_many(person)
    held_until = _held_until(asker, starts_at)
    said = {"zone": asker.zone, "language": asker.language, "message": asker.message, **_agreed(asker)}
    if group:
        seat = take_seat(appointment=group, person=person, by=by, held_until=held_until, **said)
        if seat.held_until:
            _ask_owner(group, seat, asker, by)
        return group
    made = book(
        owner=owner, by=by, kind=kind, starts_at=starts_at, people=[person], held_until=held_until,
        address=asker.address or None,
    )  # fmt: skip
    Guest.objects.filter(appointment=made).update(**said)
    if not asker.email:
        made.asked_at = clock.now()  # the owner's answer is waited for
        made.save(update_fields=["asked_at"])
    _ask_owner(made, made.guests.select_related("customer__owner").get(), asker, by)
    return made


@transaction.atomic
def take(
    *,
    person: Customer,
    kind: MeetingKind,
    starts_at: datetime,
    by: Actor,
    message: str = "",
    address: str = "",
) -> Guest:
    """Book a time or a seat at once for somebody who came by their own link. Raises as `ask_for` does."""
    owner = person.owner
    hold_calendar(owner)
    if kind.seats > 1:
        return take_seat(appointment=group_at(kind, starts_at), person=person, by=by, message=message)
    if again := _theirs(person, kind, starts_at).first():
        return again
    made = book(owner=owner, by=by, kind=kind, starts_at=starts_at, people=[person], address=address or None)
    keep_address(made, person, by)
    guest = made.guests.get()
    Guest.objects.filter(pk=guest.pk).update(message=message)
    return guest


def _pressed_twice(person: Customer | None, kind: MeetingKind, starts_at: datetime) -> Guest | None:
    """What the same press asked for a moment ago. Of older bookings nobody learns by typing an address."""
    asked = Q(held_until__isnull=False) | Q(appointment__held_until__isnull=False)
    fresh = Q(appointment__created_at__gte=clock.now() - KEPT)
    return _theirs(person, kind, starts_at).filter(asked | fresh).first() if person else None


def _theirs(person: Customer, kind: MeetingKind, starts_at: datetime) -> QuerySet[Guest]:
    at_that_time = {"appointment__kind": kind, "appointment__starts_at": starts_at}
    rows = Guest.objects.filter(customer=person, appointment__state__in=STANDING, **at_that_time)
    return rows.exclude(state=State.CANCELLED).select_related("appointment")


def _ask_owner(appointment: Appointment, guest: Guest, asker: Asker, by: Actor) -> None:
    """Where no letter can ask them to confirm, it is for the owner to answer, also once the time is free again."""
    if not asker.email:
        await_answer(appointment, guest, by)
    elif not reach_to(guest.customer):
        await_answer(appointment, guest, by, until=min(clock.now() + KEPT_FOR_US, appointment.starts_at))


def _refuse_kept(owner: Distributor, kind: MeetingKind, starts_at: datetime, zone: str) -> None:
    """What comes free on a day for which somebody waits is offered to them first."""
    wall = ZoneInfo(zone) if zone else owner.zoneinfo
    if starts_at.astimezone(wall).date() in waited_for(kind):
        raise just_taken(owner, kind, starts_at)


def group_at(kind: MeetingKind, starts_at: datetime) -> Appointment:
    """Return the coming group of a kind that begins then. Raises NoSlot."""
    groups = Appointment.objects.filter(kind=kind, starts_at=starts_at, seats__gt=1).holding()
    found = groups.select_related("kind").first()
    if found is None or starts_at <= clock.now():
        raise NoSlot(_("This appointment is over."), field="starts_at", code="past")
    return found


def person_of(owner: Distributor, asker: Asker, by: Actor, *, about: str) -> Customer:
    """Return who asks: found by e-mail, then by phone, or noted as a prospect who asked.

    For somebody known nothing is agreed to here: whoever types an address is not yet its owner.
    """
    if found := _known(owner, asker):
        return found
    person = _noted(owner, asker, by, about)
    _agree(person, asker, by)
    return person


def _known(owner: Distributor, asker: Asker) -> Customer | None:
    mine = Customer.objects.visible_to(owner).order_by("created_at", "pk")
    keys = [email_key(asker.email)] if asker.email else []
    found = mine.reached_at(owner, keys, []).first() if keys else None
    return found or (mine.reached_at(owner, [], [asker.phone]).first() if asker.phone else None)


def _noted(owner: Distributor, asker: Asker, by: Actor, about: str) -> Customer:
    person = add_person(
        owner=owner, by=by, name=asker.name, emails=[asker.email] if asker.email else [],
        phones=[asker.phone] if asker.phone else [], zone=asker.zone, language=asker.language,
        source=_("Booking page"),
    )  # fmt: skip
    note_inquiry(person, asker.message or _("Asked for an appointment: %(what)s") % {"what": about}, by)
    return person


def _agree(person: Customer, asker: Asker, by: Actor) -> None:
    """Note what somebody new agreed to."""
    ways = {Channel.EMAIL: asker.email, Channel.PHONE: asker.phone}
    for channel, given in ways.items():
        if given:
            give_consent(
                person=person, by=by, channel=channel, purpose=Purpose.SERVICE,
                source=_("On the booking page"), wording=asker.consent_words,
            )  # fmt: skip


def _agreed(asker: Asker) -> dict:
    """What they agreed to, kept with the request until it is known that it was them."""
    way = Channel.EMAIL if asker.email else Channel.PHONE
    return {"agreed_by": way, "agreed_words": asker.consent_words} if asker.consent_words else {}


def _refuse_many(person: Customer) -> None:
    asked = Guest.objects.filter(customer=person, appointment__state=State.ASKED).count()
    asked += Guest.objects.filter(customer=person, held_until__isnull=False).count()
    if asked >= MOST_OPEN:
        said = _("You have asked for %(n)d times that wait to be confirmed. Please confirm those first.")
        raise AppointmentError(said % {"n": asked}, code="too_many")


def _held_until(asker: Asker, starts_at: datetime) -> datetime:
    """A time is never kept beyond its own beginning. How long it is kept tells nobody who is known."""
    return min(clock.now() + (KEPT if asker.email else KEPT_FOR_US), starts_at)
