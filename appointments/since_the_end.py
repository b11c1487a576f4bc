"""Reads what was written into the notes of a meeting after its end, which nothing has come of yet."""

from dataclasses import dataclass

from appointments.models import Correction, Guest, NotedLine, Notes
from appointments.models.notes import CorrectionState, Mark
from appointments.notepad import Line, lines_of, marked
from appointments.taking_part import guest_meant, guests_of
from appointments.written_since import Known, matched
from kit.models import Event


@dataclass(frozen=True)
class Since:
    """The marked lines as they stand in the text, each with the line that was kept of it, if one was."""

    guests: list[Guest]
    pairs: list[tuple[Line, NotedLine | None]]

    @property
    def lines(self) -> list[Line]:
        """Those that nothing came of."""
        return [line for line, kept in self.pairs if kept is None]

    @property
    def answers(self) -> list[tuple[NotedLine, str]]:
        """Questions that were kept open, and have their answer now."""
        return [(kept, line.answer) for line, kept in self.pairs if kept and line.answer and not kept.answer]

    @property
    def shown(self) -> list[tuple[str, str, str]]:
        """Both as a page shows them: what it is, the text, and the answer."""
        lines = [(Mark(line.mark).label, line.text, line.answer) for line in self.lines]
        return lines + [(kept.get_mark_display(), kept.text, answer) for kept, answer in self.answers]

    def __len__(self) -> int:
        return len(self.lines) + len(self.answers)


def since_the_end(notes: Notes, kept: list[NotedLine] | None = None) -> Since:
    """Compare the text with the lines that were kept; before the end there is nothing to compare."""
    if notes.ended_at is None:
        return Since([], [])
    owner, guests = notes.appointment.owner, guests_of(notes.appointment)
    kept = list(notes.lines.order_by("position")) if kept is None else kept
    # Days are read as they were at the end: tomorrow "by Thursday" may be another day, and other words.
    day = notes.ended_at.astimezone(owner.zoneinfo).date()
    then = marked(lines_of(notes.text, day, owner.language))
    now = {line.position: line for line in lines_of(notes.text, owner.today(), owner.language)}
    meant = [guest.pk if (guest := guest_meant(line, guests)) else None for line in then]
    numbers = matched(then, meant, _known(notes, kept))
    pairs = [
        (now[line.position], None if number is None else kept[number])
        for line, number in zip(then, numbers, strict=True)
    ]
    return Since(guests, pairs)


def _known(notes: Notes, kept: list[NotedLine]) -> list[Known]:
    """The lines with the words they had before a correction was taken over."""
    words = {line.pk: {line.text} for line in kept}
    taken = Correction.objects.filter(line__notes=notes.pk, state=CorrectionState.TAKEN)
    of_line = {str(pk): line for pk, line in taken.values_list("pk", "line")}
    if of_line:
        events = Event.objects.filter(kind="notes.correction_taken", subject_id__in=of_line)
        for subject, before in events.values_list("subject_id", "before"):
            words[of_line[subject]].add(before["text"])
    return [Known(line.mark, frozenset(words[line.pk]), line.guest_id) for line in kept]
