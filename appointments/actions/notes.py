"""What is written in a meeting: saved as it is typed, never over somebody else's words; and what it comes to.

The saves are the row's own and leave no events; the beginning and the end do.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from appointments import agenda
from appointments.actions.booking import hold_calendar
from appointments.actions.changing import arrive, finish, put_back
from appointments.actions.rows import CHANGED_FACTS, hold_guests, hold_row
from appointments.errors import AppointmentError, Settled, StaleNotes
from appointments.models import Appointment, Guest, NotedLine, Notes
from appointments.models.appointment import State
from appointments.notepad import ASKED, PROMISE, WANT, Line, lines_of, marked
from appointments.taking_part import guest_meant, guests_of
from customers.actions.wants import drop_want, note_want
from customers.models import Customer, Want
from followups.actions.promises import make_promise, take_back_promise
from followups.models import Promise
from followups.models.promise import PromiseKind
from kit import clock
from kit.events import Actor, facts_of, record
from team.actions.hours import days_off_of, hours_of
from team.models import Distributor
from team.office_hours import USUAL_HOURS, working_day

WRITTEN_IN = (State.BOOKED, State.CONFIRMED, State.ARRIVED, State.FINISHED)
LONGEST_TEXT = 100_000
IN_HAND = timedelta(days=1)  # the person is told a later day than the one it is meant to be done by
TO_KEEP, TO_ANSWER = timedelta(days=7), timedelta(days=2)  # where no day was said
CLOCK_FACTS = ("started_at", "running")
MEETING = "meeting"


@transaction.atomic
def open_notes(*, appointment: Appointment, by: Actor) -> Notes:
    """Return the notes of an appointment; the first time they are made, with the agenda of its kind.

    Raises Settled for one that is not booked, was cancelled or missed, unless it has notes.
    """
    row = hold_row(appointment)
    if notes := Notes.objects.filter(appointment=row).first():
        return notes
    if row.state not in WRITTEN_IN:
        raise Settled(_("This appointment is closed: %(state)s.") % {"state": row.get_state_display()})
    items = agenda.items_of(row.kind.agenda if row.kind else [])
    return Notes.objects.create(appointment=row, agenda=agenda.Course(items).plain())


@transaction.atomic
def begin_meeting(*, notes: Notes, by: Actor) -> Notes:
    """Start the clock, and note that the distributor is there. Twice is once. Raises Settled."""
    appointment, row = hold_notes(notes)
    if row.started_at:
        return shown_notes(notes, row)
    now = clock.now()
    before = {}
    if appointment.state in (State.BOOKED, State.CONFIRMED):
        before = {"appointment": facts_of(appointment, CHANGED_FACTS)}
        arrive(appointment=appointment, by=by)
    course = _course(row)
    first = agenda.next_open(course.items)
    _write(row, course if first is None else agenda.run(course, first, now), started_at=now)
    row.event = note_meeting("meeting.begun", row, by, before=before, after=facts_of(row, CLOCK_FACTS))
    return shown_notes(notes, row)


@transaction.atomic
def save_notes(*, notes: Notes, by: Actor, text: str, revision: int, written_by: str) -> Notes:
    """Save what was typed upon a revision; the same text twice is once.

    Raises StaleNotes where something else was saved since: nothing is written, the error holds what
    stands. Also after the end what was typed is kept.
    """
    row = Notes.objects.select_for_update().get(pk=notes.pk)
    text = _clean(text)
    if row.text == text:
        return shown_notes(notes, row)
    if row.revision != revision:
        raise StaleNotes(_("This was written on elsewhere. Nothing is lost."), row)
    values = {"text": text, "revision": row.revision + 1, "written_by": written_by[:40]}
    _write(row, **values)
    return shown_notes(notes, row)


@transaction.atomic
def run_item(*, notes: Notes, by: Actor, position: int) -> Notes:
    """Talk about an item of the agenda now. Raises AppointmentError where there is none of this place."""
    _appointment, row = hold_notes(notes)
    _write(row, agenda.run(_course_with(row, position), position, clock.now()))
    return shown_notes(notes, row)


@transaction.atomic
def finish_item(*, notes: Notes, by: Actor, position: int) -> Notes:
    """Tick an item of the agenda off; the next one is talked about. Raises as `run_item` does."""
    _appointment, row = hold_notes(notes)
    _write(row, agenda.finish(_course_with(row, position), position, clock.now()))
    return shown_notes(notes, row)


@transaction.atomic
def end_meeting(*, notes: Notes, by: Actor) -> Notes:
    """End a meeting: it was held, and its marked lines become what they say. Twice is once. Raises Settled."""
    appointment, row = hold_notes(notes)
    if row.ended_at:
        return shown_notes(notes, row)
    before = facts_of(appointment, CHANGED_FACTS)
    finish(appointment=appointment, by=by)
    now = clock.now()
    _write(row, agenda.stop(_course(row), now), started_at=row.started_at or now, ended_at=now)
    lines = _keep_lines(appointment, row, by)
    after = {"lines": len(lines), "version": appointment.version}
    row.event = note_meeting("meeting.ended", row, by, before={"appointment": before}, after=after)
    return shown_notes(notes, row)


@transaction.atomic
def reopen_meeting(*, notes: Notes, by: Actor, before: dict) -> Notes:
    """Undo the end: what came of the lines is taken back, the appointment is as `before`, as the event has it.

    Raises Settled where the notes were sent, Closed where a promise came to its end meanwhile.
    """
    hold_calendar(notes.appointment.owner)
    appointment, row = hold_notes(notes)
    if row.ended_at is None:
        return shown_notes(notes, row)
    if row.sent_at:
        raise Settled(_("The notes were sent already."), code="sent")
    for line in row.lines.select_related("promise__customer", "want__customer"):
        if line.promise:
            take_back_promise(promise=line.promise, by=by)
        if line.want:
            drop_want(want=line.want, by=by)
    row.lines.all().delete()
    put_back(appointment=appointment, by=by, before=before["appointment"])
    _write(row, ended_at=None)
    row.event = note_meeting("meeting.reopened", row, by)
    return shown_notes(notes, row)


@transaction.atomic
def unbegin_meeting(*, notes: Notes, by: Actor, before: dict) -> Notes:
    """Undo the beginning: the clock stands at nothing, who was noted to be there is not.

    What was written stays. Raises Settled after the end.
    """
    hold_calendar(notes.appointment.owner)
    appointment, row = hold_notes(notes)
    if row.ended_at:
        raise Settled(_("This meeting is over."), code="over")
    if before.get("appointment"):
        put_back(appointment=appointment, by=by, before=before["appointment"])
    fresh = tuple(replace(item, seconds=0, is_done=False) for item in _course(row).items)
    _write(row, agenda.Course(fresh), started_at=None)
    row.event = note_meeting("meeting.unbegun", row, by)
    return shown_notes(notes, row)


@transaction.atomic
def link_order(*, line: NotedLine, by: Actor, order_id: UUID) -> NotedLine:
    """Note that an order came of a line; the verb that placed it left the event."""
    NotedLine.objects.filter(pk=line.pk).update(order_id=order_id, updated_at=clock.now())
    line.order_id = order_id
    return line


@dataclass(frozen=True)
class Deadlines:
    """By when what was noted is done and told. Days that nobody said are days of work."""

    owner: Distributor
    today: date

    def due_on(self, line: Line) -> date | None:
        """Return the day by which a promise or an answer is meant to be done, None for other lines."""
        usual = {PROMISE: TO_KEEP, ASKED: TO_ANSWER}.get(line.mark)
        if usual is None or line.answer:
            return None
        return line.due_on or self._day_of_work(self.today + usual)

    def told_on(self, due_on: date) -> date:
        """Return the day that the person is told."""
        return self._day_of_work(due_on + IN_HAND)

    def _day_of_work(self, day: date) -> date:
        return working_day(day, *self._office)

    @cached_property
    def _office(self):
        return hours_of(self.owner) or USUAL_HOURS, days_off_of(self.owner)


def hold_notes(notes: Notes) -> tuple[Appointment, Notes]:
    """The appointment, its notes and its people as they are now, held in this order until the transaction ends."""
    appointment = hold_row(notes.appointment)
    row = Notes.objects.select_for_update().get(pk=notes.pk)
    row.appointment = appointment
    hold_guests(appointment)
    return appointment, row


def _course(row: Notes) -> agenda.Course:
    return agenda.Course(agenda.items_of(row.agenda), row.running, row.running_since)


def _course_with(row: Notes, position: int) -> agenda.Course:
    """The agenda, which has an item at this place."""
    course = _course(row)
    if not 0 <= position < len(course.items):
        raise AppointmentError(_("There is no such item on the agenda."), field="item")
    return course


def _write(row: Notes, course: agenda.Course | None = None, **values) -> None:
    if course is not None:
        values |= {"agenda": course.plain(), "running": course.running, "running_since": course.since}
    values["updated_at"] = clock.now()
    Notes.objects.filter(pk=row.pk).update(**values)
    for name, value in values.items():
        setattr(row, name, value)


def _clean(text: str) -> str:
    """A text as it is kept: one sign between lines, none that a database cannot hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if len(text) > LONGEST_TEXT:
        said = _("That is more than a page of notes can hold. Take some of it away, please.")
        raise AppointmentError(said, field="text", code="too_long")
    return text


