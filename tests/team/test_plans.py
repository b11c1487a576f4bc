"""The databases answer by an index what is asked of a line, whatever stands below: their own plans say so."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.line.tree import WORKER, landmarks, write
from kit.events import Change, record_many
from kit.models import Event
from reports.team_report import KEPT, Report, legs_of, months_of, standing_of, this_month
from team.figures import months_back
from team.models import Company, Distributor, LineMonth, LineStanding

PEOPLE = 3_000  # so many that reading all of them takes longer than an index
WRITTEN = (
    "team_toldmonth", "team_ownmonth", "team_linemonth", "team_ownstanding", "team_linestanding", "kit_event",
    "account_emailaddress", "team_agreement", "team_distributor", "team_company",
)  # fmt: skip
# What is read from end to end, in the words of each database.
WALKS = {
    "sqlite": re.compile(r"^SCAN (?:team_\w+|kit_event|[A-Z]\d|below)\b"),
    "postgresql": re.compile(r"Seq Scan on (?:team_\w+|kit_event)\b"),
}

SMALL = ("team_company", "event_uncounted")  # a table of one company; an index that holds what waits alone

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def line(django_db_setup, django_db_blocker):
    """Written once, with what the planner knows of it, and gone after these tests."""
    with django_db_blocker.unblock():
        write(PEOPLE)
        _let_events_be_there()
        yield
        with connection.cursor() as cursor:
            for table in WRITTEN:
                cursor.execute(f"DELETE FROM {table}")


def _let_events_be_there():
    """Three of everybody, of which few wait to be counted."""
    people = list(Distributor.objects.all())
    changes = [Change("settings.changed", one, before={}, after={}) for one in people * 3]
    record_many(changes, by=WORKER)
    last = Event.objects.order_by("-id").values_list("id", flat=True)[20]
    Event.objects.filter(id__lt=last).mark_counted()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("REINDEX TABLE kit_event")  # what other tests left in it is no part of a plan
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


@pytest.fixture
def nodes(line) -> dict[str, Distributor]:
    return landmarks(Company.objects.get())


def plan_of(read) -> list[str]:
    """The plans of all that a reading asks, line by line."""
    with CaptureQueriesContext(connection) as queries:
        read()
    asked = [query["sql"] for query in queries if query["sql"].lstrip().startswith(("SELECT", "WITH"))]
    assert asked
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    lines = []
    with connection.cursor() as cursor:
        for sql in asked:
            cursor.execute(explain + sql)
            lines += [str(row[-1]).strip() for row in cursor.fetchall()]
    return lines


def walked(plan: list[str]) -> list[str]:
    found = [line for line in plan if WALKS[connection.vendor].search(line)]
    return [line for line in found if not any(name in line for name in SMALL)]


def indexes(plan: list[str]) -> set[str]:
    """The indexes that are used, by their names."""
    named = re.findall(r"(?:USING (?:COVERING )?INDEX|using|Index Scan on) (\w+)", "\n".join(plan))
    keyed = [
        f"{table}_pkey" for table in re.findall(r"SEARCH (\w+) USING INTEGER PRIMARY KEY", "\n".join(plan))
    ]
    return {re.sub(r"sqlite_autoindex_(\w+)_\d+", r"\1_pkey", name) for name in (*named, *keyed)}


def by_other_ways(plan: list[str], table: str) -> set[str]:
    """Indexes that are neither the table's key nor that of its person, by which its key begins."""
    found = indexes(plan)
    assert found, plan
    return {name for name in found if not name.startswith((f"{table}_pkey", f"{table}_person_id_"))}


@pytest.mark.parametrize("name", ["root", "node", "leaf"])
def test_totals_are_found_by_their_keys(nodes, name):
    company, node = Company.objects.get(), nodes[name]
    for number in (1, 6, KEPT):
        months = months_back(this_month(company), number)
        plan = plan_of(lambda months=months: months_of(LineMonth, [node.pk], months))
        assert (walked(plan), by_other_ways(plan, "team_linemonth")) == ([], set())
    plan = plan_of(lambda: standing_of(LineStanding, [node.pk]))
    assert (walked(plan), by_other_ways(plan, "team_linestanding")) == ([], set())


@pytest.mark.parametrize("name", ["node", "branch", "leaf"])
def test_who_stands_below_is_a_range_of_places(nodes, name):
    rows = Distributor.objects.visible_to(nodes[name]).values_list("pk", flat=True)
    plan = plan_of(lambda: list(rows))
    assert walked(plan) == []
    assert indexes(plan) & {"distributor_path_once", "team_distributor_pkey"}, plan


def test_whether_one_person_stands_below_is_one_row_by_its_key(nodes):
    rows = Distributor.objects.visible_to(nodes["root"])
    plan = plan_of(lambda: rows.get(pk=nodes["leaf"].pk))
    assert (walked(plan), indexes(plan)) == ([], {"team_distributor_pkey"})


@pytest.mark.parametrize("name", ["root", "node", "leaf"])
@pytest.mark.parametrize("sort", ["people", "-sales", "name"])
def test_legs_are_found_by_their_sponsor_and_their_figures_by_keys(nodes, name, sort):
    plan = plan_of(lambda: legs_of(nodes["root"], nodes[name], sort=sort))
    assert walked(plan) == []


@pytest.mark.parametrize("name", ["root", "node", "leaf"])
def test_a_report_walks_no_table(nodes, name):
    plan = plan_of(lambda: Report.of(nodes["root"], nodes[name]))
    assert walked(plan) == []
