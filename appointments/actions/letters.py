"""The letters around an appointment: booked, moved, cancelled, the day before, the hour before."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from appointments.defaults import HOUSE_RULES
from appointments.entries import address_for_guests
from appointments.invitations import invitation_of
from appointments.models import Appointment, Guest, Waiting
from appointments.models.appointment import State
from appointments.reminders import Reminder, reminders
from appointments.where import place_said
from followups.actions import Owed, owe, take_back_owed
from followups.defaults import ALWAYS
from followups.letters import language_of
from followups.models import Message, Rule
from followups.models.message import State as MessageState
from followups.tokens import token_for
from kit import clock
from kit.events import Actor
from kit.writing import write_clock, write_date, write_moment

PURPOSE = "appointment"  # of the tokens in their links
WAITING_PURPOSE = "waiting"
ASKED_OF_USE = timedelta(hours=1)
TOLD_OF_USE = timedelta(hours=24)
MUST_BE_TOLD = {
    "meeting_moved",
    "meeting_cancelled",
    "meeting_tomorrow",
    "meeting_offered",
}  # by hand where no letter can go
LEFT = (MessageState.CLAIMED, MessageState.SENT, MessageState.UNCERTAIN)
OUTSIDE = {State.CANCELLED, State.FINISHED, State.MISSED, State.WAITING}


def ensure_letters() -> None:
    """Add the rules of these letters that are missing; what somebody changed stays as it is."""
    known = set(Rule.objects.filter(owner=None).values_list("key", flat=True))
    fresh = [Rule(active_from=ALWAYS, **terms) for terms in HOUSE_RULES if terms["key"] not in known]
    Rule.objects.bulk_create(fresh, ignore_conflicts=True)


def tell_guests(appointment: Appointment, by: Actor, rule: str = "", *, how: str = "") -> None:
    """Plan what the guests are told of this change, and the reminders that fit the time as it is now.

    What waited for the former time is taken back. Without a rule nobody is told. `how` is `again` for
    what stands after all, `elsewhere` for another place.
    """
    for guest in appointment.guests.exclude(state=State.CANCELLED).select_related("customer__owner"):
        tell_guest(appointment, guest, by, rule, how=how)


def tell_guest(appointment: Appointment, guest: Guest, by: Actor, rule: str = "", *, how: str = "") -> None:
    """The same for one of them, whose seat was asked for or taken; `how` is `again` or `elsewhere`."""
    forget_letters(appointment, guest, by, _("The appointment changed."))
    letters = [_told(appointment, guest, rule, how)] if rule else []
    is_asked = appointment.state == State.ASKED or guest.held_until is not None
    if appointment.state not in OUTSIDE and guest.state != State.CANCELLED and not is_asked:
        letters += _reminders(appointment, guest)
    owe(person=guest.customer, by=by, owed=letters)
    if appointment.state == State.ASKED and appointment.asked_at and not appointment.answered_at:
        await_answer(appointment, guest, by)


def has_heard(appointment: Appointment, guest: Guest) -> bool:
    """Say whether a letter about the appointment as it stands now has left for a guest, or may have."""
    cause, number = cause_of(appointment), appointment.sequence
    about = Q(occurrence__startswith=f"{cause}r{number}:") | Q(occurrence=f"{cause}emergency:{number}")
    if appointment.is_group:  # of which others change the number too
        about |= Q(occurrence__startswith=cause, occurrence__endswith=f":cancelled:{guest.pk}")
    return Message.objects.filter(about, customer=guest.customer_id, state__in=LEFT).exists()


def await_answer(appointment: Appointment, guest: Guest, by: Actor, *, until: datetime | None = None) -> None:
    """Put it on the owner's list that somebody waits for an answer; any change of the request takes it off.

    With `until` it stays till then, whatever becomes of the request.
    """
    wish = f"unreached:{guest.token}" if until else _occurrence(appointment, guest, "wish")
    owner, page = appointment.owner, reverse("appointment", args=[appointment.pk])
    before = appointment.starts_at - timedelta(days=3)
    said = write_moment(appointment.starts_at, now=before, zone=owner.zoneinfo, language=owner.language)
    owed = Owed(
        rule="meeting_wish", occurrence=wish, due_at=clock.now(), awaited=True,
        expires_at=until or guest.held_until or appointment.held_until, context={"wished": said, "page": page},
    )  # fmt: skip
    owe(person=guest.customer, by=by, owed=[owed])


def tell_waiting(waiting: Waiting, by: Actor) -> None:
    """Tell somebody that they are on the waiting list, and how they get off it."""
    person, now = waiting.customer, clock.now()
    language = language_of(person, waiting.owner)
    context = {
        "title": waiting.kind.name, "link": waiting_link(waiting), "when": "",
        "confirmed": "yes" if waiting.confirmed_at else "",
        "day": write_date(waiting.day, today=waiting.day - timedelta(days=400), language=language),
    }  # fmt: skip
    letter = Owed(
        rule="meeting_listed", occurrence=f"waiting:{waiting.pk}:listed", due_at=now,
        expires_at=now + TOLD_OF_USE, context=context, awaited=True, else_task=False,
    )  # fmt: skip
    owe(person=person, by=by, owed=[letter])


def waiting_link(waiting: Waiting) -> str:
    """Return the address at which somebody leaves the waiting list."""
    return settings.SITE_URL + reverse("waiting-guest", args=[token_for(WAITING_PURPOSE, waiting.pk)])


def forget_letters(appointment: Appointment, guest: Guest, by: Actor, reason: str) -> None:
    """Take back what waits to be told to a guest."""
    take_back_owed(person=guest.customer, by=by, occurrence=cause_of(appointment), reason=reason)


def link_for(guest: Guest) -> str:
    """Return the address of a guest's own page of an appointment."""
    return settings.SITE_URL + reverse("appointment-guest", args=[guest_token(guest)])


