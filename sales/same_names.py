"""Decides whether two names may be those of one person; a letter box alone does not tell, because families share one."""

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+")


def may_be_one_person(one: str, other: str) -> bool:
    """Say whether the shorter name is contained in the longer, or both begin with the same word; initials count as words.

    A name without letters says nothing, so it speaks against nobody.
    """
    shorter, longer = sorted((_words(one), _words(other)), key=len)
    if not shorter or shorter[0] == longer[0]:
        return True
    left = list(longer)
    for word in shorter:
        fitting = next((known for known in left if _fits(word, known)), None)
        if fitting is None:
            return False
        left.remove(fitting)
    return True


def _fits(one: str, other: str) -> bool:
    return one == other or (1 in (len(one), len(other)) and one[0] == other[0])


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return _WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign)))
