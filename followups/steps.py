"""Decides what a step of a playbook is made of, and how two versions of the steps differ.

A step that is being edited is a plain value; a rule, the step that is live, has the same names.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import time
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step as it is edited. The names and units are those of a rule."""

    key: str = ""
    kind: str = "other"
    title: str = ""
    anchor: str = "delivery"
    offset_days: int = 0
    cold_offset_days: int | None = None
    delay_seconds: int = 0
    every: int = 0
    every_unit: str = "day"
    times: int | None = None
    until_days: int | None = None
    at_time: time = time(10)
    until_time: time | None = None
    channels: tuple[str, ...] = ("email",)
    purpose: str = "service"
    stops: tuple[str, ...] = ()
    action: str = "task"
    letter: str = ""
    subject: str = ""
    text: str = ""
    script: str = ""
    attachment: str = ""
    keep_hours: int = 7 * 24
    priority: int = 1
    is_active: bool = True


NAMES = tuple(field.name for field in fields(Step))
TIMES = ("at_time", "until_time")
LISTS = ("channels", "stops")
UNORDERED = ("stops",)
HIDDEN = ("key", "attachment")  # what nobody types: the identity, and a file that was handed in once
EDITABLE = tuple(name for name in NAMES if name not in HIDDEN)

NEW, CHANGED, GONE = "new", "changed", "gone"


@dataclass(frozen=True)
class Change:
    """What becomes of one step: new, changed in some fields, or gone. `moved` is its place alone."""

    key: str
    what: str
    before: Step | None
    after: Step | None
    fields: tuple[str, ...] = ()
    moved: bool = False

    @property
    def title(self) -> str:
        return (self.after or self.before).title

    @property
    def plans(self) -> bool:
        """Whether what waits by the step is planned anew; another place among the steps moves nothing."""
        return self.what != CHANGED or bool(self.fields)


def step_of(row: Any) -> Step:
    """Return the step that a live rule is."""
    values = {name: getattr(row, name) for name in NAMES}
    lists = {name: tuple(values[name]) for name in LISTS}
    return Step(**(values | lists | {"attachment": str(row.attachment or "")}))


def read_step(kept: Mapping[str, Any]) -> Step:
    """Return the step that was kept as plain values; names that it does not have are left out."""
    return with_values(Step(), kept)


def with_values(step: Step, values: Mapping[str, Any]) -> Step:
    """Return a step with other values; times may be text, lists any sequence."""
    known = {name: _value(name, values[name]) for name in NAMES if name in values}
    return replace(step, **known)


def plain(step: Step) -> dict[str, Any]:
    """Return a step as values that JSON can hold."""
    values = {name: getattr(step, name) for name in NAMES}
    for name in LISTS:
        values[name] = list(values[name])
    for name in TIMES:
        values[name] = values[name] and f"{values[name]:%H:%M}"
    return values


def changes(before: Sequence[Step], after: Sequence[Step]) -> list[Change]:
    """Return what differs between two versions: in the order of the second, what is gone at the end."""
    old, new = ({step.key: step for step in steps} for steps in (before, after))
    moved = _moved([key for key in old if key in new], [key for key in new if key in old])
    found = [_change(old.get(key), step, key in moved) for key, step in new.items()]
    gone = [Change(key, GONE, step, None) for key, step in old.items() if key not in new]
    return [change for change in found if change] + gone


def found(steps: Iterable[Step], key: str) -> Step | None:
    """Return the step with a key."""
    return next((step for step in steps if step.key == key), None)


def placed(steps: Sequence[Step], key: str, place: int) -> list[Step]:
    """Return the steps with one of them at another place, counted from 0; too far is the end."""
    step = found(steps, key)
    rest = [other for other in steps if other.key != key]
    place = max(0, min(place, len(rest)))
    return [*rest[:place], step, *rest[place:]]


def _change(before: Step | None, after: Step, moved: bool) -> Change | None:
    if before is None:
        return Change(after.key, NEW, None, after)
    differing = tuple(name for name in NAMES if _kept(before, name) != _kept(after, name))
    return Change(after.key, CHANGED, before, after, differing, moved) if differing or moved else None


def _kept(step: Step, name: str) -> Any:
    """A value as far as it decides anything: stops have no order, channels do."""
    value = getattr(step, name)
    return frozenset(value) if name in UNORDERED else value


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The keys that must be taken out and put elsewhere, as few as can be, to get one order from the other."""
    places = {key: place for place, key in enumerate(before)}
    runs: dict[str, list[str]] = {}
    for key in after:
        earlier = [run for last, run in runs.items() if places[last] < places[key]]
        runs[key] = [*max(earlier, key=len, default=[]), key]
    return set(after) - set(max(runs.values(), key=len, default=[]))


def _value(name: str, value: Any) -> Any:
    if name in LISTS:
        return tuple(value or ())
    if name in TIMES and isinstance(value, str):
        return time.fromisoformat(value) if value else None
    return value
