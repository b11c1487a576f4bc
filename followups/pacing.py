"""Decides on which day a word after a long silence stands on the list, where very many are due at once.

After an import of thousands their day is the same. They come in turn, a steady number a day,
with time of their own each: nobody passes by merely because there was no room.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date

from followups.attention import A_DAY, Allowance, day_for

SHARE = 2  # half of what a day has room for; the rest is for those who wait


def words_a_day(daily_limit: int) -> int:
    """Return how many words after a silence a day of a distributor holds."""
    return max(1, daily_limit // SHARE)


class Room:
    """What room a distributor's days have for words after a silence: so many a day, on working days.

    `busy` counts those that stand on a day already; `opens` gives the first working day from a day on.
    """

    def __init__(self, busy: Mapping[date, int], a_day: int, opens: Callable[[date], date]):
        self.busy, self.a_day, self.opens = Counter(busy), a_day, opens
        self._full: dict[
            date, date
        ] = {}  # by a day without room: one behind it, nearer to where there is some

    def first_free(self, day: date) -> date:
        """Return the first day from `day` on with room."""
        passed = []
        while (later := self._later(day)) > day:
            passed.append(day)
            day = later
        self._full.update(dict.fromkeys(passed, day))
        return day

    def take(self, day: date) -> None:
        self.busy[day] += 1

    def _later(self, day: date) -> date:
        """The day itself if it has room, else a later one before which there is none."""
        known = self._full.get(day) or self.opens(day)
        return day + A_DAY if known == day and self.busy[day] >= self.a_day else known


def paced_day(day: date, kind: str, room: Room, taken: Mapping[date, int], allowance: Allowance) -> date:
    """Return the first day from `day` on with room on the list and in the person's week.

    `taken` counts the touches of the person.
    """
    while True:
        free = room.first_free(day)
        day = day_for(free, kind, taken, allowance, date.max)
        if day is None or day == free:
            return free
