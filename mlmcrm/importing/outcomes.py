"""What came of the lines of a batch."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from mlmcrm.importing.lines import Line, refused

SAMPLES = 8  # lines
SAMPLE_AT_MOST = 200  # characters of a cell


class Fate(StrEnum):
    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    REFUSED = "refused"


@dataclass
class Outcome:
    """Counts by fate, refused lines with their reason, what was left out of others, a few as they become."""

    counts: Counter = field(default_factory=Counter)
    refused: list[Line] = field(default_factory=list)
    omitted: list[Line] = field(default_factory=list)
    samples: list[dict[str, str]] = field(default_factory=list)

    def count(self, fate: Fate) -> None:
        self.counts[fate] += 1

    def show(self, number: int, fate: Fate, cells: Callable[[], dict[str, str]]) -> None:
        """Keep one of the first lines as it would become."""
        if len(self.samples) < SAMPLES:
            shown = {name: cell[:SAMPLE_AT_MOST] for name, cell in cells().items() if cell}
            self.samples.append({"line": str(number), "fate": fate.value, **shown})

    def refuse(self, number: int, reason: str, raw: str) -> None:
        self.counts[Fate.REFUSED] += 1
        self.refused.append(refused(number, reason, raw))

    def omit(self, number: int, what: str, raw: str = "") -> None:
        """Tell of a cell that was left out of a line that was taken."""
        self.omitted.append(refused(number, what, raw))

    def refuse_after_all(self, number: int, reason: str, raw: str, lines: int) -> None:
        """Refuse lines, of which this is the first, that were counted as the same before."""
        self.refused.append(refused(number, reason, raw))
        self.recount(Fate.REFUSED, instead_of=Fate.SAME, lines=lines)

    def recount(self, fate: Fate, instead_of: Fate, lines: int = 1) -> None:
        """Correct the fate of lines that were counted before."""
        self.counts[instead_of] -= lines
        self.counts[fate] += lines
