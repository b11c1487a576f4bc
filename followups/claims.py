"""Decides whether a text promises income or health.

A phrase is whole words, a star stands for any ending. What is not listed passes; the names of
products and people may hold any word.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

LEAST_LETTERS = 3  # a shorter phrase would find itself everywhere
MASK = "\u00b7"
# Other signs for an apostrophe, a space, a hyphen.
PLAIN = str.maketrans("\u2019\u00a0\u2010\u2011\u2013", "' ---")


class Phrase(Protocol):
    """What to look for, and what it promises ("income" or "health")."""

    words: str
    kind: str


@dataclass(frozen=True)
class Found:
    """A promise in a text, as it is written there; `line` counts from one."""

    words: str
    kind: str
    line: int


def claims_in(text: str, phrases: Iterable[Phrase], names: Iterable[str] = ()) -> list[Found]:
    """Return what a text promises, in its order; `names` of products and people never count."""
    kinds = {tidied(phrase.words): phrase.kind for phrase in phrases if is_phrase(phrase.words)}
    if not kinds:
        return []
    plain = _plain(without_names(text, names))
    return [
        Found(" ".join(hit.group().split()), kinds[_phrase_of(hit.group(), tuple(kinds))], _line(plain, hit))
        for hit in _finder(tuple(kinds)).finditer(plain)
    ]


def is_phrase(words: str) -> bool:
    """Say whether words can be looked for: enough letters, a star only at the end of a word."""
    tidy = tidied(words)
    letters = sum(sign.isalpha() for sign in tidy)
    return letters >= LEAST_LETTERS and not re.search(r"\*(?=\S)|(?<!\w)\*", tidy)


def tidied(words: str) -> str:
    """Return a phrase as it is compared: small letters, one space between words."""
    return " ".join(_plain(words).lower().split())


def without_names(text: str, names: Iterable[str]) -> str:
    """Return a text with a mark for each name; its lines stay as many."""
    for name in sorted({name.strip() for name in names} - {""}, key=len, reverse=True):
        loose = r"\s+".join(re.escape(word) for word in name.split())
        whole = rf"(?<!\w){loose}(?!\w)"
        text = re.sub(whole, lambda hit: MASK + "\n" * hit.group().count("\n"), text, flags=re.IGNORECASE)
    return text


@lru_cache(maxsize=64)
def _finder(phrases: tuple[str, ...]) -> re.Pattern:
    """One expression for all phrases, the longest first, parted by their first letters to be quick."""
    by_letter: dict[str, list[str]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        by_letter.setdefault(phrase[0], []).append(_expression(phrase))
    each = (rf"(?={re.escape(letter)})(?:{'|'.join(found)})" for letter, found in by_letter.items())
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=1024)
def _phrase_of(words: str, phrases: tuple[str, ...]) -> str:
    """Return the phrase that words were found by."""
    longest_first = sorted(phrases, key=len, reverse=True)
    return next(one for one in longest_first if re.fullmatch(_expression(one), words, re.IGNORECASE))


def _line(text: str, hit: re.Match) -> int:
    return text.count("\n", 0, hit.start()) + 1


def _expression(phrase: str) -> str:
    words = re.split(r"[\s-]+", phrase)
    return r"(?:\s+|\s?-\s?)".join(re.escape(word).replace(r"\*", r"\w*") for word in words)


def _plain(text: str) -> str:
    return text.translate(PLAIN)
