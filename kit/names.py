"""Decide the one or two letters that stand for a person in a small square."""

import unicodedata

_JOINER = "\u200d"
_ONE_IS_ENOUGH = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "ARABIC", "HEBREW", "SYRIAC", "THAANA")


def initials(name: str) -> str:
    """Return the initials of a name, never cutting a letter from its marks.

    Scripts that join their letters or write a name in few signs give one; the others give
    the first and the last word's. A name without any letter gives its first sign.
    """
    name = unicodedata.normalize("NFC", name.split("(")[0].strip() or name.strip())
    words = [word.lstrip("'’\"“„-.") for word in name.split()]
    words = [word for word in words if word and word[0].isalnum()]
    if not words:
        return first_sign(name)
    first = _capital(first_sign(words[0]))
    if len(words) == 1 or _script(first).startswith(_ONE_IS_ENOUGH):
        return first
    return first + _capital(first_sign(words[-1]))


def first_sign(text: str) -> str:
    """Return the first sign a reader sees: a letter with all its marks, or a joined emblem."""
    end = 1
    while end < len(text) and (_is_mark(text[end]) or _JOINER in text[end - 1 : end + 1]):
        end += 1
    return text[:end]


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign) in ("Mn", "Mc", "Me")


def _capital(sign: str) -> str:
    capital = sign.upper()
    return capital if len(capital) == len(sign) else sign


def _script(sign: str) -> str:
    return unicodedata.name(sign[0], "")
