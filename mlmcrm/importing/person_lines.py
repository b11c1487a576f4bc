"""Decides what a line of a people file, or a vCard, says about a person."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from mlmcrm.importing import values
from mlmcrm.importing.columns import Schema
from mlmcrm.importing.lines import Line
from mlmcrm.importing.values import BadValue

REQUIRED = ("name",)
SEVERAL = ("email", "phone", "tags")  # columns that may stand in a file more than once
MOST_OF_A_KIND = 20  # e-mails, phones, tags of one person


@dataclass(slots=True)
class PersonLine:
    """What one line says: only what it gives, an empty cell says nothing.

    `given` holds single values by field, `lists` several (emails, phones, tags), `omitted`
    tells what was left out of a lenient line; `letters` is yes, no, or nothing.
    """

    number: int
    raw: str
    given: dict[str, Any]
    lists: dict[str, list[str]]
    note: str
    introduced_by: str
    omitted: list[str]
    letters: str = ""


@dataclass(frozen=True)
class Setting:
    """What a file is read against: the owner's day and the country of numbers without one."""

    today: date
    region: str


Reader = Callable[[str, Setting], Any]

SINGLE: dict[str, tuple[str, Reader]] = {
    "name": ("name", lambda cell, _: values.name(cell)),
    "external_id": ("external_id", lambda cell, _: values.text(cell, at_most=100)),
    "greeting": ("greeting", lambda cell, _: values.text(cell, at_most=100)),
    "address": ("address", lambda cell, _: values.long_text(cell, at_most=1_000)),
    "birthday": ("birthday", lambda cell, at: values.birthday(cell, today=at.today)),
    "language": ("language", lambda cell, _: values.language(cell)),
    "time_zone": ("zone", lambda cell, _: values.time_zone(cell)),
    "warmth": ("warmth", lambda cell, _: values.warmth(cell)),
    "source": ("source", lambda cell, _: values.text(cell, at_most=200)),
}
LISTS: dict[str, tuple[str, Reader]] = {
    "email": ("emails", lambda cell, _: values.emails(cell)),
    "phone": ("phones", lambda cell, at: values.phones(cell, region=at.region)),
    "tags": ("tags", lambda cell, _: values.words(cell, at_most=60)),
}
KNOWN = (*SINGLE, *LISTS, "introduced_by", "note", "letters")
SCHEMA = Schema(KNOWN, REQUIRED, SEVERAL)


def read_person(line: Line, at: Setting) -> PersonLine:
    """Read the cells of a line. Raises BadValue with a sentence that names the column."""
    cells = _Cells(line, at)
    if not line.cells.get("name", "").strip():
        raise BadValue(_("A name, please."))
    given = {name: cells.value(column, reader) for column, (name, reader) in SINGLE.items()}
    lists = {name: cells.parts(column, reader) for column, (name, reader) in LISTS.items()}
    return PersonLine(
        number=line.number,
        raw=line.raw,
        given={name: value for name, value in given.items() if value},
        lists={name: found for name, found in lists.items() if found},
        note=cells.value("note", lambda cell, _: values.long_text(cell, at_most=20_000)) or "",
        introduced_by=line.cells.get("introduced_by", "").strip(),
        omitted=cells.omitted,
        letters=cells.value("letters", lambda cell, _: values.letters(cell)) or "",
    )


class _Cells:
    """The cells of one line; of a lenient line those that make no sense are left out."""

    def __init__(self, line: Line, at: Setting):
        self._line, self._at = line, at
        self.omitted: list[str] = []

    def value(self, column: str, reader: Reader) -> Any:
        cell = self._line.cells.get(column, "").strip()
        return self._read(column, cell, reader) if cell else None

    def parts(self, column: str, reader: Reader) -> list[str]:
        cell = self._line.cells.get(column, "").strip()
        if self._line.lenient:
            parts = [part for part in cell.split("|") if part.strip()]
            cell = "|".join(part for part in parts if self._read(column, part, reader))
        found = self._read(column, cell, reader) if cell else []
        if len(found) > MOST_OF_A_KIND:
            said = _("%(column)s: at most %(limit)s, please.")
            raise BadValue(said % {"column": column, "limit": MOST_OF_A_KIND})
        return found

    def _read(self, column: str, cell: str, reader: Reader) -> Any:
        try:
            return reader(cell, self._at)
        except BadValue as bad:
            problem = f"{column}: {bad}"
            if column == "name" or not self._line.lenient:
                raise BadValue(problem) from None
            self.omitted.append(problem)
            return None
