"""Parts of an installation are killed, stopped, cut off and misled while letters go: none is lost.

Real processes, a real PostgreSQL, Redis and mail server. `manage.py bench faults` does the same at
length. Letters come twice only where somebody says "send again" to one that is unclear, and unclear
is only what was on its way in the very moment.
"""

import os

import pytest

from benchmarks.breaking.grown import Grown
from benchmarks.breaking.one_process import OneProcess
from benchmarks.breaking.trials import GROWN, ONE_PROCESS, attempt

LETTERS = 120
SHORT = [trial for trial in GROWN if not trial.only_long]
SHORT_OF_ONE = [trial for trial in ONE_PROCESS if not trial.only_long]
ON_POSTGRESQL = os.environ.get("KEPT_TEST_ON") == "postgresql"


def names(trials) -> list[str]:
    return [trial.name for trial in trials]


@pytest.fixture(scope="module")
def grown():
    with Grown() as stand:
        yield stand


@pytest.fixture(scope="module")
def one_process():
    with OneProcess() as stand:
        yield stand


def none_is_lost(stand, trial) -> None:
    result = attempt(stand, trial, LETTERS)
    assert result.lost == 0, result
    assert result.doubled == 0, result
    assert result.states_add_up, result
    assert result.unclear <= result.allowed, result
    assert not trial.exactly or result.unclear == result.allowed, result
    assert result.doubled_again <= result.unclear, result
    assert result.most_copies <= 2, result
    assert result.failed == result.turned_away, result
    assert result.gap_allowed is None or result.gap <= result.gap_allowed, result


@pytest.mark.skipif(not ON_POSTGRESQL, reason="needs PostgreSQL and Redis of its own")
@pytest.mark.parametrize("trial", SHORT, ids=names(SHORT))
def test_of_many_processes_none_loses_a_letter(grown, trial):
    none_is_lost(grown, trial)


@pytest.mark.skipif(ON_POSTGRESQL, reason="is about the one process on SQLite")
@pytest.mark.parametrize("trial", SHORT_OF_ONE, ids=names(SHORT_OF_ONE))
def test_the_one_process_loses_no_letter(one_process, trial):
    none_is_lost(one_process, trial)
