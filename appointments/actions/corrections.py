"""What a guest would have the notes say instead: suggested on their page, then taken over or left."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from appointments.actions.rows import hold_guests, hold_row
from appointments.errors import AppointmentError, Settled
from appointments.going_out import going_of
from appointments.models import Correction, Guest, NotedLine, Notes
from appointments.models.notes import CorrectionState
from customers.actions import drop_want, note_want, restore_want
from customers.models import Want
from customers.tidying import tidy_line
from followups.actions import (
    Owed,
    change_promise,
    finish_task,
    owe,
    release_promise,
    reopen_promise,
    take_back_owed,
)
from followups.actions.promises import put_back_terms
from followups.models import Promise, Task
from kit import clock
from kit.events import Actor, facts_of, record

RULE = "notes_corrected"
LONGEST = 1000
OF_USE = timedelta(days=30)
LINE_FACTS = ("text", "struck_at", "want_id")


@transaction.atomic
def suggest_correction(*, guest: Guest, by: Actor, line: NotedLine, text: str) -> Correction | None:
    """Note what a guest would have a line say; without words it is to be struck. The last word counts.

    Returns None where the line says so already. Raises Settled for a line that did not go to them.
    """
    notes = _hold(line)
    line = next((one for one in going_of(notes).lines_of(guest) if one.pk == line.pk), None)
    if line is None or notes.sent_at is None:
        raise Settled(_("This line is not there any more."), code="gone")
    words = tidy_line(text)
    if len(words) > LONGEST:
        raise AppointmentError(_("At most %(most)d signs, please.") % {"most": LONGEST}, field="text")
    waiting = Correction.objects.filter(line=line, guest=guest, state=CorrectionState.OPEN).first()
    if words == line.text:
        return _take_back(waiting, by) if waiting else None
    if waiting and waiting.text == words:
        return waiting
    if waiting:
        _take_back(waiting, by)
    row = Correction.objects.create(line=line, guest=guest, text=words)
    after = {"line": line.text, "text": words}
    row.event = _note("notes.correction_suggested", row, by, after=after)
    owe(person=guest.customer, by=by, owed=[_owed(row, notes)])
    return row


@transaction.atomic
def take_correction(*, correction: Correction, by: Actor) -> Correction:
    """Let the line say what the guest suggests, with the promise or the want that came of it. Twice is once."""
    row = _open(correction, CorrectionState.TAKEN)
    if row is None:
        return _unchanged(correction)
    line = row.line
    before = facts_of(line, LINE_FACTS)
    promise = _change_promise(line, row, by)
    if promise and promise.event:
        before["promise"] = promise.event.before
    want = _change_want(line, row, by)
    values = {"text": row.text} if row.text else {"struck_at": clock.now()}
    if want:
        values["want_id"] = want.pk
    _write(line, **values)
    return _close(correction, row, by, "notes.correction_taken", CorrectionState.TAKEN, before)


@transaction.atomic
def leave_correction(*, correction: Correction, by: Actor) -> Correction:
    """Leave a line as it is; the guest sees so. Twice is once."""
    row = _open(correction, CorrectionState.LEFT)
    if row is None:
        return _unchanged(correction)
    return _close(correction, row, by, "notes.correction_left", CorrectionState.LEFT, {})


@transaction.atomic
def reopen_correction(
    *, correction: Correction, by: Actor, before: dict, said: dict | None = None
) -> Correction:
    """Undo taking over or leaving: the line is as before, and the suggestion waits again.

    `said` is what the line came to say by it. Raises Settled where it says something else since.
    """
    _hold(correction.line)
    row = _row(correction)
    if row.state == CorrectionState.OPEN:
        return _unchanged(correction)
    if Correction.objects.filter(line=row.line, guest=row.guest, state=CorrectionState.OPEN).exists():
        raise Settled(_("They suggested something else since."))
    if row.state == CorrectionState.TAKEN:
        if said and facts_of(row.line, LINE_FACTS) != said:
            raise Settled(_("This line was corrected again since."))
        _put_back(row.line, by, before)
    _write(row, state=CorrectionState.OPEN, closed_at=None)
    row.event = _note("notes.correction_reopened", row, by)
    correction.event = row.event
    return _shown(correction)


def _hold(line: NotedLine) -> Notes:
    """The notes of a line, held behind their appointment and before its people."""
    held = hold_row(line.notes.appointment)
    rows = Notes.objects.select_for_update(of=("self",)).select_related("appointment__owner")
    notes = rows.get(pk=line.notes_id)
    hold_guests(held)
    return notes


def _row(correction: Correction) -> Correction:
    rows = Correction.objects.select_related(
        "line__promise__customer", "line__want__customer", "line__notes__appointment", "guest__customer"
    )
    return rows.get(pk=correction.pk)


def _open(correction: Correction, wanted: str) -> Correction | None:
    """The correction, held, if it still waits; None where it is as wanted already. Raises Settled."""
    _hold(correction.line)
    row = _row(correction)
    if row.state == CorrectionState.OPEN:
        return row
    if row.state == wanted:
        return None
    raise Settled(_("This was decided already: %(state)s.") % {"state": row.get_state_display()})


def _take_back(waiting: Correction, by: Actor) -> None:
    """They think again: what they suggested before is nothing any more."""
    cause, person = _cause(waiting), waiting.guest.customer
    take_back_owed(person=person, by=by, occurrence=cause, reason=_("They took it back."))
    waiting.delete()


def _change_promise(line: NotedLine, row: Correction, by: Actor) -> Promise | None:
    promise = line.promise
    if promise is None or promise.state != "open" or promise.revoked_at:
        return None
    if not row.text:
        return release_promise(promise=promise, by=by, reason=_("They struck it in the notes."))
    return change_promise(promise=promise, by=by, text=row.text[:300])


def _change_want(line: NotedLine, row: Correction, by: Actor) -> Want | None:
    """A want is in their words: the new ones take the place of the old."""
    want = line.want
    if want is None or want.revoked_at or want.met_at:
        return None  # what they have is not wanted again
    drop_want(want=want, by=by)
    if not row.text:
        return None
    origin = {"origin": want.origin, "origin_id": want.origin_id}
    return note_want(customer=want.customer, by=by, text=row.text, **origin)


def _put_back(line: NotedLine, by: Actor, before: dict) -> None:
    if terms := before.get("promise"):
        if "state" in terms:
            reopen_promise(promise=line.promise, by=by)
        else:
            put_back_terms(promise=line.promise, by=by, before=terms)
    want = Want.objects.filter(pk=before["want_id"]).first() if before.get("want_id") else None
    if line.want and line.want != want:
        drop_want(want=line.want, by=by)
    if want:
        restore_want(want=want, by=by)
    struck_at = before.get("struck_at") and datetime.fromisoformat(before["struck_at"])
    _write(line, text=before["text"], struck_at=struck_at, want_id=before.get("want_id"))


def _close(correction, row: Correction, by: Actor, kind: str, state: str, before: dict) -> Correction:
    now = clock.now()
    _write(row, state=state, closed_at=now)
    after = {"line": row.line.text, "text": row.text, "said": facts_of(row.line, LINE_FACTS)}
    row.event = _note(kind, row, by, before=before, after=after)
    for task in Task.objects.open().filter(customer=row.guest.customer, occurrence=_cause(row)):
        finish_task(task=task, by=by)
    correction.event = row.event
    return _shown(correction)


def _owed(row: Correction, notes: Notes) -> Owed:
    now = clock.now()
    said = row.text or _("This is to be struck: %(line)s") % {"line": row.line.text}
    page = reverse("appointment-notes", args=[notes.appointment_id])
    context = {"asked": said, "reply": str(row.pk), "page": page}
    return Owed(rule=RULE, occurrence=_cause(row), due_at=now, expires_at=now + OF_USE, context=context)


def _cause(row: Correction) -> str:
    return f"correction:{row.pk}"


def _note(kind: str, row: Correction, by: Actor, **facts):
    owner, person = row.line.notes.appointment.owner_id, row.guest.customer_id
    return record(kind, row, by=by, owner_id=owner, person=person, **facts)


def _write(row, **values) -> None:
    values["updated_at"] = clock.now()
    type(row).objects.filter(pk=row.pk).update(**values)
    for name, value in values.items():
        setattr(row, name, value)


def _unchanged(correction: Correction) -> Correction:
    correction.event = None
    return _shown(correction)


def _shown(correction: Correction) -> Correction:
    event = getattr(correction, "event", None)
    correction.refresh_from_db()
    correction.event = event
    return correction
