"""The street: an app imports itself and the apps to its left."""

import ast
import re

import pytest

from tests.architecture.tree import ASIDE, ROOT, STREET, apps, check, files, imports, relative, sources

WHY = (
    "what stands on the left must live without what stands on the right: call leftwards, announce rightwards."
)
DOTTED = re.compile(rf"({'|'.join(STREET)})(\.\w+)+")
USED = re.compile(r"""{%\s*(?:include|extends)\s+["'](\w+)/""")
PLACES = {app: number for number, app in enumerate(STREET)}


def wrong_imports(name: str, tree: ast.AST) -> list[str]:
    """Imports, and names of modules or models in strings, that lead to the right or aside."""
    app = name.split("/")[0]
    found = [*imports(tree), *_named_in_strings(tree)]
    return [
        f"{name}:{line}: {app} reaches for {target}; move the caller to the right, "
        "or let a signal of announcements.py tell it"
        for target, line in found
        if _is_wrong(app, target.split(".")[0])
    ]


def _is_wrong(app: str, target: str) -> bool:
    return target in ASIDE or PLACES.get(target, -1) > PLACES[app]


def _named_in_strings(tree: ast.AST):
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and DOTTED.fullmatch(node.value):
            yield node.value, node.lineno


def test_apps_import_only_to_the_left():
    check([wrong for name, tree in sources() for wrong in wrong_imports(name, tree)], WHY)


def test_templates_include_only_to_the_left():
    complaints = []
    for path in files("templates", suffixes=(".html", ".txt")):
        app = relative(path).split("/")[1]
        for target in USED.findall(path.read_text(encoding="utf-8")):
            if app in PLACES and PLACES.get(target, -1) > PLACES[app]:
                complaints.append(
                    f"{relative(path)}: uses a template of {target}; pass it in from a page of mlmcrm"
                )
    check(complaints, WHY)


def test_no_app_but_those_of_the_street():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    strangers = packages - set(STREET) - set(ASIDE)
    check(
        [f"{name}/: a new top-level package; find its house on the street" for name in strangers],
        "every new house makes every other harder to find; it needs a page in docs/decisions/.",
    )
    assert set(apps()) <= packages


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("kit/clock.py", "from team.models import Company"),
        ("customers/actions.py", "def f():\n    import sales.actions"),
        ("followups/undo.py", "apps.get_model('sales.Order')"),
        ("team/x.py", "import_module('reports.fit')"),
        ("customers/models/x.py", "ForeignKey('followups.Task')"),
        ("sales/views.py", "from tests.conftest import ben"),
    ],
)
def test_a_wrong_import_is_found(name, line):
    assert len(wrong_imports(name, ast.parse(line))) == 1


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("sales/actions.py", "from followups.actions import owe_for_order"),
        ("mlmcrm/urls.py", "path('', include('sales.urls'))"),
        ("kit/x.py", "KIND = 'order.placed'"),
    ],
)
def test_a_right_import_passes(name, line):
    assert wrong_imports(name, ast.parse(line)) == []
