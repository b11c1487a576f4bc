"""Decides the handle of a distributor: the word in their public addresses."""

from collections.abc import Container

from django.utils.text import slugify

LONGEST = 40


def handle_for(name: str, *, taken: Container[str], fallback: str) -> str:
    """Return a free handle made from a name, or from the fallback if the name has no Latin letters."""
    stem = slugify(name)[:LONGEST].strip("-") or slugify(fallback)
    handle, count = stem, 1
    while handle in taken:
        count += 1
        handle = f"{stem}-{count}"
    return handle
