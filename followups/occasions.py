"""What gives rise to something owed, and the names of its occurrences.

An occurrence is the logical cause ("order:<id>"), never an instant: a moved clock, a changed
zone or a second planner cannot make a second row.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True)
class Purchase:
    """An order as far as follow-ups must know it.

    `delivery_on` is the day it was, or is told or planned to be, delivered; `products` a list
    to read; `past` marks history that was imported.
    """

    id: UUID
    is_first: bool
    ordered_on: date
    placed_at: datetime
    delivery_on: date | None
    delivered: bool
    products: str
    past: bool = False


def of_order(order_id: UUID, step: str = "") -> str:
    """Name what an order gives rise to: its thank-you, or a step after it ("check_in_2_days")."""
    return f"order:{order_id}:{step}" if step else f"order:{order_id}"


def order_of(occurrence: str) -> str:
    """Return the id of the order that an occurrence of one names."""
    return cause_of(occurrence).split(":")[1]


def cause_of(occurrence: str) -> str:
    """Return an occurrence without what was repeated of it, or stands in its place."""
    return occurrence.partition("#")[0]


def of_touch(touch_id: UUID) -> str:
    """Name the answer that a contact asks for."""
    return f"touch:{touch_id}"


def of_rhythm(anchor: date, n: int) -> str:
    """Name the n-th interval after an anchor day."""
    return f"{anchor.isoformat()}:{n}"


def of_year(year: int) -> str:
    """Name a yearly occurrence."""
    return str(year)


def of_climb(rung: int, day: date) -> str:
    """Name the step onto a rung."""
    return f"rung:{rung:d}:{day.isoformat()}"


def of_slipping(day: date) -> str:
    """Name the day from which somebody slips away."""
    return f"slips:{day.isoformat()}"


def of_cooling(day: date) -> str:
    """Name the day from which somebody is as good as lost."""
    return f"cools:{day.isoformat()}"


def of_referral(day: date) -> str:
    """Name the introductions that somebody made on a day."""
    return f"referral:{day.isoformat()}"


def day_of_referral(occurrence: str) -> date | None:
    """Return the day of the introductions that an occurrence names; None where it names something else."""
    kind, _, day = cause_of(occurrence).partition("+")[0].partition(":")
    return date.fromisoformat(day) if kind == "referral" else None


def of_friend(friend_id: UUID) -> str:
    """Name the first order of somebody who was introduced."""
    return f"friend:{friend_id}"


def of_complaint(complaint_id: UUID, closed_on: date | None = None) -> str:
    """Name what a complaint gives rise to, or what its end on a day does: it may end more than once."""
    return f"complaint:{complaint_id}:{closed_on.isoformat()}" if closed_on else f"complaint:{complaint_id}"


def of_step(cause: str, n: int) -> str:
    """Name the n-th time, counted from 0, that a step comes back to its cause; the first has its name."""
    return f"{cause}+{n + 1}" if n else cause


def number_of(occurrence: str) -> int:
    """Return the number, counted from 0, of an occurrence of a step that comes back."""
    _, _, number = cause_of(occurrence).rpartition("+")
    return int(number) - 1 if "+" in occurrence and number.isdigit() else 0


def again(occurrence: str, n: int) -> str:
    """Name the n-th repetition that a person asked for."""
    return f"{cause_of(occurrence)}#r{n}"


def instead(occurrence: str, kind: str) -> str:
    """Name the task that stands where a letter did not go."""
    return f"{cause_of(occurrence)}#{kind}"
