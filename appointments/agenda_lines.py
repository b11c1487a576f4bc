"""Decides how the agenda of a kind of appointment reads as lines: "10 min Hand balm | show the box"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

USUAL = 5  # minutes of an item without a number
LONGEST, MOST, LONGEST_TITLE, LONGEST_HINT = 720, 30, 200, 300
LINE = re.compile(
    r"(?:(?P<minutes>\d{1,9})\s*(?:min\.?|minutes?|m|')?\s+)?(?P<title>[^|]*?)\s*(?:\|\s*(?P<hint>.*))?"
)


@dataclass(frozen=True)
class Wrong:
    """A line that cannot be an item. Codes: minutes, title, hint, many."""

    number: int
    code: str


def read(text: str) -> list[dict] | Wrong:
    """Return the items of an agenda, or the first line that is none; empty lines are left out."""
    items = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        found = LINE.fullmatch(line.strip())
        title, hint = (found["title"] or "").strip(), (found["hint"] or "").strip()
        minutes = int(found["minutes"]) if found["minutes"] else USUAL
        if code := _wrong(title, hint, minutes, len(items)):
            return Wrong(number, code)
        items.append({"title": title, "minutes": minutes, "hint": hint})
    return items


def write(items: Iterable) -> str:
    """Return the lines of an agenda; what is no item is left out."""
    lines = []
    for item in items:
        item = {"title": item} if isinstance(item, str) else item
        if isinstance(item, dict) and item.get("title"):
            hint = f" | {item['hint']}" if item.get("hint") else ""
            lines.append(f"{item.get('minutes', USUAL)} min {item['title']}{hint}")
    return "\n".join(lines)


def _wrong(title: str, hint: str, minutes: int, before: int) -> str:
    if not title or len(title) > LONGEST_TITLE:
        return "title"
    if not 1 <= minutes <= LONGEST:
        return "minutes"
    if len(hint) > LONGEST_HINT:
        return "hint"
    return "many" if before >= MOST else ""
