"""What becomes of letters while parts of an installation are killed, stopped, cut off or misled."""

from collections.abc import Iterator

from benchmarks.breaking.grown import Grown
from benchmarks.breaking.one_process import OneProcess
from benchmarks.breaking.trials import GROWN, ONE_PROCESS, Result, attempt
from benchmarks.figures import Figure
from benchmarks.stage import Stage

LETTERS, LOST, BY_ITSELF, UNCLEAR = "planned", "lost", "came twice by themselves", "unclear"
TWICE, SILENCE = "came twice after “send again”", "longest time without a letter"
FAILED = "not sent, but those the mail server turned away"


def measure(stage: Stage) -> Iterator[Figure]:
    """First the grown-up installation, then the one process; each trial has letters of its own."""
    sizes = stage.sizes
    for kind, every in ((Grown, GROWN), (OneProcess, ONE_PROCESS)):
        trials = [trial for trial in every if sizes.only in trial.name]
        if not trials:
            continue
        with kind(stage.say) as stand:
            for trial in trials:
                yield from figures(attempt(stand, trial, sizes.letters, sizes.breaks))


def figures(result: Result) -> Iterator[Figure]:
    """The lines of one trial; the goals are those of the design, and none of them may be missed."""
    for what, value, unit, goal in (
        (LETTERS, result.letters, "letters", None),
        (LOST, result.lost, "letters", 0),
        (BY_ITSELF, result.doubled, "letters", 0),
        (UNCLEAR, result.unclear, "letters", result.allowed),
        (TWICE, result.doubled_again, "letters", result.unclear),
        (FAILED, result.failed - result.turned_away, "letters", 0),
        (SILENCE, result.gap, "s", result.gap_allowed),
    ):
        yield Figure(f"{result.trial}: {what}", value, unit, goal=goal)
