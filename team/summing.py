"""Sums figures of people up a whole tree at once: everybody's line is a stretch of the order of paths."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

Row = tuple[int, ...]


class Tree:
    """People in the order of their paths, so that who stands below somebody follows right after."""

    def __init__(self, paths: Sequence[tuple[int, str]]):
        self.people = [person for person, _path in paths]
        self.place = {person: place for place, person in enumerate(self.people)}
        self._ends = _ends([path for _person, path in paths])
        self._rows: dict[int, list] = defaultdict(list)

    def add(self, month: int, rows: Iterable[tuple[int, Sequence[int]]]) -> None:
        """Take own figures of a month, each person's once."""
        import numpy

        places, figures = zip(*((self.place[person], values) for person, values in rows), strict=True)
        self._rows[month].append((numpy.array(places), numpy.array(figures, dtype=numpy.int64)))

    def lines(self) -> Iterator[tuple[int, Iterator[Row]]]:
        """Yield for each month the rows (person, month, figures of the line); lines of nothing have none."""
        for month in sorted(self._rows):
            places, sums = self._sums(self._rows.pop(month))
            rows = zip(places.tolist(), sums, strict=True)
            yield month, ((self.people[place], month, *figures.tolist()) for place, figures in rows)

    def stretches(self, size: int) -> Iterator[tuple[list[int], dict[tuple[int, int], list[int]]]]:
        """Yield so many people at once, with the figures of their lines by person and month."""
        months = {month: self._sums(self._rows.pop(month)) for month in sorted(self._rows)}
        for first in range(0, len(self.people), size):
            found = {}
            for month, (places, sums) in months.items():
                begin, end = places.searchsorted((first, first + size)).tolist()
                for place, figures in zip(places[begin:end].tolist(), sums[begin:end].tolist(), strict=True):
                    found[self.people[place], month] = figures
            yield self.people[first : first + size], found

    def _sums(self, chunks: list):
        """The places of lines that have figures, and these."""
        import numpy

        width = chunks[0][1].shape[1]
        below = numpy.zeros((len(self.people) + 1, width), dtype=numpy.int64)
        for places, figures in chunks:
            below[places + 1] = figures
        numpy.cumsum(below, axis=0, out=below)
        sums = below[numpy.array(self._ends)] - below[:-1]
        places = numpy.flatnonzero(sums.any(axis=1))
        return places, sums[places]


def _ends(paths: Sequence[str]) -> list[int]:
    """Where the line of each ends: the place of the first who stands neither there nor below."""
    ends, above = [len(paths)] * len(paths), []
    for place, path in enumerate(paths):
        while above and not path.startswith(paths[above[-1]]):
            ends[above.pop()] = place
        above.append(place)
    return ends
