"""The hard limits of size; bin/size prints how far below them the project stays."""

from tests.architecture.tree import check, files, functions, parsed, relative

FUNCTION, FILE, TEMPLATE = 60, 500, 200
WHY = "what does not fit on a screen is not read before it is changed."


def test_functions_stay_under_the_limit():
    found = [(path, function) for path in files() for function in functions(parsed(path))]
    assert len(found) > 100, "the sweep looks in the wrong place"
    check(
        [
            f"{relative(path)}:{function.lineno}: {function.name} has {length} lines, at most {FUNCTION}; "
            "name its steps as functions below it"
            for path, function in found
            if (length := function.end_lineno - function.lineno + 1) > FUNCTION
        ],
        WHY,
    )


def test_files_stay_under_the_limit():
    check(
        _longer_than(FILE, files(suffixes=(".py", ".css", ".js")), "make it a folder of the same name"), WHY
    )


def test_templates_stay_under_the_limit():
    check(_longer_than(TEMPLATE, files(suffixes=(".html", ".txt")), "include its parts as _fragments"), WHY)


def _longer_than(limit: int, paths, instead: str) -> list[str]:
    return [
        f"{relative(path)}:{limit + 1}: {length} lines, at most {limit}; {instead}"
        for path in paths
        if not _is_made(path) and (length := len(path.read_text(encoding="utf-8").splitlines())) > limit
    ]


def _is_made(path) -> bool:
    """Lock files and migrations are written by programs."""
    return "migrations" in path.parts or path.name.startswith("requirements")
