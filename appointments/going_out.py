"""Reads what of a meeting's notes goes to whom: the lines, the reviewed words, and everybody who took part."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import override

from appointments.models import Guest, NotedLine, Notes
from appointments.models.appointment import State
from appointments.summary import Noted, summary
from followups.letters import language_of


@dataclass(frozen=True)
class Going:
    """The notes with their lines and guests; what a line says of one guest goes to that one alone, or to nobody."""

    notes: Notes
    guests: list[Guest]
    lines: list[NotedLine]

    @property
    def owner(self):
        return self.notes.appointment.owner

    @property
    def is_alone(self) -> bool:
        """Is there one guest at most? Then their lines stand among those for everybody."""
        return len(self.guests) < 2

    @cached_property
    def languages(self) -> list[str]:
        """The languages in which the notes go out, the first guest's first; the distributor's without guests."""
        found = [language_of(guest.customer, self.owner) for guest in self.guests]
        return list(dict.fromkeys(found)) or [self.owner.language or "en"]

    def lines_of(self, guest: Guest) -> list[NotedLine]:
        """The lines that go to a guest, or went, also those that were struck since."""
        return [line for line in self.lines if line.goes_out and line.guest_id in (None, guest.pk)]

    def suggested(self, language: str) -> str:
        """The words that the lines for everybody make by themselves."""
        alone = {guest.pk for guest in self.guests if self.is_alone}
        common = (line for line in self.lines if line.guest_id is None or line.guest_id in alone)
        return self._said(common, language)

    def words_for(self, guest: Guest) -> str:
        """What goes to a guest: the reviewed words or the lines as sentences, and what is theirs alone."""
        language = language_of(guest.customer, self.owner)
        own = [] if self.is_alone else [line for line in self.lines if line.guest_id == guest.pk]
        common = self.notes.summary or self.suggested(language)
        return "\n".join(filter(None, [common, self._said(own, language)]))

    def _said(self, lines, language: str) -> str:
        going = [noted(line) for line in lines if line.goes_out and line.struck_at is None]
        with override(language):
            return summary(going, self.owner.today(), language)


def going_of(notes: Notes) -> Going:
    """Gather the notes of a meeting: two queries, however many lines and guests there are.

    Who asked for a seat and never confirmed it is no guest: anybody can type an address.
    """
    guests = notes.appointment.guests.exclude(state=State.CANCELLED).exclude(came=False)
    guests = (
        guests.filter(customer__deleted_at=None, held_until=None)
        .select_related("customer__owner")
        .order_by("pk")
    )
    lines = notes.lines.select_related("promise").order_by("position")
    return Going(notes, list(guests), list(lines))


def noted(line: NotedLine) -> Noted:
    """A line as it is told: by the day that was told, which may be later than the one that is meant."""
    told_on = line.promise.told_on if line.promise else line.due_on
    return Noted(line.mark, line.text, told_on, line.answer, line.order_id is not None)
