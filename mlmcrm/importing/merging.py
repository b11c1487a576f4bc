"""Decides what a line adds to a person who is known: nothing, something, or a contradiction."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from customers.agreeing import strictest
from customers.contacts import email_key
from mlmcrm.importing.person_lines import MOST_OF_A_KIND, PersonLine
from mlmcrm.importing.values import Birthday

LISTS = ("emails", "phones", "tags")


@dataclass(slots=True, eq=False)
class Person:
    """A person as known while a file is read: from the database, or from an earlier line."""

    id: UUID
    values: dict[str, Any] = field(default_factory=dict)  # by field; empty ones are absent
    lists: dict[str, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    introduced_by: UUID | None = None
    letters: str = ""

    def packed(self) -> list[Any]:
        by = self.introduced_by.hex if self.introduced_by else None
        return [self.id.hex, self.values, self.lists, self.notes, by, self.letters]

    @classmethod
    def unpacked(cls, packed: list[Any]) -> "Person":
        id, values, lists, notes, by, *letters = packed  # runs of former versions know no letters
        if "birthday" in values:
            values["birthday"] = Birthday(*values["birthday"])
        return cls(UUID(id), values, lists, notes, UUID(by) if by else None, *letters)


@dataclass(slots=True)
class Difference:
    """What a line would add to a person."""

    values: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    letters: str = ""

    def __bool__(self) -> bool:
        return bool(self.values or self.lists or self.notes or self.letters)

    def join(self, other: "Difference") -> None:
        """Take in what a later line adds."""
        self.values.update(other.values)
        for name, more in other.lists.items():
            self.lists[name] = self.lists.get(name, []) + more
        self.notes += other.notes
        self.letters = strictest(self.letters, other.letters)


def difference(person: Person, line: PersonLine) -> Difference:
    """Return what the line says that is not known yet. What it does not say stays."""
    return Difference(
        values={
            name: value
            for name, value in line.given.items()
            if person.values.get(name) != value and not _is_vaguer(name, value, person)
        },
        lists={name: more for name, found in line.lists.items() if (more := _missing(name, found, person))},
        notes=[line.note] if line.note and line.note not in person.notes else [],
        letters="" if strictest(person.letters, line.letters) == person.letters else line.letters,
    )


def apply(person: Person, more: Difference) -> None:
    person.values.update(more.values)
    for name, found in more.lists.items():
        person.lists[name] = person.lists.get(name, []) + found
    person.notes += more.notes
    person.letters = strictest(person.letters, more.letters)


def too_many(person: Person, more: Difference) -> str:
    """Return the list that would become too long, or nothing."""
    lengths = {name: len(person.lists.get(name, ())) + len(found) for name, found in more.lists.items()}
    return next((name for name, length in lengths.items() if length > MOST_OF_A_KIND), "")


def name_key(name: str) -> str:
    return name.casefold()[:200]


def list_key(name: str, value: str) -> str:
    """Return the form in which values of a list are compared."""
    return {"emails": email_key, "tags": str.casefold}.get(name, str)(value)


def _missing(name: str, found: list[str], person: Person) -> list[str]:
    known = {list_key(name, value) for value in person.lists.get(name, [])}
    return [value for value in found if list_key(name, value) not in known]


def _is_vaguer(name: str, value: Any, person: Person) -> bool:
    """Whether a birthday is the known one without its year."""
    known = person.values.get("birthday")
    return name == "birthday" and known is not None and value[0] is None and value[1:] == known[1:]
