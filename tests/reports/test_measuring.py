"""The night: a fit of all orders, what it says carried on the people, and when it cannot be made."""

from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from customers.models import Customer
from kit import clock
from reports.actions import measure_retention, measure_retentions, recount_facts
from reports.models import Fit
from sales.actions import place_order
from sales.models import Order, Product
from team.actions import found_company
from team.models import Company
from tests.reports.conftest import NIGHT, TODAY, add_orders, lives, orders_of, people_of

pytestmark = pytest.mark.django_db


def check() -> str:
    out = StringIO()
    call_command("recount", "--check", stdout=out, stderr=StringIO())
    return out.getvalue()


def carried(person) -> tuple:
    person.refresh_from_db()
    return person.chance_alive, person.value_expected


def test_a_night_carries_what_the_orders_say(company, ben, many, night):
    often = orders_of(ben, "Often", *range(5, 300, 14))
    gone = orders_of(ben, "Gone", *range(230, 300, 14))
    once = orders_of(ben, "Once", 60)
    fit = measure_retention(company=company, by=NIGHT)
    assert (fit.as_of, fit.trouble, fit.people) == (TODAY, "", 203)
    assert fit.repeat_buyers == Customer.objects.exclude(chance_alive=None).count() > 100
    assert min(fit.r, fit.alpha, fit.a, fit.b) > 0
    assert carried(often)[0] > 0.9 > 0.1 > carried(gone)[0]
    assert often.value_expected > 300 > 10 > gone.value_expected
    assert carried(once)[0] is None and once.value_expected > 0
    assert check() == "people=203 differ=0\n"


def test_nobody_counts_as_changed(company, many, night):
    before = dict(Customer.objects.values_list("pk", "updated_at"))
    with clock.travel(night + timedelta(hours=2)):
        measure_retention(company=company, by=NIGHT)
    assert dict(Customer.objects.values_list("pk", "updated_at")) == before


def test_an_order_empties_what_was_known_until_it_is_counted(company, ben, by_ben, many, night):
    measure_retention(company=company, by=NIGHT)
    person, balm = (
        many[1],
        Product.objects.create(company=company, code="B", name="Balm", price=Decimal(9), currency="EUR"),
    )
    with clock.travel(night + timedelta(hours=2)):
        place_order(owner=ben, by=by_ben, person=person, lines=[(balm, 1, None)])
        assert carried(person) == (None, None)
        assert check() == "people=200 differ=0\n"
        measure_retentions(by=NIGHT)
        assert Fit.objects.count() == 1
        assert carried(person)[0] > 0.5
        assert check() == "people=200 differ=0\n"


def test_each_day_of_the_company_is_measured_once(company, many, night):
    for hours in (0, 1, 13, 14, 16):  # the day ends at 23 by Greenwich
        with clock.travel(night + timedelta(hours=hours)):
            measure_retentions(by=NIGHT)
    assert list(Fit.objects.order_by("as_of").values_list("as_of", flat=True)) == [
        TODAY, TODAY + timedelta(days=1)
    ]  # fmt: skip


def test_a_company_that_cannot_be_measured_does_not_hold_up_the_others(company, ben, night):
    other = found_company(by=NIGHT, name="Other")
    Company.objects.filter(pk=company.pk).update(zone="Mars/Crater")
    measure_retentions(by=NIGHT)
    assert list(Fit.objects.values_list("company", flat=True)) == [other.pk]


def test_too_few_is_looked_at_again_within_the_hour(company, ben, night):
    orders_of(ben, "One", 40, 20)
    measure_retentions(by=NIGHT)
    assert Fit.objects.get().trouble == "too_few"
    people_of(ben, lives(200))
    with clock.travel(night + timedelta(minutes=61)):
        measure_retentions(by=NIGHT)
    assert Fit.objects.get().trouble == ""


@pytest.mark.parametrize(
    ("days", "state", "people"),
    [((), "placed", 0), ((5,), "placed", 1), ((30, 9), "returned", 0)],
)
def test_no_orders_one_customer_and_returns_only(company, ben, night, days, state, people):
    person = orders_of(ben, "Eva", *days, state=state)
    fit = measure_retention(company=company, by=NIGHT)
    assert (fit.trouble, fit.people, fit.repeat_buyers, fit.r) == ("too_few", people, 0, None)
    assert carried(person) == (None, None)
    assert check() == "people=1 differ=0\n"


def test_all_on_one_day(company, ben, night):
    people_of(ben, {f"Fair {number}": (12, 12) for number in range(150)})
    fit = measure_retention(company=company, by=NIGHT)
    assert (fit.trouble, fit.people, fit.repeat_buyers) == ("too_few", 150, 0)


def test_a_clockwork_has_no_maximum(company, ben, night):
    people_of(ben, {f"Monthly {number}": (90, 60, 30, 0) for number in range(101)})
    fit = measure_retention(company=company, by=NIGHT)
    assert (fit.trouble, fit.repeat_buyers, fit.r) == ("no_maximum", 101, None)


def test_a_fit_that_no_longer_can_be_made_takes_back_what_it_said(company, many, night):
    measure_retention(company=company, by=NIGHT)
    Order.objects.update(state="void")
    with clock.travel(night + timedelta(days=1)):
        measure_retention(company=company, by=NIGHT)
        assert not Customer.objects.exclude(chance_alive=None, value_expected=None).exists()


def test_other_money_and_days_to_come_count_for_nothing(company, many, night):
    person = many[0]
    measure_retention(company=company, by=NIGHT)
    before = carried(person)
    add_orders(person, -3)
    Order.objects.create(
        owner_id=person.owner_id, customer=person, ordered_on=person.orders.first().ordered_on,
        placed_at=night, currency="USD", total=Decimal(5000),
    )  # fmt: skip
    measure_retention(company=company, by=NIGHT)
    assert carried(person) == before


def test_recount_mends_what_is_wrong(company, many, night):
    measure_retention(company=company, by=NIGHT)
    right = carried(many[0])
    Customer.objects.filter(pk=many[0].pk).update(chance_alive=0.01, value_expected=1)
    with clock.travel(night + timedelta(hours=2)):
        assert recount_facts(check=True) == [
            f"{many[0].pk} chance_alive: 0.01 is {right[0]}",
            f"{many[0].pk} value_expected: 1.00 is {right[1]:.0f}",
        ]
        call_command("recount", stdout=StringIO(), stderr=StringIO())
    assert carried(many[0]) == right


def test_the_queries_of_a_night_do_not_grow_with_people(company, ben, night):
    counts = []
    for rows in (1, 3, 30):
        people_of(ben, {f"{rows} {number}": (40, 20) for number in range(rows)})
        with CaptureQueriesContext(connection) as queries:
            measure_retention(company=company, by=NIGHT)
        counts.append(len([row for row in queries if "SAVEPOINT" not in row["sql"]]))
    assert counts == [10, 10, 10]
