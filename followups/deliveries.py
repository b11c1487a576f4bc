"""Decides what the told delivery of an order is as a promise: open, kept, late, no longer wanted, or none."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from followups.promising import BROKEN, OPEN, kept_as

RELEASED = "released"


@dataclass(frozen=True)
class Delivery:
    """What an order says of its delivery. Nobody was told where `told_on` is None; a void order never was."""

    order: UUID
    ordered_on: date
    told_on: date | None
    planned_on: date | None
    delivered_on: date | None
    extra: str = ""
    is_void: bool = False
    returned: str | None = None  # why it came back

    @property
    def is_told(self) -> bool:
        return self.told_on is not None and not self.is_void

    @property
    def due_on(self) -> date:
        """The day it is meant to be done, never later than the one that was told."""
        return min(self.planned_on or self.told_on, self.told_on)


@dataclass(frozen=True)
class Held:
    """What the promise of an order says so far."""

    state: str
    told_on: date
    missed_on: date | None


@dataclass(frozen=True)
class Standing:
    """What it says from now on: how it stands, the day that was missed, the day it ended, and why."""

    state: str
    missed_on: date | None = None
    ended_on: date | None = None
    reason: str = ""


def is_past(delivery: Delivery, today: date) -> bool:
    """Say whether an order tells of a day gone by without saying whether it was met: nobody knows."""
    return delivery.delivered_on is None and delivery.told_on < today


def standing_of(delivery: Delivery, held: Held | None, today: date) -> Standing:
    """Return how the promise stands. One that was said to be broken is open again once another day is told."""
    missed = _missed(delivery, held, today)
    if delivery.delivered_on:
        state = kept_as(missed or delivery.told_on, delivery.delivered_on)
        return Standing(state, missed, delivery.delivered_on)
    if delivery.returned is not None:
        return Standing(RELEASED, missed, today, delivery.returned)
    return Standing(OPEN, missed)


def stays_broken(delivery: Delivery, held: Held) -> bool:
    """Say whether what cannot be kept stays so: nothing was delivered, given back or told anew."""
    silent = delivery.delivered_on is None and delivery.returned is None
    return held.state == BROKEN and silent and held.told_on == delivery.told_on


def _missed(delivery: Delivery, held: Held | None, today: date) -> date | None:
    """The day told first, where it went by, or was given up, before a later one was told."""
    if held is None or (held.missed_on and delivery.told_on <= held.missed_on):
        return None
    if delivery.told_on > held.told_on and (held.told_on < today or held.state == BROKEN):
        return held.missed_on or held.told_on
    return held.missed_on
