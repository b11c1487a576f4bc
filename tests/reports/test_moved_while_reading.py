"""What a report reads belongs together, whatever is moved or counted in the middle of it."""

import pytest
from django.db import connection

from kit.events import Actor, Door
from reports.team_report import Report, legs_of
from team.actions import enrol_distributor, move_distributor, recount_ledger
from team.models import Distributor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
WORKER = Actor(None, Door.TASK)


@pytest.fixture
def line(company, ana, ben, cleo, by_ana):
    for name in ("Dora", "Eli"):
        enrol_distributor(company=company, sponsor=ben, by=by_ana, name=name)
    recount_ledger(company=company, by=WORKER)
    return Distributor.objects.get(pk=ana.pk)


def in_the_middle(deed, after: str):
    """Do something once, right after the first statement with these words."""
    left = [deed]

    def wrapper(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if after in sql and left:
            left.pop()()
        return result

    return connection.execute_wrapper(wrapper)


@pytest.mark.parametrize("after", ['FROM "team_linemonth"', 'FROM "team_linestanding"'])
def test_a_leader_who_is_read_while_her_team_moves_away(line, ben, cleo, by_ana, after):
    with in_the_middle(lambda: move_distributor(distributor=ben, sponsor=cleo, by=by_ana), after):
        report = Report.of(line, line)
    joined = sum(figures["joined"] for _month, figures in report.trend)
    assert (report.line_now["members"], report.people, report.legs, report.deepest) == (1, 0, 0, 0)
    assert joined == Report.of(line, line).line["joined"] == 0


def test_legs_that_are_read_while_one_comes_hold_its_figures(line, ben, cleo, by_ana):
    with in_the_middle(
        lambda: move_distributor(distributor=cleo, sponsor=ben, by=by_ana), 'FROM "team_linestanding"'
    ):
        legs = legs_of(line, line)
    assert [(leg.person.name, leg.line_now["members"]) for leg in legs] == [("Ben", 4)]


def test_who_is_moved_while_reading_her_own_report_is_shown_hers_or_nothing(line, ben, cleo, by_ana):
    """The request began with her old place; nobody else's team ever stands there."""
    reader = Distributor.objects.get(pk=ben.pk)
    with in_the_middle(
        lambda: move_distributor(distributor=ben, sponsor=cleo, by=by_ana), 'FROM "team_linemonth"'
    ):
        report = Report.of(reader, reader)
    assert report.line_now["members"] == 3
    assert legs_of(reader, reader) == []
    assert [leg.person.name for leg in legs_of(Distributor.objects.get(pk=ben.pk), reader)] == ["Dora", "Eli"]
