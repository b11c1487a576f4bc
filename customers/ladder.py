"""Decides the rung a person stands on, from the evidence of what happened.

The rung is the highest that unrevoked evidence supports. Time alone lowers nobody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum


class Rung(IntEnum):
    """The ladder of customer loyalty, from the bottom up."""

    SUSPECT = 1
    PROSPECT = 2
    CUSTOMER = 3
    CLIENT = 4
    MEMBER = 5
    ADVOCATE = 6


class Kind(StrEnum):
    """What can be evidence."""

    ENTERED = "entered"
    INQUIRY = "inquiry"
    SAMPLE = "sample"
    PRESENTATION = "presentation"
    ORDER = "order"
    ENROLMENT = "enrolment"
    REFERRAL = "referral"
    BY_HAND = "by_hand"


PROSPECT_KINDS = frozenset({Kind.INQUIRY, Kind.SAMPLE, Kind.PRESENTATION})


@dataclass(frozen=True)
class Evidence:
    """One thing that happened on a day. `rung` is what a climb by hand claims."""

    kind: str
    on: date
    rung: int | None = None


@dataclass(frozen=True)
class Standing:
    """The rung somebody stands on and the day it was reached."""

    rung: Rung
    since: date


def stand(evidence: Iterable[Evidence]) -> Standing | None:
    """Return the standing that evidence supports, or None without any.

    Prospect: an inquiry, a sample, a presentation. Customer: an order. Client: orders on two
    days. Member: an enrolment. Advocate: customer or member evidence and a referral that led
    to a person. A climb by hand counts for the rung it names.
    """
    reached = reached_on(evidence)
    if not reached:
        return None
    rung = max(reached)
    return Standing(rung, reached[rung])


def reached_on(evidence: Iterable[Evidence]) -> dict[Rung, date]:
    """Return the first day on which each supported rung was reached."""
    rows = sorted(evidence, key=lambda item: item.on)
    orders = sorted({item.on for item in rows if item.kind == Kind.ORDER})
    days = {
        Rung.SUSPECT: rows[0].on if rows else None,
        Rung.PROSPECT: _first(rows, PROSPECT_KINDS),
        Rung.CUSTOMER: orders[0] if orders else None,
        Rung.CLIENT: orders[1] if len(orders) > 1 else None,
        Rung.MEMBER: _first(rows, {Kind.ENROLMENT}),
    }
    days[Rung.ADVOCATE] = _advocate_on(rows, days)
    for item in rows:
        if item.kind == Kind.BY_HAND and item.rung:
            days[Rung(item.rung)] = _earlier(days[Rung(item.rung)], item.on)
    return {rung: day for rung, day in days.items() if day is not None}


def _advocate_on(rows: list[Evidence], days: dict[Rung, date | None]) -> date | None:
    referral = _first(rows, {Kind.REFERRAL})
    bought_or_joined = _earlier(days[Rung.CUSTOMER], days[Rung.MEMBER])
    if referral is None or bought_or_joined is None:
        return None
    return max(referral, bought_or_joined)


def _first(rows: list[Evidence], kinds: Iterable[str]) -> date | None:
    return next((item.on for item in rows if item.kind in kinds), None)


def _earlier(one: date | None, other: date | None) -> date | None:
    known = [day for day in (one, other) if day is not None]
    return min(known, default=None)
