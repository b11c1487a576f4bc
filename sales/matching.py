"""Decides which products of a catalogue some typed words can mean, and how surely.

Sureness falls from the exact code or name over other forms of the name (plural, accents,
spaces) and parts of it to typing errors. Signs with digits never match by similarity: HB-02
is not a misspelt HB-01.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from enum import IntEnum

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

    def __bool__(self) -> bool:
        return bool(self.entries)


NOTHING = Found(Sureness.NONE)


class Catalogue:
    """Products, ready to be found by words."""

    def __init__(self, entries: Iterable[Entry]):
        self._entries = list(entries)
        self._words = [stems(entry.name) for entry in self._entries]
        self._plain: dict[str, set[int]] = defaultdict(set)
        self._joined: dict[str, set[int]] = defaultdict(set)
        self._holding: dict[str, set[int]] = defaultdict(set)
        for n, entry in enumerate(self._entries):
            self._plain[_plain(entry.code)].add(n)
            self._plain[_plain(entry.name)].add(n)
            self._joined["".join(words_of(entry.code))].add(n)
            self._joined["".join(self._words[n])].add(n)
            for word in self._words[n]:
                self._holding[word].add(n)
        self._found: dict[str, Found] = {}

    def find(self, text: str) -> Found:
        """Return the products that fit the text best."""
        if text not in self._found:
            self._found[text] = self._find(text)
        return self._found[text]

    def find_named(self, text: str) -> Found:
        """Return the products that the text names in full, in whatever form."""
        if exact := self._plain.get(_plain(text)):
            return self._those(Sureness.EXACT, exact)
        forms = {"".join(stems(text)), "".join(words_of(text))} - {""}
        return self._those(Sureness.FORM, *(self._joined.get(form, set()) for form in forms))

    def _find(self, text: str) -> Found:
        words = stems(text)
        if not words:
            return NOTHING
        return self.find_named(text) or self._find_part(words) or self._find_misspelt(words)

    def _find_part(self, words: list[str]) -> Found:
        start, codes = "".join(words), set()
        if start.isalpha():
            codes = {n for n, entry in enumerate(self._entries) if fold(entry.code).startswith(start)}
        return self._those(Sureness.PART, codes, self._with_each(words, _begins))

    def _find_misspelt(self, words: list[str]) -> Found:
        whole = "".join(words)
        alike = (self._joined[name] for name in self._joined if _similar(whole, name))
        return self._those(Sureness.TYPO, self._with_each(words, _similar), *alike)

    def _with_each(self, words: list[str], fits: Callable[[str, str], bool]) -> set[int]:
        """Return the products in whose names every word fits one, no two of them the same."""
        possible = [self._with(word, fits) for word in set(words)]
        found = set.intersection(*possible)
        return {n for n in found if _each_finds_its_own(words, self._words[n], fits)}

    def _with(self, word: str, fits: Callable[[str, str], bool]) -> set[int]:
        holding = (self._holding[known] for known in self._holding if fits(word, known))
        return set().union(*holding)

    def _those(self, sureness: Sureness, *found: set[int]) -> Found:
        rows = sorted(set().union(*found))
        return Found(sureness, tuple(self._entries[n] for n in rows)) if rows else NOTHING


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
