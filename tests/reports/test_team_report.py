"""The report of a team: the figures of the ledger by their keys, and whoever is counted meanwhile."""

from decimal import Decimal

import pytest

from customers.models import Customer
from kit import clock
from kit.events import Actor, Door
from reports.team_report import Report, kept_months, legs_of, steadily
from reports.team_sorting import ORDERS
from sales.actions import place_order
from sales.models import Product
from team.actions import enrol_distributor, fold, recount_ledger
from team.models import Company
from tests.conftest import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
WORKER = Actor(None, Door.TASK)


@pytest.fixture
def balm(company):
    return Product.objects.create(
        company=company, code="B", name="Hand balm", price=Decimal("9.50"), pv=Decimal(3), currency="EUR"
    )


@pytest.fixture
def line(company, ana, ben, by_ana, by_ben, balm):
    """Ana has Ben and Dara, Ben has Eli; Ben sold once."""
    dara = enrol_distributor(company=company, sponsor=ana, by=by_ana, name="Dara")
    eli = enrol_distributor(company=company, sponsor=ben, by=by_ana, name="Eli")
    person = Customer.objects.create(owner=ben, name="Buyer")
    place_order(owner=ben, by=by_ben, lines=[(balm, 2, None)], person=person)
    recount_ledger(company=company, by=WORKER)
    return {"ana": ana, "ben": ben, "dara": dara, "eli": eli}


def test_the_figures_of_a_line(ana, line):
    found = Report.of(ana, ana)
    assert (found.people, found.legs, found.deepest, found.waiting) == (3, 2, 2, 0)
    assert (found.line["sales"], found.line["joined"], found.own["sales"]) == (1900, 2, 0)
    assert [month for month, _figures in found.trend][::12] == [202503, 202603]
    assert (found.month, found.as_of) == (202603, MONDAY)


def test_legs_by_each_order(ana, line):
    assert [(leg.person.name, leg.depth, leg.has_team) for leg in legs_of(ana, ana)] == [
        ("Ben", 1, True),
        ("Dara", 1, False),
    ]
    for sort in ORDERS:
        names = [leg.person.name for leg in legs_of(ana, ana, sort=sort)]
        turned = [leg.person.name for leg in legs_of(ana, ana, sort=f"-{sort}")]
        assert sorted(names) == ["Ben", "Dara"] == sorted(turned), sort
    assert [leg.person.name for leg in legs_of(ana, ana, sort="-people")] == ["Dara", "Ben"]
    assert legs_of(ana, ana)[0].line["sales"] == 1900


def test_who_waits_is_said(company, ana, ben, by_ben, line):
    place_order(owner=ben, by=by_ben, lines=[(Product.objects.get(), 1, None)], person=Customer.objects.get())
    assert Report.of(ana, ana).waiting == 1
    fold(company=company, by=WORKER)
    assert (Report.of(ana, ana).waiting, Report.of(ana, ana).line["orders"]) == (0, 2)


def test_what_is_written_meanwhile_makes_it_read_again(company):
    times = []

    def read():
        times.append(len(times))
        if len(times) == 1:
            Company.objects.filter(pk=company.pk).update(folds=99)
        return len(times)

    assert (steadily(company.pk, read), steadily(company.pk, read)) == (2, 3)


def test_months_that_are_kept(company):
    assert (len(kept_months(company)), kept_months(company)[0], kept_months(company)[-1]) == (
        25,
        202603,
        202403,
    )
    assert clock.now() == MONDAY
