"""Decides which marked lines were written after those of a meeting were kept: by their words, wherever they stand now."""

from collections.abc import Sequence
from dataclasses import dataclass

from appointments.notepad import Line


@dataclass(frozen=True)
class Known:
    """A line that was kept: all the words it ever had, and which of the guests it is about."""

    mark: str
    words: frozenset[str]
    guest: int | None = None


def matched(lines: Sequence[Line], guests: Sequence[int | None], known: Sequence[Known]) -> list[int | None]:
    """Return for each line which known one it is, None for what was written since.

    `guests` are those the lines are about. A known line is found once; first those about the same
    guest, then, for who is not among the guests any more, by the words alone.
    """
    found: list[int | None] = [None] * len(lines)
    free = dict(enumerate(known))
    for with_guest in (True, False):
        for number, line in enumerate(lines):
            if found[number] is None:
                fits = (at for at, one in free.items() if _is(one, line, guests[number], with_guest))
                found[number] = next(fits, None)
                free.pop(found[number], None)
    return found


def _is(known: Known, line: Line, guest: int | None, with_guest: bool) -> bool:
    if known.mark != line.mark or line.text not in known.words:
        return False
    return not with_guest or known.guest == guest
