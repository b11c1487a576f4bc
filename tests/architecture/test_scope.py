"""Permission is a queryset, a reading page writes nothing, and bulk writes stay where events are written."""

import ast

import pytest

from tests.architecture.test_rooms import room_of
from tests.architecture.test_verbs import exported_verbs, verb_folders
from tests.architecture.tree import calls, check, dotted, sources

SCOPES = {"visible_to", "editable_by", "none"}
AUDITED = {"Customer", "Order", "Task", "LadderStep", "Touch", "Message", "Consent"}
BULK = {"update", "bulk_create", "bulk_update", "delete"}
GUARDS = {"require_POST", "require_http_methods"}

# Scopes by another name, each with its reason.
OTHER_SCOPES = {
    "Customer.objects.restorable_by": "one's own people with the deleted ones, to bring one back",
    "Event.objects.about": "the events of a person found by visible_to, on the person page",
    "Playbook.objects.shared_with": "what leaders above the viewer share with their line",
    "Distributor.objects.below": "the line below the viewer: whether there is anybody to share with",
}
# Where audited rows may be written in bulk: rooms, and files with their reason.
BULK_ROOMS = {"actions", "delivery"}
BULK_FILES = {
    "mlmcrm/demo": "makes a world that never was; it writes the events itself",
}


def _room(name: str) -> str:
    return room_of(name.removesuffix(".py").replace("/", "."))


def unscoped_reads(name: str, tree: ast.AST) -> list[str]:
    """Doors that start from a model instead of from what the viewer may see."""
    if _room(name) not in ("views", "forms", "api"):
        return []
    found = list(calls(tree))
    scoped = {_start(node) for called, node in found if called.rpartition(".")[2] in SCOPES}
    return [
        f"{name}:{node.lineno}: {ast.unparse(node)[:60]}; start from objects.visible_to(viewer)"
        for called, node in found
        if _start(node) not in scoped and _is_unscoped(called, node)
    ]


def _start(node: ast.Call) -> tuple[int, int]:
    """Where the chain of calls begins: all its links begin there."""
    return node.lineno, node.col_offset


def _is_unscoped(called: str, node: ast.Call) -> bool:
    if called.rpartition(".")[0].endswith(".objects"):
        return called not in OTHER_SCOPES
    first = dotted(node.args[0]) if called in ("get_object_or_404", "get_list_or_404") else ""
    return "objects" not in first and first[:1].isupper()


def bulk_writes(name: str, tree: ast.AST) -> list[str]:
    if _room(name) in BULK_ROOMS or name.startswith(tuple(BULK_FILES)):
        return []
    return [
        f"{name}:{node.lineno}: {called}; move it to actions.py, which writes the events too"
        for called, node in calls(tree)
        if called.split(".")[0] in AUDITED and ".objects" in called and called.split(".")[-1] in BULK
    ]


def writing_views(name: str, tree: ast.Module) -> list[str]:
    """Public functions of views that reach an action without asking for the method first."""
    if _room(name) != "views":
        return []
    verbs = _verbs(tree)
    steps = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    return [
        f"{name}:{view.lineno}: {view.name} can write on GET; decorate it with require_POST, or ask request.method"
        for view in steps.values()
        if not view.name.startswith("_") and _writes(view, verbs, steps, set())
    ]


def _verbs(tree: ast.Module) -> set[str]:
    """Names under which exported actions, or a whole actions module, are known in this file."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
        if alias.name == "actions"
        or ("actions" in node.module.split(".") and alias.name in exported_verbs() | verb_folders())
    }


def _writes(view, verbs: set[str], steps: dict, seen: set[str]) -> bool:
    if _is_guarded(view) or view.name in seen:
        return False
    seen.add(view.name)
    called = {name.split(".")[0] for name, _ in calls(view)}
    return bool(called & verbs) or any(
        _writes(steps[step], verbs, steps, seen) for step in called & set(steps)
    )


def _is_guarded(view: ast.FunctionDef) -> bool:
    decorators = {
        dotted(node.func if isinstance(node, ast.Call) else node).split(".")[-1]
        for node in view.decorator_list
    }
    asks = any(dotted(node) == "request.method" for node in ast.walk(view))
    return asks or bool(decorators & GUARDS)


def _sweep(rule) -> list[str]:
    assert any(_room(name) == "views" for name, _ in sources()), "the sweep looks in the wrong place"
    return [wrong for name, tree in sources() for wrong in rule(name, tree)]


def test_doors_start_from_what_the_viewer_may_see():
    check(_sweep(unscoped_reads), "an id in an address is a guess; only the queryset knows whose row it is.")


def test_audited_rows_are_written_where_events_are():
    check(
        _sweep(bulk_writes),
        "a bulk write sends no signals: outside an action nobody would write down who did it.",
    )


def test_reading_pages_write_nothing():
    check(_sweep(writing_views), "browsers, mail scanners and previews open addresses on their own.")


@pytest.mark.parametrize(
    "line",
    ["Customer.objects.get(pk=pk)", "get_object_or_404(Customer, pk=pk)", "Order.objects.filter(owner=x)"],
)
def test_an_unscoped_read_is_found(line):
    assert len(unscoped_reads("customers/views.py", ast.parse(line))) == 1


@pytest.mark.parametrize(
    "verbs", ["visible_to(request.user)", "select_related('owner').visible_to(request.user)"]
)
def test_a_scoped_read_passes(verbs):
    line = f"get_object_or_404(Customer.objects.{verbs}, pk=pk)"
    assert unscoped_reads("customers/views.py", ast.parse(line)) == []


def test_a_bulk_write_outside_an_action_is_found():
    line = ast.parse("Customer.objects.filter(rung=1).update(rung=2)")
    assert len(bulk_writes("mlmcrm/today.py", line)) == 1
    assert bulk_writes("customers/actions/facts.py", line) == []


def test_a_view_that_writes_on_get_is_found():
    known = "from customers.actions import add_person\n"
    plain = "def page(request):\n    return _step()\ndef _step():\n    add_person()\n"
    guarded = "@require_POST\ndef page(request):\n    add_person()\n"
    assert len(writing_views("customers/views.py", ast.parse(known + plain))) == 1
    assert writing_views("customers/views.py", ast.parse(known + guarded)) == []
