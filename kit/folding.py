"""Decides how typed words find a text: without case and accents, on whichever side they stand.

"zielinski" finds "Zieliński", "Müller" finds "Mueller", and the other way round. Nothing is
kept for it: a typed word becomes a regular expression that databases and Python read alike.
"""

import re
import unicodedata
from collections import defaultdict
from functools import lru_cache

MOST_WORDS = 6  # of what was typed; the rest narrows nothing any more
LETTERS = (range(0xC0, 0x250), range(0x370, 0x530), range(0x620, 0x6D4), range(0x1E00, 0x2000))
ALONE = str.maketrans("łøđıħŧð", "lodihtd")  # letters that no table of Unicode takes apart
# Not å as aa: two readings of one run of letters make an expression that never comes to its end.
SPELT = {"ä": "ae", "ö": "oe", "ü": "ue", "æ": "ae", "œ": "oe", "ø": "oe", "ß": "ss", "þ": "th"}
MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u0655\u0670"
_MARKS = re.compile(f"[{MARKS}]")
_BEFORE_A_WORD = r"(^|[ .,'’(/-])"


def fold(text: str) -> str:
    """Return a text without case and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(ALONE))
    return unicodedata.normalize("NFC", _MARKS.sub("", apart))


def words_of(typed: str) -> list[str]:
    """Return the words of what was typed, in small letters, no more than are worth looking for."""
    return unicodedata.normalize("NFC", typed).casefold().replace("\0", " ").split()[:MOST_WORDS]


@lru_cache(maxsize=512)
def pattern_of(word: str) -> str:
    """Return the expression that finds a word anywhere in a text of small letters."""
    parts, at = [], 0
    while at < len(word):
        pair = word[at : at + 2]
        taken = 2 if pair in _WRITTEN_AS else 1
        parts.append(_pair(pair) if taken == 2 else _letter(word[at]))
        at += taken
    return "".join(parts)


def pattern_at_start(word: str) -> str:
    """The same, at the beginning of a text."""
    return "^" + pattern_of(word)


def pattern_at_word(word: str) -> str:
    """The same, at the beginning of one of its words."""
    return _BEFORE_A_WORD + pattern_of(word)


def _pair(pair: str) -> str:
    return f"({_letter(pair[0])}{_letter(pair[1])}|[{_WRITTEN_AS[pair]}])"


def _letter(sign: str) -> str:
    alike = _ALIKE.get(fold(sign))
    if alike is None:
        return re.escape(sign)
    spelt = SPELT.get(sign)
    return f"([{alike}]|{spelt})" if spelt else f"[{alike}]"


def _alike() -> dict[str, str]:
    """For each letter, all small letters that are the same without their accents."""
    found = defaultdict(set)
    for sign in (chr(code) for span in LETTERS for code in span):
        base = fold(sign)
        if len(base) == 1 and base.isalpha() and sign == sign.casefold() and sign.isalpha():
            found[base] |= {base, sign}
    return {base: "".join(sorted(signs)) for base, signs in found.items()}


def _written_as() -> dict[str, str]:
    found = defaultdict(str)
    for sign, pair in SPELT.items():
        found[pair] += sign
    return dict(found)


_ALIKE = _alike()
_WRITTEN_AS = _written_as()
