"""Cuts a file of vCards into cards of whole properties, whatever is broken in it.

Folded lines and the soft breaks of quoted-printable are joined, photographs are dropped
while passing, and a card that is cut off ends where the next one begins.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from mlmcrm.importing.texts import PhysicalLine

PROPERTIES_AT_MOST = 1_000  # of one card
PROPERTY_AT_MOST = 50_000  # characters

# What a person row has room for; everything else is passed over.
_OF_A_PERSON = (
    "FN",
    "N",
    "NICKNAME",
    "ORG",
    "TEL",
    "EMAIL",
    "BDAY",
    "NOTE",
    "CATEGORIES",
    "ADR",
    "LANG",
    "TZ",
)
WANTED = frozenset(["VERSION", "UID", "KIND", "X-ADDRESSBOOKSERVER-KIND", *_OF_A_PERSON])
QUOTED = re.compile(r";\s*(?:ENCODING=)?QUOTED-PRINTABLE(?=[;:])", re.IGNORECASE)
_STARTS = re.compile(r"(?:[\w-]+\.)?([A-Za-z][\w-]*)\s*[;:]")
EDGES = ("BEGIN", "END")
_EDGE = re.compile(r"(BEGIN|END)\s*:\s*VCARD\s*", re.IGNORECASE)


@dataclass
class Property:
    """One property on one logical line. `text` is empty where nobody needs it."""

    number: int
    name: str
    text: str = ""
    problem: str = ""
    quoted: bool = False  # its value is quoted-printable
    soft: bool = False  # its last line ended in a soft break
    keeps_spaces: bool = False  # folded as 2.1 does it, at spaces that belong to the text

    @property
    def wanted(self) -> bool:
        return self.name in WANTED

    def takes(self, line: PhysicalLine) -> bool:
        """Join a line that continues this property; False if it does not."""
        text = line.text
        if self.name in EDGES or _EDGE.fullmatch(text):
            return False
        if self.soft:
            self.text = self.text.removesuffix("=")
            self.grow(text.lstrip(" \t"), line.problem)
        elif text.startswith((" ", "\t")):
            self.grow(text if self.keeps_spaces else text[1:], line.problem)
        elif not text.strip() or _STARTS.match(text) or (self.wanted and self.name != "NOTE"):
            return False
        else:
            # Base64 without folding, or a note with bare line breaks: both are in the wild.
            self.grow("\\n" + text, line.problem)
        self.soft = self.quoted and text.endswith("=")
        return True

    def grow(self, more: str, problem: str) -> None:
        if not self.wanted:
            return
        self.problem = self.problem or problem
        if len(self.text) + len(more) > PROPERTY_AT_MOST:
            limit = {"name": self.name, "limit": f"{PROPERTY_AT_MOST:,}"}
            self.problem = _("%(name)s is longer than %(limit)s characters.") % limit
        else:
            self.text += more


@dataclass
class Card:
    """The wanted properties of one card, or why it cannot be used."""

    number: int
    properties: list[Property] = field(default_factory=list)
    problem: str = ""

    def add(self, item: Property) -> None:
        self.problem = self.problem or item.problem
        if len(self.properties) >= PROPERTIES_AT_MOST:
            self.problem = _("The card is too long.")
        elif item.wanted:
            self.properties.append(item)

    def raw(self) -> str:
        return "\n".join([item.text for item in self.properties])


def cut(lines: Iterable[PhysicalLine]) -> Iterator[Card]:
    """Yield the cards of a file, whole or with a problem, in their order."""
    card: Card | None = None
    stray, inner, last = False, 0, ""
    for item in _properties(lines):
        if item.name == "BEGIN" and last == "AGENT" and card:
            inner += 1  # a card inside a card, as 2.1 allows for a secretary
        elif item.name == "END" and inner:
            inner -= 1
        elif item.name == "BEGIN":
            yield from _closed(card, stray=stray)
            card, stray, inner = Card(item.number), False, 0
        elif item.name == "END":
            yield from [_stray(card or Card(item.number))] if stray or not card else [card]
            card, stray = None, False
        elif not inner:
            stray = stray or card is None
            card = card or Card(item.number)
            card.add(item)
        last = item.name
    yield from _closed(card, stray=stray)


def _closed(card: Card | None, *, stray: bool) -> Iterator[Card]:
    """Yield what was open when the next card, or the end of the file, came."""
    if card and stray:
        yield _stray(card)
    elif card:
        card.problem = _("The card is cut off: it has no END:VCARD.")
        yield card


def _stray(card: Card) -> Card:
    card.problem = _("These lines belong to no card.")
    return card


def _properties(lines: Iterable[PhysicalLine]) -> Iterator[Property]:
    current: Property | None = None
    old = False
    for line in lines:
        if current and current.takes(line):
            continue
        if current:
            yield current
            old = current.name != "BEGIN" and (old or _says_21(current))
        current = _begun(line, old)
    if current:
        yield current


def _begun(line: PhysicalLine, old: bool) -> Property | None:
    text = line.text
    if not text.strip():
        return None
    if edge := _EDGE.fullmatch(text):
        return Property(line.number, edge[1].upper())
    match = _STARTS.match(text)
    if not match:
        said = _("“%(text)s” is no property of a card.") % {"text": text.strip()[:40]}
        return Property(line.number, "", problem=line.problem or said)
    name, quoted = match[1].upper(), bool(QUOTED.search(text.partition(":")[0] + ":"))
    item = Property(line.number, name, quoted=quoted, keeps_spaces=old)
    item.soft = quoted and text.endswith("=")
    item.grow(text, line.problem)
    return item


def _says_21(item: Property) -> bool:
    return item.name == "VERSION" and item.text.endswith("2.1")
