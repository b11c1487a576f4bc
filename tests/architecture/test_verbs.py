"""Verbs: keywords and the actor, one transaction each, exported by their app."""

import ast

from tests.architecture.test_rooms import room_of
from tests.architecture.tree import calls, check, dotted, sources

TOLD = ("note_", "recount_")  # facts told in the caller's transaction, under the caller's event

# Verbs that go through many rows in batches, each batch a transaction of its own.
IN_BATCHES = {
    "apologise_in_time",
    "show_again",
    "check_zones",
    "expire_old",
    "follow_up_enrolments",
    "plan_ahead",
    "plan_anew",
    "learn_usual_intervals",
    "run_due_standing_orders",
    "sweep_requests",
    "remind_owners",
    "count_anew",
    "judge_flags",
    "measure_retention",
    "measure_retentions",
}

# What goes over a line and leaves no row: no letter is handed over inside a transaction.
OVER_THE_LINE = {"send_test"}


def verb_folders() -> set[str]:
    """The folders of verbs inside an app's actions, by which doors may know them."""
    packages = {path for path, _ in sources() if "/actions/" in path and path.endswith("/__init__.py")}
    return {path.split("/")[-2] for path in packages} - {"actions"}


def exported_verbs() -> set[str]:
    """What the doors may call: the names in __all__ of each app's actions, and of folders among them."""
    found = {
        name.value
        for path, tree in sources()
        if "/actions/" in path and path.endswith("/__init__.py")
        for node in tree.body
        if isinstance(node, ast.Assign) and dotted(node.targets[0]) == "__all__"
        for name in node.value.elts
    }
    assert {"add_person", "log_touch", "place_order"} <= found, "the sweep looks in the wrong place"
    return found


def verbs_of(tree: ast.Module, exported: set[str]) -> list[ast.FunctionDef]:
    """The exported functions of a file of actions that change something by themselves."""
    return [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name in exported and not node.name.startswith(TOLD)
    ]


def misshapen(name: str, verbs: list[ast.FunctionDef]) -> list[str]:
    return [
        f"{name}:{verb.lineno}: {verb.name} lacks `*` or `by`; write verb_noun(*, row, by, ...)"
        for verb in verbs
        if verb.args.args or "by" not in {argument.arg for argument in verb.args.kwonlyargs}
    ]


def torn(name: str, verbs: list[ast.FunctionDef], exported: set[str]) -> list[str]:
    """Verbs that neither are a transaction nor leave the work to another verb."""
    return [
        f"{name}:{verb.lineno}: {verb.name} is no transaction; put @transaction.atomic above it"
        for verb in verbs
        if verb.name not in IN_BATCHES | OVER_THE_LINE
        and "transaction.atomic" not in ast.unparse(verb)
        and not {called for called, _ in calls(verb)} & exported
    ]


def _actions():
    exported = exported_verbs()
    for path, tree in sources():
        if room_of(path.removesuffix(".py").replace("/", ".")) == "actions":
            yield path, verbs_of(tree, exported), exported


def test_verbs_take_keywords_and_the_actor():
    check(
        [wrong for path, verbs, _ in _actions() for wrong in misshapen(path, verbs)],
        "a call reads like a sentence, and every change knows who made it.",
    )


def test_a_verb_is_one_transaction():
    check(
        [wrong for path, verbs, exported in _actions() for wrong in torn(path, verbs, exported)],
        "a row without its event, or an order without its thank-you, must not be possible.",
    )


def test_the_names_of_batches_are_verbs():
    assert exported_verbs() >= IN_BATCHES | OVER_THE_LINE
    assert "playbooks" in verb_folders()


def test_a_wrong_verb_is_found():
    verbs = ast.parse("def add_person(owner): pass\ndef log_touch(*, person, by): pass").body
    assert len(misshapen("customers/actions/people.py", verbs)) == 1
    assert len(torn("customers/actions/people.py", verbs, {"add_person", "log_touch"})) == 2
    whole = ast.parse("@transaction.atomic\ndef add_person(*, owner, by): pass").body
    assert torn("customers/actions/people.py", whole, {"add_person"}) == []