def _keep_lines(appointment: Appointment, row: Notes, by: Actor) -> list[NotedLine]:
    owner = appointment.owner
    days, guests = Deadlines(owner, owner.today()), guests_of(appointment)
    found = marked(lines_of(row.text, days.today, owner.language))
    return [keep_line(row, line, guests, days, by) for line in found]


def keep_line(row: Notes, line: Line, guests: list[Guest], days: Deadlines, by: Actor) -> NotedLine:
    """Keep a marked line, with the promise or the want that comes of it."""
    guest = guest_meant(line, guests)
    person = (guest or guests[0]).customer if guests else None
    due_on = days.due_on(line)
    is_group = len(guests) > 1 or row.appointment.seats > 1
    is_nobodys = is_group and bool(line.whom) and guest is None  # which does not make it everybody's
    return NotedLine.objects.create(
        notes=row, position=line.position, mark=line.mark, text=line.text, answer=line.answer, guest=guest,
        goes_out=not is_nobodys, due_on=due_on,
        promise=_promise(row, line, person, due_on, days, by), want=_want(row, line, person, by),
    )  # fmt: skip


def _promise(
    row: Notes, line: Line, person: Customer | None, due_on: date | None, days: Deadlines, by: Actor
) -> Promise | None:
    """A promise; an open question is one to answer."""
    if due_on is None or person is None:
        return None
    text = line.text if line.mark == PROMISE else _("Answer: %(question)s") % {"question": line.text}
    return make_promise(
        customer=person, by=by, text=text, due_on=due_on, told_on=days.told_on(due_on),
        kind=PromiseKind.ANSWER if line.mark != PROMISE else "",
        origin=MEETING, origin_id=row.appointment_id,
    )  # fmt: skip


def _want(row: Notes, line: Line, person: Customer | None, by: Actor) -> Want | None:
    if line.mark != WANT or person is None:
        return None
    return note_want(customer=person, by=by, text=line.text, origin=MEETING, origin_id=row.appointment_id)


def note_meeting(kind: str, row: Notes, by: Actor, **facts):
    guest = row.appointment.guests.values_list("customer_id", flat=True).first()
    return record(kind, row, by=by, owner_id=row.appointment.owner_id, person=guest, **facts)


def shown_notes(notes: Notes, row: Notes) -> Notes:
    """The instance that the caller holds, as the row is now."""
    for field in Notes._meta.concrete_fields:
        setattr(notes, field.attname, getattr(row, field.attname))
    notes.event = getattr(row, "event", None)
    return notes
