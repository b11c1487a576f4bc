"""Decides where somebody can be moved by hand: up anywhere, back where only a word holds them.

What happened holds a person on a rung; a climb by hand rests on the distributor's word and can
be taken back.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from customers.ladder import Kind, Piece, Rung, reached_by


@dataclass(frozen=True)
class StepBack:
    """The way down: to `rung` by taking back `claim`, or none because `held_by` holds the person."""

    rung: Rung
    claim: Piece | None = None
    held_by: Piece | None = None


def ways_up(rung: int) -> list[Rung]:
    """Return the rungs above, the nearest first."""
    return [higher for higher in Rung if higher > rung]


def way_back(evidence: Iterable[Piece]) -> StepBack | None:
    """Return the step back that evidence allows or forbids, None from the lowest rung."""
    pieces = list(evidence)
    rung = max(reached_by(pieces), default=Rung.SUSPECT)
    if rung == Rung.SUSPECT:
        return None
    claim = next((piece for piece in pieces if piece.kind == Kind.BY_HAND and piece.rung == rung), None)
    rest = reached_by(piece for piece in pieces if piece is not claim)
    if rung in rest:
        return StepBack(Rung(rung - 1), held_by=rest[rung])
    return StepBack(max(rest, default=Rung.SUSPECT), claim=claim)
