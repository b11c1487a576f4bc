"""One clock, and no work that waits in a queue."""

import ast

import pytest

from tests.architecture.tree import calls, check, imports, sources

READS_THE_CLOCK = {
    "datetime.now": "kit.clock.now()",
    "datetime.utcnow": "kit.clock.now()",
    "datetime.today": "kit.clock.now()",
    "datetime.datetime.now": "kit.clock.now()",
    "datetime.datetime.utcnow": "kit.clock.now()",
    "date.today": "kit.clock.today(zone)",
    "datetime.date.today": "kit.clock.today(zone)",
    "timezone.now": "kit.clock.now()",
    "timezone.localdate": "kit.clock.today(zone)",
    "timezone.localtime": "kit.clock.now().astimezone(zone)",
    "time.time": "kit.clock.now(), or time.monotonic() for a duration",
    "Now": "kit.clock.now(), handed in as a value",
}
FREE = {"kit/clock.py"}
WAITS = {"eta", "countdown"}


def other_clocks(name: str, tree: ast.AST) -> list[str]:
    if name in FREE:
        return []
    named = [
        f"{name}:{line}: imports django.utils.timezone.now; use kit.clock.now()"
        for target, line in imports(tree)
        if target in ("django.utils.timezone.now", "time.time")
    ]
    return named + [
        f"{name}:{node.lineno}: reads {called}(); use {READS_THE_CLOCK[called]}"
        for called, node in calls(tree)
        if called in READS_THE_CLOCK
    ]


def auto_stamps(name: str, tree: ast.AST) -> list[str]:
    """auto_now reads Django's clock behind our back."""
    return [
        f"{name}:{node.lineno}: {keyword.arg}; use default=clock.now and set it in the action"
        for _, node in calls(tree)
        for keyword in node.keywords
        if keyword.arg in ("auto_now", "auto_now_add")
    ]


def waiting_tasks(name: str, tree: ast.AST) -> list[str]:
    return [
        f"{name}:{node.lineno}: {called} with a time to wait; write a row with a due time, the tick finds it"
        for called, node in calls(tree)
        if WAITS & {keyword.arg for keyword in node.keywords} or (called.endswith(".retry") and node.keywords)
    ]


def test_there_is_one_clock():
    check(
        [
            wrong
            for name, tree in sources()
            for rule in (other_clocks, auto_stamps)
            for wrong in rule(name, tree)
        ],
        "a worker whose own clock is wrong must send at the right hour, and tests must be able to hold time.",
    )


def test_nothing_waits_in_a_queue():
    check(
        [wrong for name, tree in sources() for wrong in waiting_tasks(name, tree)],
        "a lost broker loses what waits in it, and a task that waits past the visibility timeout runs several times.",
    )


@pytest.mark.parametrize(
    "line",
    [
        "datetime.now(UTC)",
        "date.today()",
        "from django.utils.timezone import now",
        "timezone.now()",
        "f(Now())",
    ],
)
def test_another_clock_is_found(line):
    assert len(other_clocks("sales/actions.py", ast.parse(line))) == 1
    assert other_clocks("kit/clock.py", ast.parse(line)) == []


@pytest.mark.parametrize(
    "line", ["deliver.apply_async(eta=later)", "deliver.apply_async(countdown=3)", "self.retry(countdown=3)"]
)
def test_a_waiting_task_is_found(line):
    assert len(waiting_tasks("followups/tasks.py", ast.parse(line))) == 1
