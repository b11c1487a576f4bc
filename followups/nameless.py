"""Decides whether words tell who somebody is: a name, an address, a number. Too strict rather than too kind."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from kit.folding import fold

TITLES = {"mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau", "mme", "mlle", "don", "sra", "sr"}
LONG_ENOUGH = 3  # shorter parts of a name are looked for as they are written: "Li", not "li"
SURE = 4  # a part so long of a script without capitals is found inside a word, too
LAST_DIGITS = 6  # by which a number is known, however its beginning is written
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s()/.-]+(?=\d)")


def named_in(said: str, names: Iterable[str], known: Iterable[str] = ()) -> str:
    """Return what of some words names a person, "" for nothing. `known` are addresses and numbers of theirs."""
    folded, digits = fold(said), _BETWEEN_DIGITS.sub("", said)
    for one in known:
        tail = re.sub(r"\D", "", one)[-LAST_DIGITS:] if "@" not in one else ""
        if fold(one) in folded or (len(tail) == LAST_DIGITS and tail in digits):
            return one
    spoken = set(_words(said))
    small = {fold(word) for word in spoken}
    parts = sorted({part for name in names for part in _parts(name)})
    return next((part for part in parts if _is_said(part, spoken, small, folded)), "")


def _words(text: str) -> list[str]:
    """The runs of letters with their marks, which some scripts write apart."""
    signs = unicodedata.normalize("NFC", text)
    return "".join(sign if unicodedata.category(sign)[0] in "LM" else " " for sign in signs).split()


def _parts(name: str) -> Iterator[str]:
    """The words of a name without titles, and without "von" or "de la" where the others have capitals."""
    words = [word for word in _words(name) if len(word) > 1]
    has_capitals = any(word[0].isupper() for word in words)
    for word in words:
        if word.casefold() not in TITLES and not (has_capitals and word[0].islower()):
            yield word


def _is_said(part: str, spoken: set[str], small: set[str], folded: str) -> bool:
    if part[0].lower() != part[0].upper():
        return fold(part) in small if len(part) >= LONG_ENOUGH else bool(spoken & {part, part.upper()})
    least = 2 if unicodedata.east_asian_width(part[0]) == "W" else SURE
    return part in spoken or (len(part) >= least and fold(part) in folded)
