"""Decides on which day a word after a long silence stands on the list, where very many are due at once.

After an import of thousands their day is the same. They come in turn, a steady number a day,
with time of their own each: nobody passes by merely because there was no room.
"""

from collections.abc import Callable, Mapping
from datetime import date

from followups.attention import A_DAY, Allowance, day_for

SHARE = 2  # half of what a day has room for; the rest is for those who wait


def words_a_day(daily_limit: int) -> int:
    """Return how many words after a silence a day of a distributor holds."""
    return max(1, daily_limit // SHARE)


def paced_day(
    day: date,
    kind: str,
    busy: Mapping[date, int],
    a_day: int,
    taken: Mapping[date, int],
    allowance: Allowance,
    opens: Callable[[date], date] = lambda day: day,
) -> date:
    """Return the first day from `day` on with room on the distributor's list and in the person's week.

    `busy` counts the words of the distributor on each day, `taken` the touches of the person;
    `opens` gives the first working day from a day on.
    """
    while True:
        day = opens(day)
        while busy.get(day, 0) >= a_day:
            day = opens(day + A_DAY)
        turn = day_for(day, kind, taken, allowance, date.max)
        if turn is None or turn == day:
            return day
        day = turn
