"""Decides what stands in a text where it names a field: `{{ name }}`, `{{ products|your order }}`.

What stands behind the bar is written where the person has no such thing; without it the neutral
words of the field are. There are no other commands, so a text can do nothing but be read.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Each field with the words that stand where there is nothing to say.
FIELDS = {
    "name": gettext_lazy("you"),
    "products": gettext_lazy("what you ordered"),
    "friend": gettext_lazy("your friend"),
    "survey": "",
    "signature": "",
}
TOKEN = re.compile(r"\{\{([^{}\n]*)\}\}")
BEGIN, END = "\ue000", "\ue001"  # no text holds these: Unicode keeps them for private use
LOOSE = re.compile(r"\{\{|\}\}|\{%|%\}")


@dataclass(frozen=True)
class Fault:
    """What cannot stay as it is, in a sentence; the line counts from 1."""

    line: int
    sentence: str


@dataclass(frozen=True)
class Piece:
    """A stretch of a written text; `merged` came from the person."""

    text: str
    merged: bool = False


def faults_in(text: str) -> list[Fault]:
    """Return what is wrong with the fields of a text, from the top down."""
    return [
        Fault(number, sentence)
        for number, line in enumerate(text.split("\n"), start=1)
        for sentence in _faults_of_line(line)
    ]


def names_field(text: str, name: str) -> bool:
    """Say whether a field stands in a text."""
    return any(_parts(token)[0] == name for token in TOKEN.finditer(text))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Write a text for one person. An unknown field stands as it was typed."""
    return TOKEN.sub(lambda token: _filled(token, values), text)


def marked(values: Mapping[str, str]) -> dict[str, str]:
    """Return values that can be found again in what is written with them."""
    return {name: f"{BEGIN}{value}{END}" if value.strip() else "" for name, value in values.items()}


def pieces(text: str) -> list[Piece]:
    """Return a text that was written with marked values in pieces."""
    found = [
        Piece(part, merged=number % 2 == 1) for number, part in enumerate(re.split(f"[{BEGIN}{END}]", text))
    ]
    return [piece for piece in found if piece.text]


def unmarked(text: str) -> str:
    """Return a text that was written with marked values as anybody else reads it."""
    return text.replace(BEGIN, "").replace(END, "")


def _filled(token: re.Match, values: Mapping[str, str]) -> str:
    name, neutral = _parts(token)
    if name not in FIELDS:
        return token.group()
    return " ".join(values.get(name, "").split()) or neutral or str(FIELDS[name])


def _parts(token: re.Match) -> tuple[str, str]:
    name, _bar, neutral = token.group(1).partition("|")
    return name.strip(), neutral.strip()


def _faults_of_line(line: str) -> Iterator[str]:
    tokens = list(TOKEN.finditer(line))
    for token in tokens:
        name, _neutral = _parts(token)
        if not name:
            yield _("A field without a name.")
        elif name not in FIELDS:
            known = ", ".join(FIELDS)
            yield _("There is no field “%(name)s”. There are: %(known)s.") % {
                "name": name[:40],
                "known": known,
            }
    edges = [0, *(edge for token in tokens for edge in token.span()), len(line)]
    for start, end in list(pairwise(edges))[::2]:
        if loose := LOOSE.search(line, start, end):
            yield _unpaired(loose.group())


def _unpaired(sign: str) -> str:
    if sign == "{{":
        return _("A field begins with {{ and does not end with }} on its line.")
    if sign == "}}":
        return _("A field ends with }} and does not begin.")
    return _("Only fields like {{ name }} can stand in a text, no commands.")
