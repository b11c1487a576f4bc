"""Decides what a birthday is: a day of a month, with a year or without."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

LEAP_YEAR = 2000  # a birthday without a year may be 29 February
EARLIEST = 1880

_WRITTEN = re.compile(r"(\d{4}|-)-(\d{2})-(\d{2})")


@dataclass(frozen=True)
class Birthday:
    """A birthday; `year` is None when nobody knows it. Built only from days that exist."""

    year: int | None
    month: int
    day: int

    def __post_init__(self):
        if self.year is not None and not EARLIEST <= self.year <= date.max.year:
            raise ValueError("year")
        if not 1 <= self.month <= 12:
            raise ValueError("month")
        if not 1 <= self.day <= monthrange(self.year or LEAP_YEAR, self.month)[1]:
            raise ValueError("day")

    def is_after(self, today: date) -> bool:
        """Return whether somebody of this birthday is yet to be born; never without a year."""
        return self.year is not None and date(self.year, self.month, self.day) > today

    def __str__(self):
        year = f"{self.year:04}" if self.year else "-"
        return f"{year}-{self.month:02}-{self.day:02}"


def read_birthday(written: str) -> Birthday:
    """Read `YYYY-MM-DD` or `--MM-DD`. Raises ValueError for anything else and for no such day."""
    found = _WRITTEN.fullmatch(written.strip())
    if not found:
        raise ValueError(written)
    year, month, day = found.groups()
    return Birthday(None if year == "-" else int(year), int(month), int(day))
