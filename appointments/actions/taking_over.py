"""What was written after the end of a meeting comes to something too, when the distributor says so."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from appointments.actions.notes import Deadlines, hold_notes, keep_line, note_meeting, shown_notes
from appointments.errors import Settled
from appointments.models import NotedLine, Notes
from appointments.notepad import MOST_LINES
from appointments.since_the_end import Since, since_the_end
from customers.actions.wants import drop_want
from followups.actions.promises import take_back_promise
from kit import clock
from kit.events import Actor

ASIDE = 10_000  # where no position is, so that none is taken twice while lines change places


@transaction.atomic
def take_over_lines(*, notes: Notes, by: Actor) -> Notes:
    """Keep the marked lines that were written after the end, and answers to what was left open. Twice is once.

    Raises Settled before the end.
    """
    _appointment, row = hold_notes(notes)
    if row.ended_at is None:
        raise Settled(_("The meeting has not ended. Its lines are kept when it does."), code="not_ended")
    since = since_the_end(row)
    if not since:
        return shown_notes(notes, row)
    answered = [_answer(line, words) for line, words in since.answers]
    _put_in_order(row, since)
    owner = row.appointment.owner
    days = Deadlines(owner, owner.today())
    made = [keep_line(row, line, since.guests, days, by) for line in since.lines]
    if row.sent_at:  # what goes after the notes is looked over first
        row.lines.filter(pk__in=[line.pk for line in made]).update(goes_out=False)
    after = {"lines": [str(line.pk) for line in made], "answers": answered, "editions": row.editions}
    row.event = note_meeting("meeting.lines_taken", row, by, after=after)
    return shown_notes(notes, row)


@transaction.atomic
def give_back_lines(
    *, notes: Notes, by: Actor, lines: Sequence[UUID], answers: Sequence[UUID], editions: int
) -> Notes:
    """Undo taking over: what came of these lines is taken back. Raises Settled where the notes went since.

    `editions` is how often they had gone.
    """
    _appointment, row = hold_notes(notes)
    if row.editions != editions:
        raise Settled(_("The notes were sent already."), code="sent")
    rows = row.lines.filter(pk__in=lines).select_related("promise__customer", "want__customer")
    for line in rows:
        if line.promise:
            take_back_promise(promise=line.promise, by=by)
        if line.want:
            drop_want(want=line.want, by=by)
    rows.delete()
    row.lines.filter(pk__in=answers).update(answer="", updated_at=clock.now())
    row.event = note_meeting("meeting.lines_given_back", row, by)
    return shown_notes(notes, row)


def _answer(line: NotedLine, words: str) -> str:
    NotedLine.objects.filter(pk=line.pk).update(answer=words, updated_at=clock.now())
    return str(line.pk)


def _put_in_order(row: Notes, since: Since) -> None:
    """Let the kept lines stand where they stand in the text now, behind it those that are not in it any more."""
    places = {kept.pk: line.position for line, kept in since.pairs if kept}
    kept = list(row.lines.order_by("position"))
    gone = [line for line in kept if line.pk not in places]
    places |= {line.pk: MOST_LINES + number for number, line in enumerate(gone)}
    moved = [line for line in kept if line.position != places[line.pk]]
    row.lines.filter(pk__in=[line.pk for line in moved]).update(position=F("position") + ASIDE)
    for line in moved:
        line.position = places[line.pk]
    NotedLine.objects.bulk_update(moved, ["position"])
