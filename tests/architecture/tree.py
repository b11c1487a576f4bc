"""Reads the project's own source for the house rules: files, syntax trees, imports, complaints."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STREET = ("kit", "team", "customers", "followups", "appointments", "sales", "reports", "mlmcrm")
ASIDE = ("tests", "bin", "benchmarks", "examples")  # may import everything, nobody imports them
SKIPPED = {".git", ".venv", "data", "staticfiles", "node_modules", "__pycache__", "test-results"}


def apps() -> tuple[str, ...]:
    """The apps of the street that stand already, left to right."""
    found = tuple(app for app in STREET if (ROOT / app).is_dir())
    assert {"kit", "team", "customers", "mlmcrm"} <= set(found), "the sweep looks in the wrong place"
    return found


def files(*folders: str, suffixes: tuple[str, ...] = (".py",)) -> list[Path]:
    """All files of these folders (or of the whole project) with these endings, in order."""
    starts = [ROOT / folder for folder in folders] if folders else [ROOT]
    found = sorted(
        path
        for start in starts
        for path in start.rglob("*")
        if path.suffix in suffixes and path.is_file() and not _is_skipped(path)
    )
    assert found, f"no file with {suffixes} in {folders}: the sweep looks in the wrong place"
    return found


def product_files() -> list[Path]:
    """The Python files of all apps, without migrations."""
    return [path for path in files(*apps()) if "migrations" not in path.parts]


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def sources() -> Iterator[tuple[str, ast.Module]]:
    """Each product file as its relative name and its syntax tree."""
    for path in product_files():
        yield relative(path), parsed(path)


def imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Each imported name in full ("team.models.Company") with its line, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Each call with the dotted name of what is called; "()" stands for a call in between."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield dotted(node.func), node


def dotted(node: ast.AST) -> str:
    """Write a chain as text: Customer.objects.filter().update."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return f"{dotted(node.func)}()"
    if isinstance(node, ast.Subscript):
        return f"{dotted(node.value)}[]"
    return "?"


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def check(complaints: list[str], reason: str) -> None:
    """Fail with every complaint ("file:line: what; where it belongs instead") and the reason."""
    assert not complaints, "\n" + "\n".join(sorted(complaints)) + f"\nWhy: {reason}"


def _is_skipped(path: Path) -> bool:
    inside = path.relative_to(ROOT).parts
    return any(part in SKIPPED or (part.startswith(".") and part != ".ci") for part in inside[:-1])
