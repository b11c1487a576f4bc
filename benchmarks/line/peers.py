"""The same line in django-treebeard, django-mptt and django-tree-queries, asked as their pages say.

None of them is a requirement of the product; what is not installed is not measured.
"""

import sys
from collections.abc import Callable
from importlib.util import find_spec

from django.db import connection, models
from django.db.models import Sum

from benchmarks.line.taking import SUMMED, in_turn, milliseconds
from benchmarks.line.tree import landmarks
from kit.bulk import batches
from reports.team_report import this_month
from team.figures import months_back
from team.models import Company, OwnMonth

WRITTEN = 5_000


def measure(rounds: int) -> dict:
    """Return what each package took, by its name; None for one that is not here."""
    company = Company.objects.get()
    people = list(
        company.distributors.order_by("path").values_list("pk", "sponsor_id", "path", "depth", "next_child")
    )
    nodes = {name: node.pk for name, node in landmarks(company).items()}
    found = {}
    for name, module, make in (
        ("django-treebeard", "treebeard", _treebeard),
        ("django-mptt", "mptt", _mptt),
        ("django-tree-queries", "tree_queries", _tree_queries),
    ):
        found[name] = _measured(name, make(people), nodes, rounds, company) if find_spec(module) else None
    return found


class Peer:
    """How a package is asked: who stands below, who joins and who moves."""

    def __init__(self, model, below: Callable, join: Callable, move: Callable):
        self.model, self.below, self.join, self.move = model, below, join, move

    def get(self, pk: int):
        return self.model.objects.get(pk=pk)

    def total(self, pk: int, months: list[int]) -> dict:
        ids = self.below(self.get(pk)).values("pk")
        rows = OwnMonth.objects.filter(month__in=months, person__in=ids)
        return rows.aggregate(**{name: Sum(name) for name in SUMMED})

    def legs(self, pk: int, month: int) -> list[dict]:
        """One after another, as none of them sums up by leg."""
        return [self.total(leg.pk, [month]) for leg in self.children(pk)]

    def children(self, pk: int) -> list:
        node = self.get(pk)
        children = node.get_children() if hasattr(node, "get_children") else node.children.all()
        return list(children[:50])


def _measured(name: str, peer: Peer, nodes: dict, rounds: int, company: Company) -> dict:
    print(f"Asking {name}.", file=sys.stderr)
    month = this_month(company)
    six = months_back(month, 6)
    calls = {"below?": lambda: peer.below(peer.get(nodes["node"])).filter(pk=nodes["leaf"]).exists()}
    for where in ("root", "node", "leaf"):
        pk = nodes[where]
        calls[f"month, {where}"] = lambda pk=pk: peer.total(pk, [month])
        calls[f"six months, {where}"] = lambda pk=pk: peer.total(pk, six)
        calls[f"legs, {where}"] = lambda pk=pk: peer.legs(pk, month)
        calls[f"expansion, {where}"] = lambda pk=pk: peer.children(pk)
    found = {"ms": in_turn(calls, rounds, warm=1), "six": list(peer.total(nodes["root"], six).values())}
    found["enrol"] = milliseconds(lambda: peer.join(peer.get(nodes["leaf"])))
    root = nodes["root"]
    for what in ("branch", "half"):
        found[f"move, {what}"] = milliseconds(
            lambda what=what: peer.move(peer.get(nodes[what]), peer.get(root))
        )
    return found


def _make(model, rows) -> None:
    with connection.schema_editor() as schema:
        schema.create_model(model)
    for some in batches(rows, WRITTEN):
        model.objects.bulk_create(some)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{model._meta.db_table}', 'id'), "
                f"(SELECT max(id) FROM {model._meta.db_table}))"
            )


def _treebeard(people: list) -> Peer:
    from treebeard.mp_tree import MP_Node

    class Beard(MP_Node):
        name = models.CharField(max_length=20, default="")
        path = models.CharField(max_length=900, unique=True)

        class Meta:
            app_label = "peers"

    numbers, paths, given = {}, {}, {}
    for pk, sponsor, *_rest in people:
        given[sponsor] = numbers[pk] = given.get(sponsor, 0) + 1
        paths[pk] = Beard._get_path(paths.get(sponsor, ""), len(paths.get(sponsor, "")) // 4 + 1, numbers[pk])
    _make(
        Beard,
        (
            Beard(id=pk, path=paths[pk], depth=depth + 1, numchild=children)
            for pk, _sponsor, _path, depth, children in people
        ),
    )
    return Peer(
        Beard,
        below=lambda node: Beard.get_tree(node),
        join=lambda node: node.add_child(name="Newcomer"),
        move=lambda node, to: node.move(to, "last-child"),
    )


def _mptt(people: list) -> Peer:
    from mptt.models import MPTTModel, TreeForeignKey

    class Preordered(MPTTModel):
        name = models.CharField(max_length=20, default="")
        parent = TreeForeignKey("self", null=True, on_delete=models.CASCADE, related_name="children")

        class Meta:
            app_label = "peers"

    left, right, clock, open_ones = {}, {}, 0, []
    for pk, _sponsor, path, *_rest in people:
        while open_ones and not path.startswith(open_ones[-1][1]):
            clock += 1
            right[open_ones.pop()[0]] = clock
        clock += 1
        left[pk] = clock
        open_ones.append((pk, path))
    for pk, _path in reversed(open_ones):
        clock += 1
        right[pk] = clock
    _make(
        Preordered,
        (
            Preordered(id=pk, parent_id=sponsor, lft=left[pk], rght=right[pk], tree_id=1, level=depth)
            for pk, sponsor, _path, depth, _children in people
        ),
    )
    return Peer(
        Preordered,
        below=lambda node: node.get_descendants(include_self=True),
        join=lambda node: Preordered.objects.create(name="Newcomer", parent=node),
        move=lambda node, to: node.move_to(to, "last-child"),
    )


def _tree_queries(people: list) -> Peer:
    from tree_queries.models import TreeNode

    class Adjacent(TreeNode):
        name = models.CharField(max_length=20, default="")

        class Meta:
            app_label = "peers"

    _make(Adjacent, (Adjacent(id=pk, parent_id=sponsor) for pk, sponsor, *_rest in people))

    def move(node, to):
        node.parent = to
        node.save()

    return Peer(
        Adjacent,
        below=lambda node: Adjacent.objects.descendants(node, include_self=True),
        join=lambda node: Adjacent.objects.create(name="Newcomer", parent=node),
        move=move,
    )