def guest_token(guest: Guest) -> str:
    """Return what names a guest in the address of their own page."""
    return token_for(PURPOSE, guest.token)


def _told(appointment: Appointment, guest: Guest, rule: str, how: str = "") -> Owed:
    now = clock.now()
    lasts = ASKED_OF_USE if rule == "meeting_asked" else max(ASKED_OF_USE, appointment.ends_at - now)
    if rule == "meeting_offered":
        lasts = (guest.held_until or appointment.held_until) - now
    return _owed(appointment, guest, Reminder(rule, now, now + min(lasts, TOLD_OF_USE)), how)


def _reminders(appointment: Appointment, guest: Guest) -> list[Owed]:
    return [_owed(appointment, guest, one) for one in reminders(appointment.starts_at, clock.now())]


def _owed(appointment: Appointment, guest: Guest, letter: Reminder, how: str = "") -> Owed:
    """A letter to a guest; who asks for a time now waits for the answer, also in the evening."""
    values = {**values_of(appointment, guest), **({how: "1"} if how else {})}
    return Owed(
        rule=letter.letter,
        occurrence=_occurrence(appointment, guest, letter.letter),
        due_at=letter.due_at,
        expires_at=letter.expires_at,
        context={**values, **invitation_of(letter.letter, appointment, guest, values["link"])},
        awaited=letter.letter == "meeting_asked",
        else_task=letter.letter in MUST_BE_TOLD,
    )


def values_of(appointment: Appointment, guest: Guest) -> dict:
    """The values of the fields, in the person's language and by the clock on their wall."""
    person = guest.customer
    language = language_of(person, person.owner)
    with override(language):
        return {
            "title": appointment.title or (appointment.kind.name if appointment.kind else ""),
            "when": _when(appointment, guest, language),
            "place": _place(appointment),
            "link": link_for(guest),
            "reason": appointment.reason,
            "until": _until(guest.held_until or appointment.held_until, guest, language),
        }


def _occurrence(appointment: Appointment, guest: Guest, letter: str) -> str:
    """Of a group each seat has letters of its own: who leaves and comes again is told again."""
    seat = f":{guest.pk}" if appointment.is_group else ""
    return f"{cause_of(appointment)}r{appointment.sequence}:{letter.removeprefix('meeting_')}{seat}"


def _until(held_until: datetime | None, guest: Guest, language: str) -> str:
    """Until when a request is kept, by the person's wall; empty where nothing is held."""
    now, zone = clock.now(), guest.customer.zoneinfo
    if held_until is None or held_until <= now:
        return ""
    if held_until.astimezone(zone).date() == now.astimezone(zone).date():
        return _("%(time)s today") % {"time": write_clock(held_until, zone=zone, language=language)}
    return write_moment(held_until, now=now - timedelta(days=3), zone=zone, language=language)


def _when(appointment: Appointment, guest: Guest, language: str) -> str:
    """The time on the person's wall; on the distributor's too, where that shows another."""
    theirs, ours = guest.customer.zoneinfo, appointment.owner.zoneinfo
    before = appointment.starts_at - timedelta(days=3)  # never "today": nobody knows when it is read
    said = write_moment(appointment.starts_at, now=before, zone=theirs, language=language)
    if (
        appointment.starts_at.astimezone(theirs).utcoffset()
        == appointment.starts_at.astimezone(ours).utcoffset()
    ):
        return said
    return f"{said} ({theirs.key.rpartition('/')[2].replace('_', ' ')})"


def _place(appointment: Appointment) -> str:
    """Where, in the words of a guest, with the address that they may know."""
    said = place_said(
        appointment.place, str(appointment.get_place_display()), appointment.owner.get_short_name()
    )
    return " · ".join(filter(None, [said, address_for_guests(appointment)]))


def cause_of(appointment: Appointment) -> str:
    return f"meeting:{appointment.pk}:"
