"""Decides what remains of a text somebody typed or a file held: readable signs, no stray spaces."""

import unicodedata

_KEPT_CONTROLS = "\n\t"
_JOINERS = "\u200c\u200d\u200e\u200f"  # zero-width signs that names and emblems need


def tidy_line(text: str) -> str:
    """Return a text as one line: composed, without control signs, spaces run together."""
    return " ".join(tidy_text(text).split())


def tidy_text(text: str) -> str:
    """Return a text of any lines: composed, without control signs and outer spaces.

    A text of nothing but invisible signs becomes empty.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(sign for sign in text if sign in _KEPT_CONTROLS or _is_readable(sign))
    return kept.strip() if any(_is_visible(sign) for sign in kept) else ""


def tag_key(name: str) -> str:
    """Return by what a tag is known: two that differ in the case of letters alone are one."""
    return name.casefold()


def _is_readable(sign: str) -> bool:
    return unicodedata.category(sign) not in ("Cc", "Cs")


def _is_visible(sign: str) -> bool:
    return sign not in _JOINERS and unicodedata.category(sign)[0] not in "ZC"
