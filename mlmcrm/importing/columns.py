"""Decides what the columns of a table mean, and puts the cells of a line under their names."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from kit.harmless import as_written
from mlmcrm.importing.errors import ImportRefused
from mlmcrm.importing.lines import RAW_AT_MOST, Line, refused

COLUMNS_AT_MOST = 500
CELL_AT_MOST = 100_000  # characters
HEADER_AT_MOST = 200  # characters of a column's name that are shown
MENDED = ("line", "reason")  # the columns that a file of refused lines has besides its own


@dataclass(frozen=True)
class Schema:
    """What the columns of one kind of file may be.

    `known` are the names that mean something, `required` those without which the file is
    refused (a tuple: any one of them), `several` those that may stand in the file more than
    once; their cells are joined by `|`.
    """

    known: Collection[str]
    required: Collection[str | tuple[str, ...]] = ()
    several: Collection[str] = ()


@dataclass
class Columns:
    """The columns of one file. `mapping` says what others mean by their names, "" for nothing."""

    header: list[str]
    schema: Schema
    mapping: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self):
        if len(self.header) > COLUMNS_AT_MOST:
            raise ImportRefused(
                _("The file has %(count)s columns; at most %(limit)s can be read.")
                % {"count": f"{len(self.header):,}", "limit": COLUMNS_AT_MOST}
            )
        self._known, self._several = frozenset(self.schema.known), frozenset(self.schema.several)
        self._closed_up = {_closed_up(name): name for name in self._known}
        self.names = [self._meaning(column_name(text)) for text in self.header]
        self._is_mended = all(name in self.names for name in MENDED)
        if missing := self._missing():
            raise ImportRefused(
                _("Missing columns: %(missing)s. The file has: %(columns)s.")
                % {"missing": "; ".join(missing), "columns": _shown(self.names)}
            )

    def layout(self) -> dict:
        """What the page must know of them; `aside` are the places of those that only tell of refusals."""
        aside = [place for place, name in enumerate(self.names) if self._is_mended and name in MENDED]
        return {"columns": self.meanings, "aside": aside}

    @property
    def meanings(self) -> list[tuple[str, str]]:
        """Each column as it stands in the file, with the name it is read as; nothing if it is left out."""
        pairs = zip(self.header, self.names, strict=True)
        return [
            (text[:HEADER_AT_MOST], name if name in self._known else "")
            for text, name in pairs
            if not (self._is_mended and name in MENDED)
        ]

    def line(self, number: int, cells: list[str], raw: str) -> Line:
        """Return the cells of a line under their names, or why they cannot be."""
        if any(cell.strip() for cell in cells[len(self.names) :]):
            problem = _("The line has %(cells)s cells for %(columns)s columns.")
            figures = {"cells": len(cells), "columns": len(self.names)}
            return refused(number, problem % figures, raw)
        values: dict[str, str] = {}
        for name, cell in zip(self.names, cells, strict=False):
            if not self._put(values, name, as_written(cell.strip())):
                said = _("“%(column)s” stands twice in the file, with two different values.")
                return refused(number, said % {"column": name}, raw)
        return Line(number, values, raw=raw[:RAW_AT_MOST])

    def _meaning(self, name: str) -> str:
        if name in self.mapping or name in self._known:
            return self.mapping.get(name, name)
        return self._closed_up.get(_closed_up(name), name)

    def _put(self, values: dict[str, str], name: str, cell: str) -> bool:
        """Set a value, or add to it; False where two columns of one name contradict."""
        before = values.get(name, "")
        if not before or not cell or cell == before or name not in self._known:
            values[name] = before or cell
            return True
        if name not in self._several:
            return False
        values[name] = f"{before}|{cell}"
        return True

    def _missing(self) -> list[str]:
        choices = [(name,) if isinstance(name, str) else name for name in self.schema.required]
        one_of = _(" or ")
        return [one_of.join(names) for names in choices if not any(name in self.names for name in names)]


def column_name(text: str) -> str:
    """Return a header cell as a column name: `Person ID` is `person_id`."""
    return "_".join(text.replace("-", " ").replace("_", " ").casefold().split())


def _closed_up(name: str) -> str:
    """`E-Mail` is `email` and `OrderID` is `order_id`."""
    return name.replace("_", "")


def cell_too_long() -> str:
    return _("A cell is longer than %(limit)s characters.") % {"limit": f"{CELL_AT_MOST:,}"}


def _shown(columns: list[str]) -> str:
    shown = ", ".join(column[:40] or "–" for column in columns[:12])
    return shown if len(columns) <= 12 else f"{shown}, …"
