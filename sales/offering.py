"""Decides who of those whose wants an offer answers gets it, who gets none so that its effect can be counted, and who not.

One after the other is asked: is it for their rung, are they to be spared, is there a way, is there
room for one more word before it ends. Who passes is told or held back by the two ids alone: the
same at each look, and like the throw of a die.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from followups.attention import Allowance, waits_for
from followups.reach import Reach

NEVER_BY_HAND = frozenset(
    {"suppressed", "stopped_by_them"}
)  # they asked to be left alone with offers: nobody mentions one either
SPARED = ("grieving", "resting", "no_touches")


@dataclass(frozen=True)
class Facts:
    """What of a person decides. `day` is the first with room for a word, None if there is none in time.

    `is_counted`: another offer of the same holds them back, to compare with.
    """

    rung: int
    allowance: Allowance
    reach: Reach
    day: date | None
    is_counted: bool = False


@dataclass(frozen=True)
class Terms:
    """What of an offer decides. No rungs are all rungs."""

    id: UUID
    rungs: Collection[int]
    held_back: int
    else_task: bool


@dataclass(frozen=True)
class Verdict:
    """By which way somebody is told, "letter" or "task", with the code of why not by letter; or why not at all."""

    way: str = ""
    code: str = ""

    def __bool__(self) -> bool:
        return bool(self.way)


def judge(terms: Terms, facts: Facts, today: date) -> Verdict:
    """Say whether an offer that answers a want of somebody may be told to them, and how."""
    if code := _against(terms, facts, today):
        return Verdict(code=code)
    if facts.reach:
        return Verdict("letter")
    if facts.reach.code in NEVER_BY_HAND or not terms.else_task:
        return Verdict(code=facts.reach.code)
    return Verdict("task", facts.reach.code)


def is_held_back(offer: UUID, person: UUID, of_hundred: int) -> bool:
    """Say whether somebody is among those who get none."""
    drawn = sha256(offer.bytes + person.bytes).digest()
    return int.from_bytes(drawn[:8], "big") % 100 < of_hundred


def _against(terms: Terms, facts: Facts, today: date) -> str:
    if terms.rungs and facts.rung not in terms.rungs:
        return "other_rung"
    if facts.allowance.complaint_open:
        return "complaint"
    if facts.is_counted:
        return "held_back_before"
    spared = waits_for(today, {}, facts.allowance)
    if spared in SPARED:
        return spared
    return "" if facts.day else "no_day"
