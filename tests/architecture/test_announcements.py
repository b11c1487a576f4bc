"""Announcements: what apps to the right may learn stands in files of one name, and there are few."""

import ast

from tests.architecture.tree import calls, check, sources

MOST = 5


def signals(tree: ast.AST) -> list[int]:
    return [node.lineno for name, node in calls(tree) if name.split(".")[-1] == "Signal"]


def test_signals_stand_in_announcements():
    check(
        [
            f"{name}:{line}: declares a signal; move it to the announcements.py of its app"
            for name, tree in sources()
            if not name.endswith("/announcements.py")
            for line in signals(tree)
        ],
        "who changes a verb must find in one place who else hears of it.",
    )


def test_there_are_few():
    declared = [
        line for name, tree in sources() if name.endswith("/announcements.py") for line in signals(tree)
    ]
    assert declared, "the sweep looks in the wrong place"
    assert len(declared) <= MOST, (
        f"{len(declared)} announcements, at most {MOST}; call leftwards, or leave a row that a worker picks up. "
        "Why: what runs by announcement cannot be read where it is caused."
    )


def test_models_have_no_callbacks():
    check(
        [
            f"{name}:{node.lineno}: listens to {called}; let the action that saves the row do it"
            for name, tree in sources()
            for called, node in calls(tree)
            if called in {f"{signal}.connect" for signal in _CALLBACKS}
        ],
        "bulk writes send no model signals, so a callback is a promise that is kept only sometimes.",
    )


_CALLBACKS = ("pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed")
