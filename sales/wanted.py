"""Decides which products answer what somebody said they want, and by which of their sentences.

A product answers a sentence that has a word of its name, whatever the ending, or a word that was
taught to mean one. What follows a "not" or a "without" speaks against a product. Of products that
share words with a sentence those that share the rarest and the most of them answer it; where these
are very many, it was too vague to be answered.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from kit.stemming import stems_of, words_in
from sales.little_words import little_words, negating_words, turning_words

MOST_ALIKE = 25  # products that a sentence may fit equally well; if it fits more, it says nothing
CLOSE = 0.7  # of the best score; what fits less well is left out
TURNED_WORDS = 3  # that a "not" turns at the most
COMPOUNDING = ("de", "nl", "da", "nb", "no", "sv")  # "Hand" is in "Handbalsam"
LEAST_PART = 4  # letters of a word inside of a longer one
HALF = 0.5  # what a word inside of a longer one counts

Languages = tuple[str, ...]
Words = tuple[frozenset[str], ...]  # each by its stems
_SENTENCE = re.compile(r"[^.!?;\n\r]+[.!?]*")
_CLAUSE = re.compile(r"[,:()–—]")


@dataclass(frozen=True)
class Ware:
    """A product, as somebody may ask for it."""

    id: Hashable
    name: str


@dataclass(frozen=True)
class Synonym:
    """What people say, and what they mean by it; each a word or a few."""

    said: str
    meant: str


@dataclass(frozen=True)
class Fit:
    """A product that answers a sentence, and how well; `covered` is the share of its name that was said."""

    ware: Ware
    sentence: str
    score: float
    covered: float


@dataclass(frozen=True)
class Said:
    """A sentence with the words that mean something: each as its stems, and those they do not want."""

    sentence: str
    wanted: tuple[frozenset[str], ...]
    unwanted: frozenset[str]


class Shelf:
    """Products, ready to be found by what people want. For people of the same languages."""

    def __init__(self, wares: Iterable[Ware], languages: Iterable[str], synonyms: Iterable[Synonym] = ()):
        self.languages = _tidied(languages)
        self._wares = list(wares)
        self._sizes: list[int] = []
        self._holding: dict[str, set[int]] = defaultdict(set)
        self._synonyms = _taught(synonyms, self.languages)
        self._compounds = any(language.split("-")[0] in COMPOUNDING for language in self.languages)
        self._found: dict[str, dict[int, float]] = {}
        for number, ware in enumerate(self._wares):
            words = _meaning(ware.name, self.languages)
            self._sizes.append(max(1, len(words)))
            for stem in frozenset().union(*words):
                self._holding[stem].add(number)

    def fits(self, text: str) -> list[Fit]:
        """Return the products that answer a text, the best first; each by the sentence it answers best."""
        best: dict[int, Fit] = {}
        for said in sentences(text, self.languages):
            for number, fit in self._answering(self._told(said)):
                if number not in best or fit.score > best[number].score:
                    best[number] = fit
        return sorted(
            best.values(), key=lambda fit: (-fit.score, -fit.covered, fit.ware.name, str(fit.ware.id))
        )

    def _told(self, said: Said) -> Said:
        """A sentence with what was taught to be meant by its words."""
        meant = _meant(said, self._synonyms)
        return Said(said.sentence, (*said.wanted, *meant), said.unwanted) if meant else said

    def _answering(self, said: Said) -> Iterator[tuple[int, Fit]]:
        scores: dict[int, float] = defaultdict(float)
        shared: dict[int, int] = defaultdict(int)
        for stems in dict.fromkeys(said.wanted):
            for number, weight in self._named(stems).items():
                scores[number] += weight
                shared[number] += 1
        for stem in said.unwanted:
            for number in self._holding.get(stem, ()):
                scores.pop(number, None)
        enough = CLOSE * max(scores.values(), default=0)
        close = {number: score for number, score in scores.items() if score >= enough}
        for number, score in close.items() if len(close) <= MOST_ALIKE else ():
            covered = min(1.0, shared[number] / self._sizes[number])
            yield number, Fit(self._wares[number], said.sentence, score, covered)

    def _named(self, stems: frozenset[str]) -> dict[int, float]:
        """The products whose names have a word, with what that counts."""
        found: dict[int, float] = {}
        for stem in stems:
            for number, weight in self._with(stem).items():
                found[number] = max(weight, found.get(number, 0))
        return found

    def _with(self, stem: str) -> dict[int, float]:
        if stem not in self._found:
            whole = self._holding.get(stem, set())
            inside = self._inside(stem) - whole if self._compounds and len(stem) >= LEAST_PART else set()
            many = len(whole) + len(inside)
            weight = 1 / (1 + log(many)) if many else 0
            weights = dict.fromkeys(whole, weight) | dict.fromkeys(inside, HALF * weight)
            self._found[stem] = weights if weight else {}
        return self._found[stem]

    def _inside(self, stem: str) -> set[int]:
        longer = (
            self._holding[known] for known in self._holding if known.startswith(stem) or known.endswith(stem)
        )
        return set().union(*longer)


@lru_cache(2048)
def sentences(text: str, languages: Languages) -> tuple[Said, ...]:
    """Return the sentences of a text that say anything, with their words."""
    found = (_said(match.group().strip(), languages) for match in _SENTENCE.finditer(text))
    return tuple(said for said in found if said.wanted)


def beginnings(text: str, languages: Iterable[str], synonyms: Iterable[Synonym] = ()) -> set[str]:
    """Return with what a word of a name must begin, or hold, so that a product can answer a text.

    For a question to a database: it finds every product that fits, and more.
    """
    languages = _tidied(languages)
    taught = _taught(synonyms, languages)
    words = [word for said in sentences(text, languages) for word in (*said.wanted, *_meant(said, taught))]
    return {_beginning(stem) for stems in words for stem in stems}


def _beginning(stem: str) -> str:
    """What a stem shares with every form of its word: languages change one or two letters at its end."""
    return stem[: max(2, len(stem) - 2)] if len(stem) > LEAST_PART else stem[:3].rstrip("iy") or stem


def _taught(synonyms: Iterable[Synonym], languages: Languages) -> list[tuple[Words, Words]]:
    return [(_meaning(one.said, languages), _meaning(one.meant, languages)) for one in synonyms]


def _meant(said: Said, taught: list[tuple[Words, Words]]) -> list[frozenset[str]]:
    """The words that are meant by what a sentence says."""
    stems = frozenset().union(*said.wanted)
    return [word for words, meaning in taught if all(stems & one for one in words) for word in meaning]


def _said(sentence: str, languages: Languages) -> Said:
    little, negating, turning = (words(languages) for words in (little_words, negating_words, turning_words))
    wanted: list[frozenset[str]] = []
    unwanted: set[str] = set()
    for clause in _CLAUSE.split(sentence):
        left = 0
        for word in words_in(clause):
            if word in negating:
                left = TURNED_WORDS
            elif word in turning:
                left = 0
            elif _means(word, little):
                stems = stems_of(word, languages)
                if left:
                    unwanted |= stems
                    left -= 1
                else:
                    wanted.append(stems)
    return Said(sentence, tuple(wanted), frozenset(unwanted))


@lru_cache(20_000)
def _meaning(text: str, languages: Languages) -> Words:
    """The words of a name that mean something; all where none does."""
    little, words = little_words(languages), words_in(text)
    telling: Sequence[str] = [word for word in words if _means(word, little)] or words
    return tuple(dict.fromkeys(stems_of(word, languages) for word in telling))


def _means(word: str, little: frozenset[str]) -> bool:
    return len(word) > 1 and not word.isdigit() and word not in little


def _tidied(languages: Iterable[str]) -> Languages:
    return tuple(dict.fromkeys(language.lower() for language in languages if language)) or ("en",)
