"""What was noted goes to everybody who took part: reviewed, sent once, and again after a correction."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from appointments.actions.rows import hold_guests, hold_row
from appointments.errors import AppointmentError, Settled
from appointments.going_out import Going, going_of
from appointments.models import Appointment, Guest, NotedLine, Notes
from customers.actions import wish_for_notes
from customers.models import Customer
from customers.models.customer import NotesFormat
from customers.tidying import tidy_text
from followups.actions import Owed, owe, take_back_owed
from followups.documents import ASKED, PLAIN
from followups.letters import language_of
from followups.models import Message
from followups.tokens import token_for
from followups.ways import BY_POST, FROM_THE_PHONE
from kit import clock
from kit.events import Actor, record
from kit.writing import write_out_day

PURPOSE = "notes"  # of the tokens in their links
RULE = "meeting_notes"
LARGE_PRINT = "large_print"  # the document of that name
LONGEST = 15_000
OF_USE = timedelta(days=7)


@transaction.atomic
def review_notes(
    *, notes: Notes, by: Actor, text: str, going: Collection[UUID], formats: Mapping[int, str] | None = None
) -> Notes:
    """Keep which lines go out, in whose words, and in what form each guest (by id) wants them.

    Words that are those the lines make by themselves are not kept. Raises AppointmentError for too many.
    """
    _appointment, row = _held(notes)
    _keep(row, going_of(row), text)
    for line in row.lines.all():
        if line.goes_out != (line.pk in going):
            NotedLine.objects.filter(pk=line.pk).update(goes_out=line.pk in going, updated_at=clock.now())
    for guest in going_of(row).guests:
        if formats and guest.pk in formats:
            wish_for_notes(person=guest.customer, by=by, format=formats[guest.pk])
    return _shown(notes, row)


@transaction.atomic
def send_notes(*, notes: Notes, by: Actor, text: str | None = None) -> Notes:
    """Send the notes to everybody who took part, in each one's form and language. Twice is once.

    Raises Settled before the end of the meeting, AppointmentError where nothing would go.
    """
    appointment, row = _held(notes)
    if row.sent_at:
        return _shown(notes, row)
    return _send(notes, appointment, row, by, text, "notes.sent")


@transaction.atomic
def send_corrected_notes(*, notes: Notes, by: Actor, edition: int, text: str | None = None) -> Notes:
    """Send the notes once more, as they are now; `edition` is how often they had gone out. Twice is once."""
    appointment, row = _held(notes)
    if row.editions != edition:
        return _shown(notes, row)
    if row.sent_at is None:
        raise Settled(_("The notes were not sent yet."), code="not_sent")
    return _send(notes, appointment, row, by, text, "notes.sent_again")


@transaction.atomic
def unsend_notes(*, notes: Notes, by: Actor, edition: int, before: dict) -> Notes:
    """Undo sending, as long as nobody has the letter. Raises Settled where one is on its way already."""
    appointment, row = _held(notes)
    if row.editions != edition:
        raise Settled(_("They were sent again since."))
    cause = cause_of(row, edition)
    for guest in going_of(row).guests:
        take_back_owed(person=guest.customer, by=by, occurrence=cause, reason=_("taken back"))
    if Message.objects.filter(occurrence__startswith=cause).exclude(state="cancelled").exists():
        raise Settled(_("The notes are on their way already."), code="on_its_way")
    _write(row, sent_at=row.sent_at if before["sent_at"] else None)
    row.event = _note("notes.unsent", appointment, row, by)
    return _shown(notes, row)


def summary_of(notes: Notes, guest: Guest) -> str:
    """Return the words that go to a guest as things stand."""
    return going_of(notes).words_for(guest)


def link_for(guest: Guest) -> str:
    """Return the address of a guest's own page of the notes."""
    return settings.SITE_URL + reverse("notes-guest", args=[token_for(PURPOSE, guest.token)])


def cause_of(notes: Notes, edition: int) -> str:
    return f"notes:{notes.pk}:v{edition}"


