"""Decides what a line typed on Today means: about whom, and what happened.

"Leila ordered 2 hand balms" is an order, "called Tomasz" a call, "Rosa asked about samples"
an inquiry. Whatever no word explains becomes a note; nobody is ever guessed: two people who
fit are a question.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

WORD = re.compile(r"\w[\w'’-]*")

VERBS = {
    "order": {"ordered", "orders", "order", "bought", "buys", "takes", "took", "sold", "sells"},
    "call": {"called", "call", "phoned", "rang", "spoke"},
    "visit": {"met", "visited", "saw", "visit"},
    "message": {"wrote", "messaged", "texted", "emailed", "mailed"},
    "reply": {"replied", "answered", "responded"},
    "inquiry": {"asked", "asks", "inquired", "wants"},
    "sample": {"sample", "samples"},
    "presentation": {"presented", "showed", "presentation"},
}
FIRST = ("order", "inquiry", "reply", "call", "visit", "message", "presentation", "sample")
THEY = {"reply", "inquiry"}
JOINING = {"to", "with", "from", "by", "for"}


@dataclass(frozen=True)
class Known:
    """A person who could be meant."""

    id: UUID
    name: str


@dataclass(frozen=True)
class Reading:
    """What a line was understood to say.

    `deed` is a key of VERBS or "note". `candidates` holds more than one person only when the
    line fits several equally well. `goods` is what stands after the word for ordering.
    """

    deed: str
    person: UUID | None
    candidates: tuple[UUID, ...]
    goods: str
    text: str


def words_of(text: str) -> list[str]:
    """Return the words of a line that can be part of a name, folded for comparing."""
    return [word.casefold() for word in WORD.findall(text)]


def read_line(text: str, people: Iterable[Known]) -> Reading:
    """Read one line against the people whose names may stand in it."""
    text = " ".join(text.split())
    meant, name_words = _who(text, list(people))
    deed, goods = _what(text, name_words)
    person = meant[0] if len(meant) == 1 else None
    return Reading(deed, person, tuple(meant) if len(meant) > 1 else (), goods, text)


def _who(text: str, people: list[Known]) -> tuple[list[UUID], set[str]]:
    """The people who fit best: most words of their name in the line, a full name above all."""
    words = set(words_of(text))
    scored = [(_fit(known, words), known) for known in people]
    best = max((fit for fit, _ in scored), default=(0, 0))
    if best == (0, 0):
        return [], set()
    meant = [known for fit, known in scored if fit == best]
    spoken = set().union(*(set(words_of(known.name)) & words for known in meant))
    return [known.id for known in meant], spoken


def _fit(known: Known, words: set[str]) -> tuple[int, int]:
    name = set(words_of(known.name))
    hits = len(name & words)
    return (int(hits == len(name) and hits > 0), hits)


def _what(text: str, name_words: set[str]) -> tuple[str, str]:
    spoken = [word for word in words_of(text) if word not in name_words]
    for deed in FIRST:
        verb = next((word for word in spoken if word in VERBS[deed]), None)
        if verb is not None:
            return deed, _goods(text, verb, name_words) if deed == "order" else ""
    return "note", ""


def _goods(text: str, verb: str, name_words: set[str]) -> str:
    """What follows the verb, else what stands before it, without name and joining words."""
    before, after = re.split(rf"\b{re.escape(verb)}\b", text, maxsplit=1, flags=re.IGNORECASE)
    return _without(after, name_words) or _without(before, name_words)


def _without(text: str, name_words: set[str]) -> str:
    left_out = name_words | JOINING if name_words else set()
    kept = [token for token in text.split() if token.strip(".,;:!").casefold() not in left_out]
    return " ".join(kept).strip(" .,;")
