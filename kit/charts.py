"""Where the lines and points of small pictures stand: pure geometry for inline SVG.

Lengths are in the picture's own units. Numbers that a template prints are whole or ready-made
text, so that no language turns a decimal point into a comma.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

RHYTHM_START, RHYTHM_END = 10, 246  # of a picture 260 wide
RHYTHM_SHOWS = 8

SPARK_WIDTH, SPARK_HEIGHT = 96, 28
SPARK_LEFT, SPARK_RIGHT, SPARK_TOP, SPARK_BOTTOM = 2, 92, 5, 26

TWO_WAYS_STEP, TWO_WAYS_BAR, TWO_WAYS_GAP = 28, 18, 5
TWO_WAYS_TOP, TWO_WAYS_HEIGHT = 14, 96  # above stands the number


@dataclass(frozen=True)
class Rhythm:
    """Days on a line of time, with when the next is due and today."""

    points: tuple[int, ...]
    due: int | None
    today: int
    late: bool
    count: int
    apart: int | None  # the usual number of days between two of them
    due_in: int | None  # days until the next is due, negative when it was


@dataclass(frozen=True)
class Spark:
    """A trend as one path, the area beneath it and the last point."""

    path: str
    area: str
    x: str
    y: str


@dataclass(frozen=True)
class TwoBars:
    """A bar that rises and one that sinks, where they begin, how high they are, and what they count."""

    x: int
    top: int
    rises: int
    under: int
    sinks: int
    middle: int
    up: int
    down: int

    @property
    def over_text(self) -> int:
        return self.top - 3

    @property
    def under_text(self) -> int:
        return self.under + self.sinks + 9


@dataclass(frozen=True)
class TwoWays:
    """Bars on both sides of a line, from left to right."""

    width: int
    line: int
    bars: tuple[TwoBars, ...]


def rhythm(days: Sequence[date], *, due: date | None, today: date) -> Rhythm:
    """Place days, the due day and today on one line. Needs at least one day."""
    days = sorted(days)
    shown = days[-RHYTHM_SHOWS:]
    first, last = shown[0], max(today, shown[-1], due or today)
    per_day = (RHYTHM_END - RHYTHM_START) / max((last - first).days, 1)

    def place(day: date) -> int:
        return round(RHYTHM_START + max((day - first).days, 0) * per_day)

    return Rhythm(
        points=tuple(place(day) for day in shown),
        due=place(due) if due else None,
        today=place(today),
        late=bool(due and due < today),
        count=len(days),
        apart=_usual_gap(days),
        due_in=(due - today).days if due else None,
    )


def spark(values: Sequence[float]) -> Spark:
    """Draw values from left to right, measured from zero. Needs at least one value."""
    top, bottom = max(*values, 0), min(*values, 0)
    scale = (SPARK_BOTTOM - SPARK_TOP) / ((top - bottom) or 1)
    step = (SPARK_RIGHT - SPARK_LEFT) / max(len(values) - 1, 1)
    places = [
        (f"{SPARK_LEFT + index * step:.1f}", f"{SPARK_TOP + (top - value) * scale:.1f}")
        for index, value in enumerate(values)
    ]
    path = "M" + " L".join(f"{x} {y}" for x, y in places)
    (left, _), (x, y) = places[0], places[-1]
    return Spark(path=path, area=f"{path} L{x} {SPARK_HEIGHT} L{left} {SPARK_HEIGHT} Z", x=x, y=y)


def two_ways(pairs: Sequence[tuple[int, int]]) -> TwoWays:
    """Draw counts as bars that rise from a line and sink from it, all by one measure. Needs at least one pair."""
    most_up, most_down = (max(counts) for counts in zip(*pairs, strict=True))
    scale = TWO_WAYS_HEIGHT / ((most_up + most_down) or 1)
    line = TWO_WAYS_TOP + round(most_up * scale)
    bars = []
    for place, (up, down) in enumerate(pairs):
        x, rises, sinks = place * TWO_WAYS_STEP + TWO_WAYS_GAP, round(up * scale), round(down * scale)
        bars.append(TwoBars(x, line - rises, rises, line + 1, sinks, x + TWO_WAYS_BAR // 2, up, down))
    return TwoWays(len(pairs) * TWO_WAYS_STEP, line, tuple(bars))


def _usual_gap(days: Sequence[date]) -> int | None:
    gaps = [(after - before).days for before, after in pairwise(days)]
    gaps = [gap for gap in gaps if gap]
    return round(median(gaps)) if gaps else None
