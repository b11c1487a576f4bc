"""Decides how states are grouped for the people who look at them, and how each group looks."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

GROUPS = {
    "draft": ("draft",),
    "planned": ("planned", "claimed"),
    "sent": ("sent",),
    "uncertain": ("uncertain",),
    "unsent": ("refused", "failed", "expired"),
    "cancelled": ("cancelled",),
}
NAMES = {
    "": _("All"),
    "draft": _("To look at"),
    "planned": _("Planned"),
    "sent": _("Sent"),
    "uncertain": _("Unclear"),
    "unsent": _("Not sent"),
    "cancelled": _("Cancelled"),
}
TONES = {
    "draft": "now", "planned": "info", "claimed": "info", "sent": "good", "uncertain": "now",
    "refused": "risk", "failed": "risk", "cancelled": "", "expired": "",
}  # fmt: skip
STILL_TO_COME = ("draft", "planned")
SOONEST, LATEST = ("due_at", "id"), ("-due_at", "-id")


@dataclass(frozen=True)
class Group:
    """A group of states with the number of messages in it."""

    key: str
    name: str
    count: int
    current: bool


def states_of(key: str) -> tuple[str, ...]:
    """Return the states of a group or of a single state's name; anything else means all."""
    return GROUPS.get(key) or ((key,) if key in TONES else tuple(TONES))


def order_of(key: str) -> tuple[str, str]:
    """Return how a group is sorted: the soonest first of what is to come, else the latest."""
    return SOONEST if key in STILL_TO_COME else LATEST


def groups_with_counts(by_state: Mapping[str, int], current: str) -> list[Group]:
    """Return the groups that hold something, and those one looks at, with their counts."""
    counts = {key: sum(by_state.get(state, 0) for state in states) for key, states in GROUPS.items()}
    counts = {"": sum(by_state.values()), **counts}
    return [
        Group(key, NAMES[key], count, key == current)
        for key, count in counts.items()
        if count or key in ("", current)
    ]


def tone_of(state: str) -> str:
    """Return the tone in which a state is shown."""
    return TONES[state]
