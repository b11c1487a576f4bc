"""Decides what comes of three versions of the steps: the one taken, the original now, and one's own now."""

from collections.abc import Sequence

from followups.steps import Step, found


def merged(taken: Sequence[Step], original: Sequence[Step], own: Sequence[Step]) -> list[Step]:
    """Return one's own steps with what the original changed since; where both changed, one's own stays.

    Steps come in the order of the original; those that are only one's own keep their neighbour.
    """
    steps = [step for theirs in original if (step := _one(theirs, taken, own))]
    for place, mine in enumerate(own):
        if found(original, mine.key) is None and _stays(mine, taken):
            steps.insert(_after(own[:place], steps), mine)
    return steps


def _one(theirs: Step, taken: Sequence[Step], own: Sequence[Step]) -> Step | None:
    was, mine = found(taken, theirs.key), found(own, theirs.key)
    if mine is None:
        return None if was == theirs else theirs  # taken out here; a changed one is shown again
    return theirs if mine == was else mine


def _stays(mine: Step, taken: Sequence[Step]) -> bool:
    """A step that the original no longer has stays if it is one's own, or was changed here."""
    return mine != found(taken, mine.key)


def _after(before: Sequence[Step], steps: Sequence[Step]) -> int:
    """The place behind the nearest step that stood before it."""
    keys = [step.key for step in steps]
    places = [keys.index(step.key) for step in before if step.key in keys]
    return places[-1] + 1 if places else 0
