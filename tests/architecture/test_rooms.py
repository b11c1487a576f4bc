"""The rooms: which line lives where in an app, and what it may not import there."""

import ast
from functools import cache

import pytest

from tests.architecture.rooms import ALONE, DECIDING, DOORS, PARTS, ROOMS
from tests.architecture.tree import ROOT, STREET, check, functions, imports, parsed, sources

TRADE = ("team", "customers", "followups", "appointments", "sales", "reports")
IMPURE = (
    "django.db",
    "django.conf",
    "django.utils.timezone",
    "django.core.cache",
    "celery",
    "requests",
    "os",
)


def room_of(module: str) -> str:
    """The room of a module, by its second word: customers.actions.touches is in actions."""
    words = module.split(".")
    return words[1] if words[0] in STREET and len(words) > 1 else ""


def wrong_imports(name: str, tree: ast.AST) -> list[str]:
    rooms, modules, instead = ROOMS.get(room_of(_module(name)), ((), (), ""))
    return [
        f"{name}:{line}: imports {target}; {instead}"
        for target, line in imports(tree)
        if room_of(target) in rooms or _is_in(target, modules)
    ]


def impurities(name: str, tree: ast.AST) -> list[str]:
    return [
        f"{name}:{line}: a deciding file imports {target}; let the caller read it and hand in the value"
        for target, line in imports(tree)
        if not is_pure(target)
    ]


@cache
def is_pure(target: str) -> bool:
    """Neither impure itself nor, if it is ours, built on anything impure."""
    if _is_in(target, IMPURE):
        return False
    if target.split(".")[0] not in STREET:
        return True
    path = ROOT / target.replace(".", "/")
    path = next(
        (file for file in (path.with_suffix(".py"), path.parent.with_suffix(".py")) if file.is_file()), None
    )
    return path is not None and all(is_pure(used) for used, _ in imports(parsed(path)))


def decides(tree: ast.Module) -> bool:
    """A file says itself that it is pure, by the first word it is introduced with."""
    return (ast.get_docstring(tree) or "").startswith(("Decides", "Decide "))


def _module(name: str) -> str:
    return name.removesuffix(".py").replace("/", ".")


def _is_in(target: str, modules) -> bool:
    return any(target == module or target.startswith(f"{module}.") for module in modules)


def test_rooms_import_only_what_they_may():
    check(
        [wrong for name, tree in sources() for wrong in wrong_imports(name, tree)],
        "a verb that knows a page cannot be called by the other doors.",
    )


def test_deciding_files_are_pure():
    deciding = {name: tree for name, tree in sources() if decides(tree)}
    check(
        [f'{name}:1: begins with another word than "Decides"' for name in DECIDING - set(deciding)]
        + [wrong for name, tree in deciding.items() for wrong in impurities(name, tree)],
        "facts in, answer out: only so can a rule be tested in microseconds and explained to a person.",
    )


def test_every_file_of_a_trade_app_has_a_room():
    strangers = []
    for name, tree in sources():
        app, first = name.split("/")[0], name.split("/")[1].removesuffix(".py")
        if (
            app in TRADE
            and first not in ROOMS
            and first not in PARTS
            and name not in ALONE
            and impurities(name, tree)
        ):
            strangers.append(
                f"{name}:1: neither pure nor in a room; move its lines, or say what it is for in rooms.py beside this test"
            )
    check(strangers, "who looks for a line must be able to guess its file.")


def test_tasks_are_under_ten_lines():
    check(
        [
            f"{name}:{task.lineno}: {task.name} has {task.end_lineno - task.lineno + 1} lines; move the work to an action"
            for name, tree in sources()
            if room_of(_module(name)) == "tasks"
            for task in functions(tree)
            if task.end_lineno - task.lineno + 1 >= 10
        ],
        "a task is a door of the clock: fetch, call an action, say when to try again.",
    )


def test_views_render_one_template_each_from_functions():
    check(
        [
            f"{name}:{node.lineno}: {node.name} is a class; write a function view"
            for name, tree in sources()
            if room_of(_module(name)) == "views"
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef) and any("View" in ast.unparse(base) for base in node.bases)
        ],
        "a function view is read from top to bottom; a stack of classes is not.",
    )


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("customers/models/x.py", "from customers.actions import add_person"),
        ("customers/actions/x.py", "from django.http import Http404"),
        ("sales/actions.py", "import followups.forms"),
        ("sales/views.py", "def f():\n    from sales.tasks import tick"),
    ],
)
def test_a_wrong_room_is_found(name, line):
    assert len(wrong_imports(name, ast.parse(line))) == 1


@pytest.mark.parametrize(
    "line", ["from django.db import models", "from kit import clock", "from customers.models import Touch"]
)
def test_an_impure_line_is_found(line):
    assert len(impurities("customers/ladder.py", ast.parse(line))) == 1


def test_the_lists_know_only_files_that_stand():
    standing = {name for name, _ in sources()}
    check(
        [
            f"tests/architecture/rooms.py: {name} is gone; take its line out"
            for name in {*ALONE, *DECIDING} - standing
        ],
        "a list of exceptions that outlives them excuses the next one silently.",
    )
    assert DOORS & set(ROOMS)
