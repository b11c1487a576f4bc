"""Decides whose name sounds or is spelt like what was typed, where no name fits letter by letter."""

import re
from collections.abc import Iterable

from rapidfuzz.distance import OSA, LCSseq

from kit.folding import fold, words_of
from mlmcrm.finding import Named

SHORTEST = 3  # letters; below that everybody is alike
SHARED = 0.5  # of the letters of the longer word, in their order, where only the sound is the same
_TOGETHER = (
    ("sch", "x"),
    ("sh", "x"),
    ("ch", "x"),
    ("cz", "x"),
    ("ph", "f"),
    ("ck", "k"),
    ("th", "t"),
    ("dt", "t"),
)
_SOUNDS = str.maketrans("vwczqgdbj", "ffkskktpy")
_UNHEARD = str.maketrans("", "", "aeiouyh")
_TWICE = re.compile(r"(.)\1+")


def alike(typed: str, people: Iterable[Named], most: int) -> list[Named]:
    """Return those whose names are nearest to all of the typed words, the nearest first."""
    words = [fold(word) for word in words_of(typed)]
    if not words or max(map(len, words)) < SHORTEST:
        return []
    sounds = [sound_of(word) for word in words]
    found = []
    for one in people:
        distance = _distance(words, sounds, fold(one.name).replace("-", " ").split())
        if distance is not None:
            found.append((distance, one.name, one))
    return [one for *_, one in sorted(found, key=lambda entry: entry[:2])[:most]]


def sound_of(word: str) -> str:
    """Return roughly what is heard of a word: "stephan" and "stefan" are the same."""
    for spelt, sound in _TOGETHER:
        word = word.replace(spelt, sound)
    word = word.translate(_SOUNDS)
    return _TWICE.sub(r"\1", word[:1] + word[1:].translate(_UNHEARD))


def _distance(words: list[str], sounds: list[str], name: list[str]) -> int | None:
    """How far the typed words are from a name in sum; None if one of them is far from all of it."""
    total = 0
    for word, sound in zip(words, sounds, strict=True):
        near = [distance for part in name if (distance := _between(word, sound, part)) is not None]
        if not near:
            return None
        total += min(near)
    return total


def _between(word: str, sound: str, part: str) -> int | None:
    """Errors between a typed word and a word of a name, or its beginning: more may follow."""
    allowed = 1 if len(word) < 6 else 2
    tail = part[: len(word)]
    distance = min(
        OSA.distance(word, part, score_cutoff=allowed), OSA.distance(word, tail, score_cutoff=allowed)
    )
    if distance <= allowed:
        return distance
    sounds_so = len(sound) > 1 and part[:1] and sound == sound_of(part)
    return allowed + 1 if sounds_so and LCSseq.normalized_similarity(word, part) >= SHARED else None
