"""What questions to a line and changes of it take: medians in milliseconds, each question in turn with its floor."""

import gc
import time
from collections.abc import Callable
from statistics import median

from django.db import connection

from benchmarks.line.tree import WORKER, landmarks
from kit import events
from reports.team_report import Report, legs_of, months_of, standing_of, this_month
from team.actions import enrol_distributor, fold, move_distributor
from team.figures import MONTHLY_NAMES, months_back
from team.models import Company, Distributor, LineMonth, LineStanding, ToldMonth

FOLDS, REPEATS = (1, 100, 500), 3
SUMMED = ("orders", "buyers", "sales", "volume", "active")  # what other packages add up, who count it anew


def measure(rounds: int) -> dict:
    """Return what each took, and how large the parts were that were asked for."""
    company = Company.objects.get()
    nodes = landmarks(company)
    sizes = {name: LineStanding.objects.get(person=node).members for name, node in nodes.items()}
    found = {"vendor": connection.vendor, "sizes": sizes}
    found["ms"] = in_turn(_questions(company, nodes), rounds)
    found["fold"] = {number: _fold(company, number) for number in FOLDS}
    found["enrol"] = _enrol(company, nodes, rounds)
    found["moves"] = _moves(company, nodes)
    months = months_of(LineMonth, [nodes["root"].pk], months_back(this_month(company), 6))
    rows = months[nodes["root"].pk].values()
    found["six"] = [sum(row[name] for row in rows) for name in SUMMED]
    return found


def _questions(company: Company, nodes: dict[str, Distributor]) -> dict[str, Callable]:
    month, root = this_month(company), nodes["root"]
    six = months_back(month, 6)
    last = company.distributors.order_by("-pk").values_list("pk", flat=True)[0]
    row = LineMonth.objects.filter(person=root, month=month).values_list(*MONTHLY_NAMES)
    calls = {
        "row": row.get,
        "row, SQL": raw(row),
        "fifty rows": lambda: list(company.distributors.order_by("path")[:50]),
        "person": lambda: Distributor.objects.get(pk=last),
        "below?": lambda: Distributor.objects.visible_to(root).get(pk=last),
    }
    for name in ("root", "node", "leaf"):
        node = nodes[name]
        one = LineMonth.objects.filter(person=node, month=month).values_list(*MONTHLY_NAMES)
        some = LineMonth.objects.filter(person=node, month__in=six).values_list("month", *MONTHLY_NAMES)
        calls |= {
            f"month, SQL, {name}": raw(one),
            f"six months, SQL, {name}": raw(some),
            f"month, {name}": lambda node=node: months_of(LineMonth, [node.pk], [month]),
            f"six months, {name}": lambda node=node: months_of(LineMonth, [node.pk], six),
            f"standing, {name}": lambda node=node: standing_of(LineStanding, [node.pk]),
            f"report, {name}": lambda node=node: Report.of(root, node),
            f"legs, {name}": lambda node=node: legs_of(root, node),
        }
    return calls


def raw(rows) -> Callable:
    """The statement of a queryset, sent as it is: what the database takes, without objects around it."""
    sql, parameters = rows.query.sql_with_params()

    def ask():
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall()

    return ask


def in_turn(calls: dict[str, Callable], rounds: int, warm: int = 2) -> dict[str, float]:
    """The medians of calls that are made in turn, so that what disturbs the machine disturbs all of them."""
    took = {name: [] for name in calls}
    gc.disable()
    for number in range(rounds + warm):
        for name, call in calls.items():
            one = milliseconds(call)
            if number >= warm:  # the first ones open what stays open
                took[name].append(one)
    gc.enable()
    return {name: median(times) for name, times in took.items()}


def milliseconds(call: Callable) -> float:
    begun = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - begun)


def _fold(company: Company, number: int) -> float:
    """People anywhere in the line did something this month, which their files tell."""
    return median(_one_fold(company, number, turn) for turn in range(REPEATS))


def _one_fold(company: Company, number: int, turn: int) -> float:
    month, step = this_month(company), max(1, company.distributors.count() // number)
    people = list(company.distributors.order_by("pk")[turn : number * step : step][:number])
    done = {"orders": turn + 9, "buyers": 3, "sales": 1_000 + turn, "volume": 700 + turn}
    told = [ToldMonth(person=one, month=month, figures=done) for one in people]
    ToldMonth.objects.bulk_create(
        told, 500, update_conflicts=True, unique_fields=["person", "month"], update_fields=["figures"]
    )
    changes = [events.Change("settings.changed", one, before={}, after={}) for one in people]
    events.record_many(changes, by=WORKER)
    took = milliseconds(lambda: fold(company=company, by=WORKER))
    assert fold(company=company, by=WORKER) == 0
    return took


def _enrol(company: Company, nodes: dict, rounds: int) -> float:
    """Of people without a sign-in, each below somebody else."""
    sponsors = list(Distributor.objects.below(nodes["node"]).order_by("pk")[: max(3, rounds)])
    times = [
        milliseconds(
            lambda one=one: enrol_distributor(company=company, sponsor=one, by=WORKER, name="Newcomer")
        )
        for one in sponsors
    ]
    while fold(company=company, by=WORKER):
        pass
    return median(times)


def _moves(company: Company, nodes: dict) -> dict[str, float]:
    """Of one, of a hundredth and of half of the line, there and back; with all figures."""
    found = {}
    for name in ("leaf", "branch", "half"):
        row = Distributor.objects.get(pk=nodes[name].pk)
        others = company.distributors.exclude(path__startswith=row.path).exclude(pk=row.sponsor_id)
        to, back = others.order_by("-pk")[0], Distributor.objects.get(pk=row.sponsor_id)
        found[name] = median(
            milliseconds(lambda row=row, to=to: move_distributor(distributor=row, sponsor=to, by=WORKER))
            for to in (to, back) * (1 if name == "half" else REPEATS)
        )
        found[f"{name}, people"] = company.distributors.filter(
            path__startswith=Distributor.objects.get(pk=row.pk).path
        ).count()
    while fold(company=company, by=WORKER):
        pass
    return found
