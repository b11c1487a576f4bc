"""Gathers the page on which the notes of a meeting are looked over: lines, who gets what, what came back."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from appointments.actions.notes_out import cause_of
from appointments.going_out import Going, going_of
from appointments.models import Correction, Guest, NotedLine, Notes
from appointments.notepad import names_gone_day
from appointments.since_the_end import Since, since_the_end
from customers.models import Customer
from followups.models import Message, Task


@dataclass(frozen=True)
class Gets:
    """A guest, what goes to them, and what became of it."""

    guest: Guest
    words: str
    message: Message | None
    task: Task | None

    @property
    def person(self) -> Customer:
        return self.guest.customer

    @property
    def format_field(self) -> str:
        """The field of the form in which their form is chosen."""
        return f"format_{self.guest.pk}"


@dataclass(frozen=True)
class Page:
    """All of it, with the corrections that came back."""

    going: Going
    gets: list[Gets]
    corrections: list[Correction]
    since: Since

    @property
    def lines(self) -> list[NotedLine]:
        return self.going.lines

    @property
    def guest_ids(self) -> set[int]:
        return {get.guest.pk for get in self.gets}

    @property
    def gone_ids(self) -> set:
        """The lines whose day was past, or none, when they were kept, and nobody said another since."""
        owner, ended_at = self.going.owner, self.going.notes.ended_at
        asked = [
            one for one in self.lines if one.promise and one.promise.due_on == one.due_on and not one.answer
        ]
        if ended_at is None or not asked:
            return set()
        day = ended_at.astimezone(owner.zoneinfo).date()
        return {one.pk for one in asked if names_gone_day(one.text, day, owner.language)}

    @property
    def waiting(self) -> list[Correction]:
        return [one for one in self.corrections if one.state == "open"]

    @property
    def decided(self) -> list[Correction]:
        return [one for one in self.corrections if one.state != "open"]

    @property
    def words(self) -> str:
        """The words for everybody, in the first guest's language."""
        return self.going.notes.summary or self.going.suggested(self.going.languages[0])


def minutes_to_send(notes: Notes) -> int | None:
    """Return how many whole minutes after the end the notes went, None where they did not."""
    if notes.sent_at is None or notes.ended_at is None:
        return None
    return max(0, int((notes.sent_at - notes.ended_at).total_seconds() // 60))


def sent_said(notes: Notes | None) -> str:
    """Say how soon after the end the notes went; nothing where they did not."""
    minutes = minutes_to_send(notes) if notes else None
    if minutes is None:
        return ""
    if minutes < 1:
        return _("Notes sent at once")
    said = ngettext("Notes sent %(n)d minute after", "Notes sent %(n)d minutes after", minutes)
    return said % {"n": minutes}


def page_of(notes: Notes, viewer) -> Page:
    """Gather it in a fixed number of queries."""
    going = going_of(notes)
    cause = cause_of(notes, notes.editions)
    people = [guest.customer_id for guest in going.guests]
    letters = Message.objects.visible_to(viewer).filter(occurrence=cause, customer__in=people)
    tasks = Task.objects.visible_to(viewer).filter(occurrence=cause, customer__in=people)
    by_person = {message.customer_id: message for message in letters}
    by_hand = {task.customer_id: task for task in tasks}
    gets = [
        Gets(one, going.words_for(one), by_person.get(one.customer_id), by_hand.get(one.customer_id))
        for one in going.guests
    ]
    return Page(going, gets, list(corrections_of(notes)), since_the_end(notes, going.lines))


def corrections_of(notes: Notes):
    """What guests would have the notes say instead, the first to come first."""
    rows = Correction.objects.filter(line__notes=notes.pk)
    return rows.select_related("line__notes__appointment", "guest__customer")


def notes_of(guest: Guest) -> Notes | None:
    """The notes that went to a guest, None before."""
    notes = Notes.objects.filter(appointment=guest.appointment_id, sent_at__isnull=False).first()
    if notes:
        notes.appointment = guest.appointment
    return notes


def line_of(guest: Guest, pk) -> NotedLine | None:
    """A line of the notes that went to a guest, None where it is of others."""
    rows = NotedLine.objects.filter(notes__appointment=guest.appointment_id, notes__sent_at__isnull=False)
    return rows.select_related("notes__appointment__owner").filter(pk=pk).first()


def said_by(guest: Guest, lines: list[NotedLine]) -> dict:
    """What a guest suggested for each line last."""
    rows = Correction.objects.filter(guest=guest, line__in=lines).order_by("created_at", "pk")
    return {one.line_id: one for one in rows}
