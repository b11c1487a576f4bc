"""Decides how well a name fits typed words, and who stands first among those who fit."""

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from kit.folding import pattern_at_start, pattern_at_word, pattern_of, words_of


class Fit(IntEnum):
    """How well a name fits, the best last."""

    NONE = 0
    ELSEWHERE = 1  # by something else than the name: an e-mail, a phone
    WITHIN = 2  # inside a word
    WORD = 3  # at the beginning of words
    START = 4  # at the beginning of the name
    WHOLE = 5


@dataclass(frozen=True)
class Named:
    """Something with a name that may be meant."""

    id: Hashable
    name: str
    touched_at: datetime | None = None


def fit_of(typed: str, name: str) -> Fit:
    """Say how well a name fits all of the typed words."""
    words, name = words_of(typed), name.casefold()
    if not words or not all(re.search(pattern_of(word), name) for word in words):
        return Fit.NONE
    if re.fullmatch(" ".join(map(pattern_of, words)), name):
        return Fit.WHOLE
    if not all(re.search(pattern_at_word(word), name) for word in words):
        return Fit.WITHIN
    return Fit.START if any(re.search(pattern_at_start(word), name) for word in words) else Fit.WORD


def rank(typed: str, found: Iterable[Named]) -> list[tuple[Named, Fit]]:
    """Order what was found: the best fit first, then who was in touch last, then by name.

    Whose name does not fit was found by something else and comes last.
    """
    fitting = [(one, fit_of(typed, one.name) or Fit.ELSEWHERE) for one in found]
    return sorted(fitting, key=_place)


def parted(typed: str, name: str) -> tuple[str, str, str]:
    """Part a name around the letters that fit the first typed word, to show them.

    Writing that joins its letters is left whole.
    """
    word = next(iter(words_of(typed)), "")
    if not word or len(name.casefold()) != len(name) or not _stands_alone(name):
        return name, "", ""
    for pattern in (pattern_at_word(word), pattern_of(word)):
        if hit := re.search(f"(?P<hit>{pattern})", name.casefold()):
            start = hit.end() - len(hit["hit"].lstrip(" .,'’(/-"))
            return name[:start], name[start : hit.end()], name[hit.end() :]
    return name, "", ""


def _place(entry: tuple[Named, Fit]) -> tuple:
    one, fit = entry
    touched = -one.touched_at.timestamp() if one.touched_at else 0
    return (-fit, touched, one.name.casefold())


def _stands_alone(name: str) -> bool:
    """Latin, Greek and Cyrillic letters stand each for itself; others may join their neighbours."""
    return all(ord(sign) < 0x530 or 0x1E00 <= ord(sign) < 0x2000 for sign in name)
