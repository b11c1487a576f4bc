"""Each kind of task that a playbook may plan says in words of its own what is to be done."""

from followups.models.kinds import TaskKind
from mlmcrm.wording import HEADLINES


def test_no_kind_is_left_with_nothing_but_do():
    assert {kind.value for kind in TaskKind} - set(HEADLINES) == set()
