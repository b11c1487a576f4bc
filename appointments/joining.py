"""Decides how two texts of which neither knew the other become one: both kept, common lines once."""

from difflib import SequenceMatcher


def joined(theirs: str, mine: str) -> str:
    """Return both texts line by line; where they differ, `theirs` stands first.

    A line that another one of the same place goes on with is not repeated.
    """
    before, after = theirs.split("\n"), mine.split("\n")
    lines: list[str] = []
    for _kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        lines += before[a:b] if before[a:b] == after[c:d] else _both(before[a:b], after[c:d])
    return "\n".join(lines)


def _both(theirs: list[str], mine: list[str]) -> list[str]:
    kept = [line for line in theirs if not _is_in(line, mine)]
    return kept + [line for line in mine if not _is_in(line, kept)]


def _is_in(line: str, others: list[str]) -> bool:
    """Whether another line begins with this one, or this one says nothing."""
    return not line.strip() or any(other.startswith(line) for other in others)
