"""Writes letters from moulds: what many letters of a step share is written once, the rest filled in.

A mould is a letter with room for the values of a person. Into it goes only what stands in a line as
it is; a letter with anything else in it is written in full, which says the same and takes longer.
"""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.utils.translation import override

from followups.fields import BEGIN, END
from followups.letters import (
    LONGEST_SUBJECT,
    LONGEST_TEXT,
    Words,
    framed_in,
    language_of,
    letter_named,
    values_of,
    written,
)
from followups.models import Message
from followups.purity import impurities, thresholds

ROOM = re.compile(f"{BEGIN}(\\d+){END}")
NAMED = frozenset({"name", "products", "signature", "survey", "complain"})  # names, which may hold any word
NOTHING = {
    "products": "",
    "friend": "",
    "survey": "",
    "complain": "",
}  # so that a template finds what it asks for
Part = str | int  # what is always said, or which value stands here


@dataclass(frozen=True)
class Text:
    """A text with room: what is always said, and in its places the numbers of values."""

    parts: tuple[Part, ...]

    def filled(self, values: list[str]) -> str:
        return "".join([part if part.__class__ is str else values[part] for part in self.parts])

    def rooms(self) -> set[int]:
        return {part for part in self.parts if isinstance(part, int)}


@dataclass(frozen=True)
class Step:
    """What of a step says which words."""

    letter: str
    subject: str
    text: str


@dataclass(frozen=True)
class Mould:
    """A letter of a step in a language, to people of whom the same fields are known."""

    names: tuple[str, ...]
    subject: Text
    text: Text
    html: Text

    def filled(self, values: list[str]) -> Words | None:
        """Return the letter with these values, None where it grows too long for being filled."""
        subject, text = self.subject.filled(values), self.text.filled(values)
        if len(subject) > LONGEST_SUBJECT or len(text) > LONGEST_TEXT:
            return None
        return Words(subject, text, self.html.filled([_shown(value) for value in values]))

    @cached_property
    def is_pure(self) -> bool:
        """Whatever the names in it, a letter of this mould neither offers nor asks for anything."""
        return self._holds_names_alone and not impurities(self._bare)

    @cached_property
    def never_pushes(self) -> bool:
        """Whatever the names in it, a letter of this mould asks for no larger order."""
        return self._holds_names_alone and not thresholds(self._bare)

    @cached_property
    def _holds_names_alone(self) -> bool:
        rooms = self.subject.rooms() | self.text.rooms()
        return NAMED.issuperset(self.names[room] for room in rooms)

    @cached_property
    def _bare(self) -> str:
        blank = ["·"] * len(self.names)
        return f"{self.subject.filled(blank)}\n{self.text.filled(blank)}"


def filled(message: Message) -> tuple[Words, Mould] | None:
    """Return the words of a message with the mould they came from, None where they must be written."""
    person, owner, step = message.customer, message.owner, message.rule
    known = {name: value for name, value in values_of(message).items() if value}
    values = list(known.values())
    if not (all(map(_is_plain, values)) and isinstance(message.context.get("products", ""), str)):
        return None
    mould = _mould(
        Step(letter_named(step), step.subject, step.text), language_of(person, owner), tuple(known)
    )
    words = mould and mould.filled(values)
    return (words, mould) if words else None


def _is_plain(value: str) -> bool:
    """Say whether a value stands in a line, in a page and in the list of a sentence as it is."""
    return value.isprintable() and "  " not in value and value[0] != " " and value[-1] != " "


def _shown(value: str) -> str:
    """A value as it stands in a page after its styles have been put into it."""
    if value.isalnum():
        return value
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@lru_cache(maxsize=512)
def _mould(step: Step, language: str, names: tuple[str, ...]) -> Mould | None:
    if any(BEGIN in words for words in (step.subject, step.text)):
        return None
    values = NOTHING | {name: f"{BEGIN}{number}{END}" for number, name in enumerate(names)}
    with override(language):
        subject, text = written(step, values)
    words = framed_in(language, subject, text)
    if len(words.subject) >= LONGEST_SUBJECT or len(words.text) >= LONGEST_TEXT:
        return None
    return Mould(names, _text(words.subject), _text(words.text), _text(words.html))


def _text(said: str) -> Text:
    parts = ROOM.split(said)
    return Text(tuple(int(part) if n % 2 else part for n, part in enumerate(parts) if n % 2 or part))
