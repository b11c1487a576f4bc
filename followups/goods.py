"""Where the app to the right that knows products tells their names: they may hold any word."""

from collections.abc import Callable, Collection

NamesWith = Callable[[Collection[str]], list[str]]
_known: list[NamesWith] = []


def knows_names(names_with: NamesWith) -> NamesWith:
    """Register, once at the start, who tells the names of products that hold some words."""
    _known[:] = [names_with]
    return names_with


def names_with(words: Collection[str]) -> list[str]:
    """Return the names of products, of anybody here, that hold one of these words."""
    return _known[0](words) if _known and words else []
