"""Decides how the clock of an agenda goes on: which item is talked about, for how long, and what comes next."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime

LONGEST = 1000  # minutes
MOST_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Item:
    """An item of an agenda: what it should take in minutes, and what it took so far in seconds."""

    title: str
    minutes: int = 5
    hint: str = ""
    seconds: int = 0
    is_done: bool = False


@dataclass(frozen=True)
class Course:
    """How far an agenda has come. `running` is the item that is talked about, from `since` on."""

    items: tuple[Item, ...]
    running: int | None = None
    since: datetime | None = None

    def plain(self) -> list[dict]:
        """Return the items as they are kept."""
        return [asdict(item) for item in self.items]


def items_of(kept: Iterable) -> tuple[Item, ...]:
    """Read items as a kind of appointment or its notes keep them; what is none is left out."""
    read = (_item(one) for one in kept)
    return tuple(item for item in read if item and item.title)


def run(course: Course, position: int, now: datetime) -> Course:
    """Talk about an item; what was talked about until now keeps its time."""
    if not _is_there(course, position) or course.running == position:
        return course
    stopped = stop(course, now)
    return replace(stopped, items=_with(stopped.items, position, is_done=False), running=position, since=now)


def finish(course: Course, position: int, now: datetime) -> Course:
    """Tick an item off; when it was the one that is talked about, the next open one is."""
    if not _is_there(course, position):
        return course
    if course.running != position:
        return replace(course, items=_with(course.items, position, is_done=True))
    stopped = stop(course, now)
    done = replace(stopped, items=_with(stopped.items, position, is_done=True))
    following = next_open(done.items, position)
    return done if following is None else replace(done, running=following, since=now)


def stop(course: Course, now: datetime) -> Course:
    """Stop the clock of what is talked about."""
    if course.running is None or not _is_there(course, course.running):
        return replace(course, running=None, since=None)
    took = course.items[course.running].seconds + seconds_since(course.since, now)
    return Course(_with(course.items, course.running, seconds=min(took, MOST_SECONDS)))


def next_open(items: tuple[Item, ...], after: int = -1) -> int | None:
    """Return the next item that is not done, from there on and then from the beginning."""
    order = [*range(after + 1, len(items)), *range(max(after, 0))]
    return next((number for number in order if not items[number].is_done), None)


def seconds_since(since: datetime | None, now: datetime) -> int:
    """Return the seconds from a moment until now, none before it."""
    return max(0, int((now - since).total_seconds())) if since else 0


def _item(one) -> Item | None:
    if isinstance(one, str):
        return Item(one.strip())
    if not isinstance(one, dict):
        return None
    return Item(
        title=str(one.get("title", "")).strip(),
        minutes=_number(one.get("minutes"), 5, LONGEST),
        hint=str(one.get("hint") or "").strip(),
        seconds=_number(one.get("seconds"), 0, MOST_SECONDS),
        is_done=bool(one.get("is_done")),
    )


def _number(value, otherwise: int, most: int) -> int:
    return min(max(0, value), most) if isinstance(value, int) else otherwise


def _is_there(course: Course, position: int) -> bool:
    return 0 <= position < len(course.items)


def _with(items: tuple[Item, ...], position: int, **values) -> tuple[Item, ...]:
    return (*items[:position], replace(items[position], **values), *items[position + 1 :])
