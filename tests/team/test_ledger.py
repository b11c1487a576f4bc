"""The ledger: what was done is counted from the facts, and every line is the sum of its people."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from customers.models import Customer
from kit import clock
from kit.events import Actor, Door
from kit.models import Event
from sales.actions import place_order, void_order
from sales.models import Product
from team import tasks
from team.actions import enrol_distributor, leave_team, move_distributor
from team.actions import fold as fold_once
from team.actions import recount_ledger as recount
from team.actions import tick as tick_once
from team.errors import TeamRefused
from team.figures import MONTHLY_NAMES, STANDING_NAMES
from team.models import Distributor, LineMonth, LineStanding, OwnMonth, OwnStanding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
MARCH = 202603
WORKER = Actor(None, Door.TASK)


def fold(company) -> int:
    return fold_once(company=company, by=WORKER)


def fold_all() -> None:
    tasks.fold_ledger()


def tick(company) -> int:
    return tick_once(company=company, by=WORKER)


def recount_ledger(company, **more) -> list[str]:
    return recount(company=company, by=WORKER, **more)


@pytest.fixture
def balm(company):
    return Product.objects.create(
        company=company, code="B", name="Hand balm", price=Decimal("9.50"), pv=Decimal(3), currency="EUR"
    )


@pytest.fixture
def buys(balm):
    def buy(owner, by, name="Buyer", **more):
        person, _new = Customer.objects.get_or_create(owner=owner, name=name)
        return place_order(owner=owner, by=by, lines=[(balm, 2, None)], person=person, **more)

    return buy


def line(person, month=MARCH):
    row = LineMonth.objects.filter(person=person, month=month).first()
    return {name: number for name in MONTHLY_NAMES if row and (number := getattr(row, name))}


def test_an_order_reaches_everybody_above(company, ana, ben, by_ben, buys):
    order = buys(ben, by_ben)
    assert fold(company) > 0
    for person in (ben, ana):
        assert {name: line(person)[name] for name in ("orders", "buyers", "newcomers", "sales", "volume", "active")} == {
            "orders": 1, "buyers": 1, "newcomers": 1, "sales": 1900, "volume": 600, "active": 1,
        }  # fmt: skip
    void_order(order=order, by=by_ben, reason="Not so")
    fold(company)
    assert "orders" not in line(ana) and "sales" not in line(ben)


def test_nothing_waits_twice(company, ben, by_ben, buys):
    buys(ben, by_ben)
    fold_all()
    assert not Event.objects.uncounted().filter(owner__company=company).exists()
    assert fold(company) == 0


def test_how_people_stand_goes_with_the_calendar(company, ana, ben, by_ben, buys):
    buys(ben, by_ben)
    fold_all()
    tick(company)
    assert LineStanding.objects.get(person=ana).in_action == 1
    for days, state in ((15, "quiet"), (21, "at_risk"), (120, "quiet")):
        with clock.travel(clock.now() + timedelta(days=days)):
            tick(company)
            assert OwnStanding.objects.get(person=ben).__dict__[state] == 1


def test_nobody_moves_below_themselves(ana, ben, by_ana):
    with pytest.raises(TeamRefused):
        move_distributor(distributor=ana, sponsor=ben, by=by_ana)


def test_a_leaver_leaves_the_count_of_people(company, ana, ben, by_ana):
    recount_ledger(company)
    before = LineStanding.objects.get(person=ana).members
    leave_team(distributor=ben, by=by_ana)
    fold_all()
    assert (LineStanding.objects.get(person=ana).members, line(ana)["left"]) == (before - 1, 1)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_the_lines_are_the_sums_of_their_people(company, ana, ben, cleo, by_ana, buys, seed):
    rng = Random(seed)
    recount_ledger(company)
    for number in range(40):
        people = list(Distributor.objects.filter(company=company).order_by("pk"))
        one, other = rng.choice(people), rng.choice(people)
        deed = rng.choice(["enrol", "order", "move", "leave", "fold"])
        if deed == "enrol":
            enrol_distributor(company=company, sponsor=one, by=by_ana, name=f"D {number}")
        elif deed == "order":
            buys(one, by_ana, f"C {number % 5}", ordered_on=date(2026, rng.choice([1, 2, 3]), 1))
        elif deed == "move":
            try:
                move_distributor(distributor=one, sponsor=other, by=by_ana)
            except TeamRefused:
                assert one.pk == other.pk or other.path.startswith(one.path)
        elif deed == "leave":
            leave_team(distributor=one, by=by_ana)
        else:
            fold(company)
    fold_all()
    assert recount_ledger(company, check=True) == []
    assert_sums(company)


def assert_sums(company):
    """Every figure of every line beside a plain sum over who stands below by their sponsors."""
    people = list(Distributor.objects.filter(company=company))
    below = {one.pk: [one.pk] for one in people}
    for one in sorted(people, key=lambda row: -row.depth):
        if one.sponsor_id:
            below[one.sponsor_id] += below[one.pk]
    for own, line_of, names in (
        (OwnMonth, LineMonth, MONTHLY_NAMES),
        (OwnStanding, LineStanding, STANDING_NAMES),
    ):
        key = ("person_id", "month") if own is OwnMonth else ("person_id",)
        owns = {tuple(row[name] for name in key): row for row in own.objects.values()}
        for row in line_of.objects.values():
            rest = tuple(row[name] for name in key[1:])
            sums = {
                name: sum(owns.get((one, *rest), {}).get(name, 0) for one in below[row["person_id"]])
                for name in names
            }
            assert {name: row[name] for name in names} == sums
