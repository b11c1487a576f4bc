"""The letters around an appointment: booked, moved, cancelled, the day before, the hour before."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from appointments.defaults import HOUSE_RULES
from appointments.models import Appointment, Guest
from appointments.models.appointment import State
from appointments.reminders import Reminder, reminders
from followups.actions import Owed, owe, take_back_owed
from followups.defaults import ALWAYS
from followups.letters import language_of
from followups.models import Rule
from followups.tokens import token_for
from kit import clock
from kit.events import Actor
from kit.writing import write_moment

PURPOSE = "appointment"  # of the tokens in their links
ASKED_OF_USE = timedelta(hours=1)
TOLD_OF_USE = timedelta(hours=24)
MUST_BE_TOLD = {"meeting_moved", "meeting_cancelled", "meeting_tomorrow"}  # by hand where no letter can go
OUTSIDE = {State.CANCELLED, State.FINISHED, State.MISSED, State.WAITING}


def ensure_letters() -> None:
    """Add the rules of these letters that are missing; what somebody changed stays as it is."""
    known = set(Rule.objects.filter(owner=None).values_list("key", flat=True))
    fresh = [Rule(active_from=ALWAYS, **terms) for terms in HOUSE_RULES if terms["key"] not in known]
    Rule.objects.bulk_create(fresh, ignore_conflicts=True)


def tell_guests(appointment: Appointment, by: Actor, rule: str = "") -> None:
    """Plan what the guests are told of this change, and the reminders that fit the time as it is now.

    What waited for the former time is taken back. Without a rule nobody is told.
    """
    with_time = appointment.state not in OUTSIDE
    for guest in appointment.guests.exclude(state=State.CANCELLED).select_related("customer__owner"):
        person = guest.customer
        take_back_owed(
            person=person, by=by, occurrence=cause_of(appointment), reason=_("The appointment changed.")
        )
        letters = [_told(appointment, guest, rule)] if rule else []
        if with_time and appointment.state != State.ASKED:
            letters += _reminders(appointment, guest)
        owe(person=person, by=by, owed=letters)


def link_for(guest: Guest) -> str:
    """Return the address of a guest's own page of an appointment."""
    return settings.SITE_URL + reverse("appointment-guest", args=[token_for(PURPOSE, guest.token)])


def _told(appointment: Appointment, guest: Guest, rule: str) -> Owed:
    now = clock.now()
    lasts = ASKED_OF_USE if rule == "meeting_asked" else max(ASKED_OF_USE, appointment.ends_at - now)
    return _owed(appointment, guest, Reminder(rule, now, now + min(lasts, TOLD_OF_USE)))


def _reminders(appointment: Appointment, guest: Guest) -> list[Owed]:
    return [_owed(appointment, guest, one) for one in reminders(appointment.starts_at, clock.now())]


def _owed(appointment: Appointment, guest: Guest, letter: Reminder) -> Owed:
    """A letter to a guest; who asks for a time now waits for the answer, also in the evening."""
    return Owed(
        rule=letter.letter,
        occurrence=f"{cause_of(appointment)}r{appointment.sequence}:{letter.letter.removeprefix('meeting_')}",
        due_at=letter.due_at,
        expires_at=letter.expires_at,
        context=values_of(appointment, guest),
        awaited=letter.letter == "meeting_asked" and guest.appointment.state == State.ASKED,
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
            "minutes": str(minutes_held(appointment)),
        }


def minutes_held(appointment: Appointment) -> int:
    """Return for how many minutes a request is still kept, 0 for none."""
    if appointment.held_until is None:
        return 0
    return max(0, round((appointment.held_until - clock.now()) / timedelta(minutes=1)))


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
    return " · ".join(filter(None, [str(appointment.get_place_display()), appointment.address]))


def cause_of(appointment: Appointment) -> str:
    return f"meeting:{appointment.pk}:"
