"""What earlier lines of a people file said, for the lines that follow."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Seen:
    """What an earlier line of this file said of a person."""

    line: int
    fields: frozenset[str]
    introduced_by: str

    def packed(self) -> list[Any]:
        return [self.line, sorted(self.fields), self.introduced_by]

    @classmethod
    def unpacked(cls, values: list[Any]) -> "Seen":
        line, fields, introduced_by = values
        return cls(line, frozenset(fields), introduced_by)


@dataclass(frozen=True)
class Introduction:
    """A line that names who introduced the person."""

    line: int
    raw: str
    person: UUID
    words: str
    fate: str

    def packed(self) -> list[Any]:
        return [self.line, self.raw, self.person.hex, self.words, self.fate]

    @classmethod
    def unpacked(cls, values: list[Any]) -> "Introduction":
        line, raw, person, words, fate = values
        return cls(line, raw, UUID(person), words, fate)
