"""Keeping up with an original: what it changed comes over, what was adapted here stays."""

from dataclasses import replace

from followups.merging import merged
from followups.steps import Step

ONE, TWO, THREE = (
    Step(key=key, title=key, offset_days=days) for key, days in (("one", 1), ("two", 2), ("three", 3))
)
TAKEN = [ONE, TWO]
LATER = replace(ONE, offset_days=9)
MINE = replace(ONE, title="Mine")


def test_what_only_the_original_changed_comes_over():
    assert merged(TAKEN, [LATER, TWO, THREE], TAKEN) == [LATER, TWO, THREE]


def test_what_was_adapted_stays():
    assert merged(TAKEN, [LATER, TWO], [MINE, TWO]) == [MINE, TWO]


def test_a_step_that_the_original_gave_up_goes_unless_it_was_adapted():
    assert merged(TAKEN, [TWO], TAKEN) == [TWO]
    assert merged(TAKEN, [TWO], [MINE, TWO]) == [MINE, TWO]


def test_a_step_that_was_taken_out_here_stays_out_unless_it_changed():
    assert merged(TAKEN, TAKEN, [TWO]) == [TWO]
    assert merged(TAKEN, [LATER, TWO], [TWO]) == [LATER, TWO]


def test_a_step_of_ones_own_keeps_its_neighbour():
    own = replace(THREE, key="own")
    assert merged(TAKEN, [THREE, ONE, TWO], [ONE, own, TWO]) == [THREE, ONE, own, TWO]
