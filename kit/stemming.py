"""Takes words of many languages back to their stems: "gifts" and "gift" are one, "Hände" and "Hand" too."""

import re
import threading
from functools import lru_cache

import snowballstemmer

from kit.folding import fold

# The languages for which there are stemmers, by what a language is called here.
STEMMERS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "fi": "finnish", "fr": "french", "hi": "hindi", "hu": "hungarian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "nl": "dutch", "no": "norwegian",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
LONGEST = 40  # letters of a word that means something
KEPT = 50_000  # words with their stems

_WORD = re.compile(r"[^\W_]+")
_own = threading.local()  # a stemmer works on one word at a time


def words_in(text: str) -> list[str]:
    """Return the words of a text as they stand there, in small letters."""
    return [word for word in _WORD.findall(text.casefold()) if len(word) <= LONGEST]


@lru_cache(KEPT)
def stems_of(word: str, languages: tuple[str, ...]) -> frozenset[str]:
    """Return a word without its ending as each of some languages has it, and without accents.

    Languages by their codes, "de" or "de-at"; of one without a stemmer the word stays whole.
    """
    plain = fold(word)
    found = {_stem(one, language) for language in languages for one in {word, plain}}
    return frozenset(filter(None, map(fold, found))) or frozenset({plain})


def _stem(word: str, language: str) -> str:
    name = STEMMERS.get(language.lower().split("-")[0].split("_")[0])
    if name is None:
        return word
    stemmers = _own.__dict__
    if name not in stemmers:
        stemmers[name] = snowballstemmer.stemmer(name)
    return stemmers[name].stemWord(word)
