"""The ledger written in one go is the one that counting person by person leaves."""

import pytest

from kit.events import Actor, Door
from kit.models import Event
from team.actions import build_ledger, leave_team, recount_ledger
from team.models import LineMonth, LineStanding, OwnMonth, OwnStanding, ToldMonth

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
WORKER = Actor(None, Door.TASK)


def rows():
    return [sorted(model.objects.values_list()) for model in (OwnMonth, LineMonth, OwnStanding, LineStanding)]


def test_both_ways_write_the_same(company, ana, ben, team_of, by_ana):
    people = team_of(5)
    ToldMonth.objects.create(person=people[2], month=202602, figures={"orders": 3, "volume": 900, "odd": 1})
    ToldMonth.objects.create(person=ben, month=0, figures={"clients": 4})
    leave_team(distributor=people[3], by=by_ana)
    assert build_ledger(company=company, by=WORKER) > 5
    built = rows()
    assert recount_ledger(company=company, by=WORKER, check=True) == []
    assert not Event.objects.uncounted().filter(owner__company=company).exists()
    recount_ledger(company=company, by=WORKER)
    assert rows() == built
    build_ledger(company=company, by=WORKER)
    assert rows() == built


def test_what_stood_wrong_is_gone(company, ana):
    build_ledger(company=company, by=WORKER)
    built = rows()
    OwnMonth.objects.create(person=ana, month=190001, orders=9)
    LineStanding.objects.filter(person=ana).update(members=99)
    build_ledger(company=company, by=WORKER)
    assert rows() == built
