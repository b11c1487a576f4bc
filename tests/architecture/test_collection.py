"""Every test is run: no file under a name that pytest passes by, no two tests of one name, no silent skip."""

import ast
from collections import Counter

import pytest

from tests.architecture.tree import calls, check, files, functions, parsed, relative


def passed_by(name: str, tree: ast.Module) -> list[str]:
    """Tests in a file that pytest does not read, and tests hidden by another of their name."""
    tests = [function.name for function in tree.body if isinstance(function, ast.FunctionDef)]
    tests = [test for test in tests if test.startswith("test_")]
    found = [
        f"{name}: {test} stands twice; the first is never run" for test, n in Counter(tests).items() if n > 1
    ]
    if not name.split("/")[-1].startswith("test_") and tests:
        found.append(f"{name}: holds tests but is not called test_*.py; rename it")
    if name.split("/")[-1].startswith("test_") and not tests:
        found.append(f"{name}: holds no test; write one or remove the file")
    return found


def silent_skips(name: str, tree: ast.AST) -> list[str]:
    return [
        f"{name}:{node.lineno}: {called} without a reason; say why"
        for called, node in calls(tree)
        if called.split(".")[-1] in ("skip", "skipif", "xfail", "importorskip")
        and called.startswith("pytest.")
        and not any(_is_reason(called, node, keyword.arg) for keyword in [*node.keywords, ast.keyword()])
    ]


def _is_reason(called: str, node: ast.Call, keyword: str | None) -> bool:
    return keyword == "reason" or (called == "pytest.skip" and bool(node.args))


def own_mocks(name: str, tree: ast.AST) -> list[str]:
    """Our own code replaced in a test: the test then proves nothing about it."""
    return [
        f"{name}:{node.lineno}: replaces {ast.unparse(node.args[0])}; drive the real thing"
        for called, node in calls(tree)
        if called.endswith("patch") and node.args and _is_ours(node.args[0])
    ]


def _is_ours(node: ast.AST) -> bool:
    ours = ("kit.", "team.", "customers.", "followups.", "appointments.", "sales.", "reports.", "mlmcrm.")
    return isinstance(node, ast.Constant) and str(node.value).startswith(ours)


def _tests():
    return [(relative(path), parsed(path)) for path in files("tests")]


def test_every_test_is_collected():
    found = sum(function.name.startswith("test_") for _, tree in _tests() for function in functions(tree))
    assert found > 100, "the sweep looks in the wrong place"
    check(
        [wrong for name, tree in _tests() for wrong in passed_by(name, tree)], "a test that never runs lies."
    )


def test_skips_say_why():
    check(
        [wrong for name, tree in _tests() for wrong in silent_skips(name, tree)],
        "nobody misses a silent skip.",
    )


def test_our_own_code_is_never_replaced():
    check(
        [wrong for name, tree in _tests() for wrong in own_mocks(name, tree)],
        "a mock passes when the code is wrong.",
    )


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("tests/kit/clock.py", "def test_it(): pass"),
        ("tests/kit/test_clock.py", "def test_it(): pass\ndef test_it(): pass"),
        ("tests/kit/test_clock.py", "X = 1"),
    ],
)
def test_a_test_that_never_runs_is_found(name, code):
    assert len(passed_by(name, ast.parse(code))) == 1


def test_a_silent_skip_and_a_mock_are_found():
    assert len(silent_skips("x", ast.parse("pytest.skip()"))) == 1
    assert silent_skips("x", ast.parse("pytest.skip('no Chromium here')")) == []
    assert len(own_mocks("x", ast.parse("mock.patch('kit.clock.now')"))) == 1
