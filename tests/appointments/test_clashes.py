"""What stands in the way of a meeting: another one, the way between the two, or too short a pause."""

from datetime import UTC, datetime, timedelta

import pytest

from appointments.clashes import Clash, Hindrance, Other, clash_with
from appointments.slots import Length

MINUTE = timedelta(minutes=1)
TEN = datetime(2026, 3, 3, 10, tzinfo=UTC)
VISIT = Length(meeting=60 * MINUTE, before=40 * MINUTE, after=45 * MINUTE)  # half an hour of way each
WAY = 30 * MINUTE


def other(begin: int, *, way: int = 0, around: int = 0) -> Other:
    """A meeting of half an hour that begins so many minutes after ten."""
    start = TEN + begin * MINUTE
    free = (way + around) * MINUTE
    return Other(start, start + 30 * MINUTE, free, free, way * MINUTE)


@pytest.mark.parametrize(
    ("others", "found"),
    [
        ([], None),
        ([other(45)], (Hindrance.MEETING, 0, 0)),
        ([other(-29)], (Hindrance.MEETING, 0, 0)),
        ([other(60)], (Hindrance.WAY, 30, 0)),
        ([other(80, way=10)], (Hindrance.WAY, 40, 20)),
        ([other(100)], (Hindrance.PAUSE, 45, 40)),
        ([other(105)], None),
        ([other(105, around=15)], (Hindrance.PAUSE, 60, 45)),
        ([other(-60)], (Hindrance.PAUSE, 40, 30)),
        ([other(-70)], None),
        ([other(100), other(-45), other(10)], (Hindrance.MEETING, 0, 0)),
        ([other(100), other(-45)], (Hindrance.WAY, 30, 15)),
    ],
)
def test_the_worst_is_named(others, found):
    clash = clash_with(TEN, VISIT, WAY, others)
    said = clash and (clash.hindrance, clash.needed // MINUTE, clash.left // MINUTE)
    assert said == found


def test_it_tells_which_one():
    assert clash_with(TEN, VISIT, WAY, [other(0)]) == Clash(Hindrance.MEETING, other(0))
