"""Decides who is ready to climb to the next rung, and by which evidence; nothing is scored.

`CustomerQuerySet.ready_to_climb` asks the database the same. Days are the owner's.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from customers.ladder import Rung

WROTE = 30  # days in which a word from somebody is still fresh
INTRODUCED = 60  # days in which it helps to have been introduced
INTEREST = 28  # days in which an inquiry, a sample or a presentation is still fresh
SOON, LATE = 7, 14  # days around the expected order in which a word brings somebody back
GLAD = 7  # days after an order in which somebody is glad of it
REGULAR = 4  # orders from which on somebody is a regular
SETTLED = 90  # days on a rung before the next one is spoken of


class Why(StrEnum):
    """What makes somebody ready."""

    WROTE = "wrote"
    INTRODUCED = "introduced"
    INTEREST = "interest"
    ORDER_DUE = "order_due"
    GLAD = "glad"


@dataclass(frozen=True)
class Facts:
    """What readiness is decided from: the carried facts, and the latest of what happened.

    `wrote_on` is the day they last got in touch themselves, `interest_on` that of the last
    inquiry, sample or presentation.
    """

    rung: int
    since: date | None = None
    warm: bool = False
    introduced: bool = False
    orders: int = 0
    ordered_on: date | None = None
    expected_on: date | None = None
    slips_on: date | None = None
    wrote_on: date | None = None
    interest_on: date | None = None


@dataclass(frozen=True)
class Ready:
    """Why somebody is ready, and the day that shows it."""

    why: Why
    on: date


def readiness(facts: Facts, today: date) -> Ready | None:
    """Return why somebody is ready to climb, or None.

    Suspects who got in touch, or are warm and newly introduced. Prospects with fresh interest.
    Customers whose next order is expected about now. Clients who asked about it lately, and
    regular clients and members who have just ordered again; members who got in touch.
    """
    decide = {
        Rung.SUSPECT: _suspect, Rung.PROSPECT: _asked, Rung.CUSTOMER: _customer,
        Rung.CLIENT: _client, Rung.MEMBER: _member,
    }.get(facts.rung)  # fmt: skip
    return decide(facts, today) if decide else None


def _suspect(facts: Facts, today: date) -> Ready | None:
    return _wrote(facts, today) or (
        Ready(Why.INTRODUCED, facts.since)
        if facts.warm and facts.introduced and _within(facts.since, INTRODUCED, today)
        else None
    )


def _customer(facts: Facts, today: date) -> Ready | None:
    expected, slips = facts.expected_on, facts.slips_on
    about_now = expected and today - timedelta(LATE) <= expected <= today + timedelta(SOON)
    return Ready(Why.ORDER_DUE, expected) if about_now and slips and slips > today else None


def _client(facts: Facts, today: date) -> Ready | None:
    asked = _asked(facts, today)
    newer = asked and facts.since and asked.on > facts.since
    return asked if newer else _glad(facts, today)


def _member(facts: Facts, today: date) -> Ready | None:
    return _wrote(facts, today) or _glad(facts, today)


def _wrote(facts: Facts, today: date) -> Ready | None:
    return Ready(Why.WROTE, facts.wrote_on) if _within(facts.wrote_on, WROTE, today) else None


def _asked(facts: Facts, today: date) -> Ready | None:
    return Ready(Why.INTEREST, facts.interest_on) if _within(facts.interest_on, INTEREST, today) else None


def _glad(facts: Facts, today: date) -> Ready | None:
    """A regular, settled on the rung, who has just ordered again."""
    settled = facts.since and facts.since <= today - timedelta(SETTLED)
    regular = facts.orders >= REGULAR and _within(facts.ordered_on, GLAD, today)
    return Ready(Why.GLAD, facts.ordered_on) if settled and regular else None


def _within(day: date | None, days: int, today: date) -> bool:
    return day is not None and day >= today - timedelta(days)