def _send(notes, appointment: Appointment, row: Notes, by: Actor, text: str | None, kind: str) -> Notes:
    if row.ended_at is None:
        raise Settled(_("End the meeting first; then its notes can go."), code="not_ended")
    going = going_of(row)
    if text is not None:
        _keep(row, going, text)
    if not any(going.words_for(guest).strip() for guest in going.guests):
        said = _("There is nothing to send. Let a line go out, or write something.")
        raise AppointmentError(said, field="text")
    now, before = clock.now(), {"sent_at": row.sent_at}
    _write(row, sent_at=row.sent_at or now, editions=row.editions + 1)
    again = before["sent_at"] is not None
    for guest in going.guests:
        owe(person=guest.customer, by=by, owed=[_owed(going, guest, now, again)])
    Guest.objects.filter(pk__in=[guest.pk for guest in going.guests]).update(notes_sent_at=now)
    after = {"edition": row.editions, "sent_at": row.sent_at, "guests": len(going.guests)}
    row.event = _note(kind, appointment, row, by, before=before, after=after)
    return _shown(notes, row)


def _owed(going: Going, guest: Guest, now: datetime, again: bool) -> Owed:
    """A letter at once, in quiet hours too: they have just been there."""
    return Owed(
        rule=RULE,
        occurrence=cause_of(going.notes, going.notes.editions),
        due_at=now,
        expires_at=now + OF_USE,
        context=_values(going, guest, again),
        awaited=True,
        channels=ways_of(guest.customer),
    )


def _values(going: Going, guest: Guest, again: bool) -> dict:
    person, notes = guest.customer, going.notes
    language = language_of(person, going.owner)
    with override(language):
        day = (notes.started_at or notes.appointment.starts_at).astimezone(person.zoneinfo).date()
        when = write_out_day(day, today=going.owner.today(), language=language)
    values = {"notes": going.words_for(guest), "when": when, "link": link_for(guest)}
    if again:
        values["again"] = str(notes.editions)
    if person.notes_format == NotesFormat.PLAIN:
        values[PLAIN] = True
    if person.notes_format == NotesFormat.LARGE:
        values[ASKED] = [LARGE_PRINT]
    return values


def ways_of(person: Customer) -> tuple[str, ...]:
    """The ways in which notes go to somebody: their form first, then whatever reaches them."""
    phone = sorted(FROM_THE_PHONE, key=lambda channel: channel != person.preferred_channel)
    if person.notes_format == NotesFormat.PHONE:
        return (*phone, "email", BY_POST)
    return ("email", *phone, BY_POST)


def _keep(row: Notes, going: Going, text: str) -> None:
    """Keep reviewed words, none where they are what the lines say by themselves."""
    text = tidy_text(text)
    if len(text) > LONGEST:
        raise AppointmentError(_("At most %(most)d signs, please.") % {"most": LONGEST}, field="text")
    by_themselves = {going.suggested(language) for language in going.languages}
    _write(row, summary="" if text in by_themselves else text)


def _held(notes: Notes) -> tuple[Appointment, Notes]:
    appointment = hold_row(notes.appointment)
    row = Notes.objects.select_for_update().get(pk=notes.pk)
    row.appointment = appointment
    hold_guests(appointment)
    return appointment, row


def _write(row: Notes, **values) -> None:
    values["updated_at"] = clock.now()
    Notes.objects.filter(pk=row.pk).update(**values)
    for name, value in values.items():
        setattr(row, name, value)


def _note(kind: str, appointment: Appointment, row: Notes, by: Actor, **facts):
    guest = appointment.guests.values_list("customer_id", flat=True).first()
    return record(kind, row, by=by, owner_id=appointment.owner_id, person=guest, **facts)


def _shown(notes: Notes, row: Notes) -> Notes:
    for field in Notes._meta.concrete_fields:
        setattr(notes, field.attname, getattr(row, field.attname))
    notes.event = getattr(row, "event", None)
    return notes
