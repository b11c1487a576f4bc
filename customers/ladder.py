"""Decides the rung a person stands on, from the evidence of what happened.

The rung is the highest that unrevoked evidence supports. Time alone lowers nobody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from typing import Protocol


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
BOUGHT_OR_JOINED = (Rung.CUSTOMER, Rung.CLIENT, Rung.MEMBER)


class Piece(Protocol):
    """One thing that happened on a day. `rung` is what a climb by hand claims."""

    kind: str
    on: date
    rung: int | None


@dataclass(frozen=True)
class Evidence:
    """A piece of evidence as a plain value; rows of LadderStep serve as well."""

    kind: str
    on: date
    rung: int | None = None


@dataclass(frozen=True)
class Standing:
    """The rung somebody stands on and the day it was reached."""

    rung: Rung
    since: date


def stand(evidence: Iterable[Piece]) -> Standing | None:
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


def reached_on(evidence: Iterable[Piece]) -> dict[Rung, date]:
    """Return the first day on which each supported rung was reached."""
    return {rung: piece.on for rung, piece in reached_by(evidence).items()}


def reached_by(evidence: Iterable[Piece]) -> dict[Rung, Piece]:
    """Return for each supported rung the piece of evidence that completed it, from the bottom up."""
    pieces = sorted(evidence, key=lambda piece: (piece.on, piece.kind, piece.rung or 0))
    reached = {}
    for rung, piece in (
        (Rung.SUSPECT, pieces[0] if pieces else None),
        (Rung.PROSPECT, _first(pieces, PROSPECT_KINDS)),
        (Rung.CUSTOMER, _first(pieces, {Kind.ORDER})),
        (Rung.CLIENT, _second_order(pieces)),
        (Rung.MEMBER, _first(pieces, {Kind.ENROLMENT})),
    ):
        reached[rung] = _earlier(piece, _claim(pieces, rung))
    reached[Rung.ADVOCATE] = _earlier(_advocate(pieces, reached), _claim(pieces, Rung.ADVOCATE))
    return {rung: piece for rung, piece in reached.items() if piece is not None}


def _first(pieces: list[Piece], kinds: Iterable[str]) -> Piece | None:
    return next((piece for piece in pieces if piece.kind in kinds), None)


def _second_order(pieces: list[Piece]) -> Piece | None:
    orders = [piece for piece in pieces if piece.kind == Kind.ORDER]
    return next((order for order in orders if order.on > orders[0].on), None)


def _claim(pieces: list[Piece], rung: Rung) -> Piece | None:
    claims = (piece for piece in pieces if piece.kind == Kind.BY_HAND and piece.rung == rung)
    return next(claims, None)


def _advocate(pieces: list[Piece], reached: dict[Rung, Piece | None]) -> Piece | None:
    """The later of the first referral and the first sign of a purchase or an enrolment."""
    referral = _first(pieces, {Kind.REFERRAL})
    bought = [reached[rung] for rung in BOUGHT_OR_JOINED if reached[rung] is not None]
    if referral is None or not bought:
        return None
    return max(referral, min(bought, key=lambda piece: piece.on), key=lambda piece: piece.on)


def _earlier(one: Piece | None, other: Piece | None) -> Piece | None:
    known = [piece for piece in (one, other) if piece is not None]
    return min(known, key=lambda piece: piece.on, default=None)
