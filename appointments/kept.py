"""Gathers how appointments were kept in the last months, for the page about it and the head of the calendar."""

from dataclasses import dataclass
from datetime import date, timedelta

from appointments.keeping import Figures, figures_of
from team.models import Distributor

MONTHS = 6
A_DAY = timedelta(days=1)
LATELY = 30  # days


@dataclass(frozen=True)
class Month:
    """A month, up to today where it is the present one, with what a picture of it is as wide as, of 100."""

    first: date
    figures: Figures

    @property
    def minutes_to_notes(self) -> int | None:
        minutes = self.figures.minutes_to_notes
        return None if minutes is None else round(minutes)

    @property
    def parts(self) -> list[tuple[str, int, float, float]]:
        """Name, number, and from where to where of 100 each part goes; nothing where there was nothing."""
        named = (
            ("kept", self.figures.on_time),
            ("late", self.figures.late),
            ("missed", self.figures.missed),
        )
        whole = sum(number for _, number in named)
        parts, at = [], 0.0
        for name, number in named if whole else ():
            wide = 100 * number / whole
            parts.append((name, number, round(at, 2), round(wide, 2)))
            at += wide
        return [part for part in parts if part[1]]


def months_of(owner: Distributor) -> list[Month]:
    """Return the last months, the present one first: two questions for each."""
    today = owner.today()
    first, months = today.replace(day=1), []
    for number in range(MONTHS):
        last = today if number == 0 else (first + 31 * A_DAY).replace(day=1) - A_DAY
        months.append(Month(first, figures_of(owner, first, last)))
        first = (first - A_DAY).replace(day=1)
    return months


def lately(owner: Distributor) -> Figures:
    """Return the figures of the last thirty days."""
    today = owner.today()
    return figures_of(owner, today - LATELY * A_DAY, today)
