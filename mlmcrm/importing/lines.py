"""What the readers of files yield: one numbered line or card, or why it cannot be used."""

from dataclasses import dataclass, field

RAW_AT_MOST = 25_000  # characters kept of a refused line: room for its longest note
UNREADABLE = "\udc80"  # stands where bytes make no letter; no file can hold it itself


@dataclass(frozen=True, slots=True)
class Line:
    """A record of a file. `number` is the physical line on which it begins, from 1.

    Either `cells` holds its values by column name, or `problem` says in a sentence why it is
    refused. `raw` is the text as it stood, cut short. A `lenient` line loses a value that
    cannot be understood, with a note, rather than being refused: nobody can mend a card.
    """

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    problem: str = ""
    raw: str = ""
    lenient: bool = False


def refused(number: int, problem: str, raw: str = "") -> Line:
    """Return a line that cannot be used; what a database could not hold of it is replaced."""
    shown = raw[:RAW_AT_MOST].replace("\0", "\u2400").replace(UNREADABLE, "\ufffd")
    return Line(number, problem=problem, raw=shown)
