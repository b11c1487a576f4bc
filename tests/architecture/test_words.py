"""Texts in Python that a person reads go through gettext, like those in templates."""

import ast

import pytest

from tests.architecture.tree import calls, check, sources

SAID = {"toast": 1, "add_error": 1, "ValidationError": 0}  # which argument is read by a person
NAMED = {"label", "help_text", "verbose_name", "verbose_name_plural", "empty_label"}


def errors_for_people() -> set[str]:
    """Names of the classes that carry a sentence for the person: Refused and all that derive from it."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for _, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found = {"Refused"}
    while more := {name for name, above in bases.items() if above & found} - found:
        found |= more
    assert len(found) > 4, "the sweep looks in the wrong place"
    return found


def bare_texts(name: str, tree: ast.AST, errors: set[str]) -> list[str]:
    found = []
    for called, node in calls(tree):
        verb = called.split(".")[-1]
        place = 0 if verb in errors else SAID.get(verb)
        if place is not None and len(node.args) > place:
            found.append(node.args[place])
        found += [keyword.value for keyword in node.keywords if keyword.arg in NAMED]
    return [
        f"{name}:{text.lineno}: {ast.unparse(text)[:60]} is bare; put it in _()"
        for text in found
        if _is_bare(text)
    ]


def _is_bare(node: ast.AST) -> bool:
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return any(sign.isalpha() for text in texts for sign in text)


def test_texts_for_people_can_be_translated():
    errors = errors_for_people()
    check(
        [wrong for name, tree in sources() for wrong in bare_texts(name, tree, errors)],
        "a text outside gettext stays English for everybody for ever.",
    )


@pytest.mark.parametrize(
    "line",
    [
        "raise Refused('No')",
        "toast(request, f'Done {x}')",
        "form.add_error('name', 'No')",
        "Field(label='Name')",
    ],
)
def test_a_bare_text_is_found(line):
    assert len(bare_texts("x", ast.parse(line), {"Refused"})) == 1


def test_a_translated_text_passes():
    assert bare_texts("x", ast.parse("raise Refused(_('No') % {'x': y}, field='name')"), {"Refused"}) == []
