"""Documents are true to the tree: addresses lead somewhere, paths stand, settings are the real ones."""

import ast
import re

import pytest

from tests.architecture.tree import ROOT, apps, calls, check, files, parsed, product_files, relative

LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
QUOTED = re.compile(r"`([\w./-]+/[\w./-]*|[\w-]+\.(?:py|md|toml|yml|txt))`")
VARIABLE = re.compile(r"`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)`")
DECISION = ("Context", "Decision", "Consequences", "Left out")


def pages():
    return [*ROOT.glob("*.md"), *files("docs", suffixes=(".md",))]


def variables() -> dict[str, str]:
    """Each variable of the environment that the product reads, with where."""
    found = {}
    for path in product_files():
        for called, node in calls(parsed(path)):
            owner = called.rpartition(".")[0]
            reads = owner == "env" or called in ("os.environ.get", "os.getenv")
            if (
                reads
                and node.args
                and isinstance(node.args[0], ast.Constant)
                and node.args[0].value.isupper()
            ):
                found[node.args[0].value] = f"{relative(path)}:{node.lineno}"
    assert {"DATABASE_URL", "REDIS_URL", "SITE_URL"} <= set(found), "the sweep looks in the wrong place"
    return found


INTERNAL = {"DJANGO_SETTINGS_MODULE": "Django's own", "KEPT_DATA": "what bin/run --data says"}


def test_every_variable_is_written_down():
    documented = set(VARIABLE.findall((ROOT / "docs/running.md").read_text("utf-8")))
    check(
        [
            f"{place}: {name} is not in docs/running.md; say what it does and what its absence means"
            for name, place in variables().items()
            if name not in documented and name not in INTERNAL
        ],
        "an operator finds a setting only where it is written down.",
    )


def test_every_variable_written_down_exists():
    read = set(variables())
    table = re.findall(r"^\|\s*`([A-Z][A-Z0-9_]+)`", (ROOT / "docs/running.md").read_text("utf-8"), re.M)
    assert table, "docs/running.md has no table of variables"
    check(
        [f"docs/running.md: {name} is read nowhere; take it out" for name in table if name not in read],
        "a setting without effect costs an operator an evening.",
    )


def test_links_lead_somewhere():
    links = [(page, link) for page in pages() for link in LINK.findall(page.read_text("utf-8"))]
    assert links, "the sweep looks in the wrong place"
    check(
        [
            f"{relative(page)}: {link} leads nowhere"
            for page, link in links
            if not (page.parent / link).exists()
        ],
        "a reader who meets one dead link trusts none.",
    )


@pytest.mark.parametrize("document", ["docs/tour.md", "README.md", "CONTRIBUTING.md"])
def test_paths_that_are_named_stand(document):
    named = QUOTED.findall((ROOT / document).read_text("utf-8"))
    assert named, f"{document} names no path"
    check(
        [
            f"{document}: {path} does not stand"
            for path in named
            if not path.startswith("/") and not _stands(path)
        ],
        "a tour of a house that was rebuilt leads into walls.",
    )


def test_the_tour_is_short_and_names_every_house():
    tour = (ROOT / "docs/tour.md").read_text("utf-8")
    assert len(tour.splitlines()) <= 120, "a tour is walked in one go"
    check(
        [f"docs/tour.md: {app}/ is missing" for app in apps() if f"`{app}/`" not in tour],
        "newcomers start here.",
    )


def test_decisions_have_their_parts():
    found = files("docs/decisions", suffixes=(".md",))
    check(
        [
            f"{relative(page)}: has no heading {part}"
            for page in found
            if re.match(r"\d{4}-", page.name)
            for part in DECISION
            if f"## {part}" not in page.read_text("utf-8")
        ],
        "who wants to change a decision must know what it was weighed against.",
    )


def _stands(path: str) -> bool:
    """A path from the root, or a file or folder of that name in some app, also grown to a folder."""
    places = [path, f"*/{path.rstrip('/')}", f"*/{path.removesuffix('.py')}/"]
    return path in GENERATED or any(next(ROOT.glob(place), None) for place in places)


GENERATED = {"data/", ".venv/"}
