"""Decides which products of a catalogue some typed words can mean, and how surely.

Sureness falls from the exact code or name over other forms of the name (plural, accents,
spaces) and parts of it to typing errors. Signs with digits never match by similarity: HB-02
is not a misspelt HB-01.
"""

import unicodedata
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from rapidfuzz.distance import OSA

JOINING_WORDS = frozenset({"and", "plus", "und", "et"})
_ACCENTS = range(0x300, 0x370)


@dataclass(frozen=True)
class Entry:
    """A product as the catalogue writes it."""

    id: Hashable
    code: str
    name: str


class Sureness(IntEnum):
    """How well words fit a product, the best last."""

    NONE = 0
    TYPO = 1
    PART = 2
    FORM = 3
    EXACT = 4


@dataclass(frozen=True)
class Found:
    """The products that fit equally well; more than one is a question."""

    sureness: Sureness
    entries: tuple[Entry, ...] = ()


class Catalogue:
    """Products, ready to be found by words."""

    def __init__(self, entries: Iterable[Entry]):
        self.entries = [_Indexed(entry) for entry in entries]

    def find(self, text: str) -> Found:
        """Return the products that fit the text best."""
        asked = _Asked(text)
        if not asked.words:
            return Found(Sureness.NONE)
        for sureness, fits in _STEPS:
            found = tuple(item.entry for item in self.entries if fits(item, asked))
            if found:
                return Found(sureness, found)
        return Found(Sureness.NONE)


class _Indexed:
    """A product with its names in the forms that are compared."""

    def __init__(self, entry: Entry):
        self.entry = entry
        self.plain = {_plain(entry.code), _plain(entry.name)}

    @cached_property
    def words(self) -> list[str]:
        return stems(self.entry.name)

    @cached_property
    def joined(self) -> set[str]:
        return {"".join(self.words), "".join(words_of(self.entry.code))}


class _Asked:
    """Typed words in the same forms."""

    def __init__(self, text: str):
        self.plain = _plain(text)
        self.words = stems(text)
        self.joined = "".join(self.words)
        self.code = "".join(words_of(text))


def fold(text: str) -> str:
    """Return a text without the differences of case, width and spacing."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _plain(text: str) -> str:
    return fold(text.replace("&", " and "))


def words_of(text: str) -> list[str]:
    """Return the folded words of a text without accents and punctuation."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    signs = (sign for sign in apart if ord(sign) not in _ACCENTS)
    return "".join(sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in signs).split()


def stems(text: str) -> list[str]:
    """Return the words that tell names apart: no "and", no ending of an English plural."""
    words = words_of(text)
    return [_stem(word) for word in words if word not in JOINING_WORDS] or words


def _stem(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1]


def _exactly(item: _Indexed, asked: _Asked) -> bool:
    return asked.plain in item.plain


def _in_another_form(item: _Indexed, asked: _Asked) -> bool:
    return asked.joined in item.joined or asked.code in item.joined


def _in_part(item: _Indexed, asked: _Asked) -> bool:
    return _each_finds_its_own(asked.words, item.words, _begins) or (
        asked.joined.isalpha() and fold(item.entry.code).startswith(asked.joined)
    )


def _misspelt(item: _Indexed, asked: _Asked) -> bool:
    return _each_finds_its_own(asked.words, item.words, _similar) or any(
        _similar(asked.joined, joined) for joined in item.joined
    )


_STEPS = (
    (Sureness.EXACT, _exactly),
    (Sureness.FORM, _in_another_form),
    (Sureness.PART, _in_part),
    (Sureness.TYPO, _misspelt),
)


def _each_finds_its_own(typed: list[str], words: list[str], fits) -> bool:
    """Whether every typed word fits a word of the name, no two of them the same one."""
    free = list(words)
    for word in sorted(typed, key=len, reverse=True):
        match = word if word in free else next((one for one in free if fits(word, one)), None)
        if match is None:
            return False
        free.remove(match)
    return True


def _begins(typed: str, word: str) -> bool:
    if len(typed) < 2 or not typed.isalpha():
        return typed == word
    return word.startswith(typed)


def _similar(typed: str, word: str) -> bool:
    """Whether a word is a likely slip for another or for its beginning."""
    if _begins(typed, word):
        return True
    if not typed.isalpha() or len(typed) < 4 or typed[0] != word[0]:
        return False
    return any(_slipped(typed, start) for start in (word, word[: len(typed)]))


def _slipped(typed: str, word: str) -> bool:
    if not word.isalpha():
        return False
    if len(typed) == 4:
        return sorted(typed) == sorted(word) and OSA.distance(typed, word) == 1
    return OSA.distance(typed, word) <= (2 if len(typed) > 8 else 1)
