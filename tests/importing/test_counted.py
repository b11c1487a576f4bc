"""What comes by files is counted for whose it is, by the events of the import alone."""

from decimal import Decimal

import pytest

from kit.events import Actor, Door
from sales.models import Product
from team import tasks
from team.actions import recount_ledger
from team.models import LineMonth, OwnStanding

WORKER = Actor(None, Door.TASK)
HEADER = "order_id,date,person_id,person_name,product,quantity,amount,unit_price,purpose,delivered_on\n"
PEOPLE = "id,name,email\n7,Eva,eva@post.example\n8,Ida,ida@post.example\n"


@pytest.fixture
def imported(run_command, write, ben, company, monday):
    """Import a file for Ben after everything was counted, and fold what it left."""
    Product.objects.create(
        company=company, code="TEA", name="Tea", price=Decimal("4.50"), pv=Decimal(2), currency="EUR"
    )
    recount_ledger(company=company, by=WORKER)

    def imported(command, content) -> list[str]:
        run_command(command, write(content), ben)
        tasks.fold_ledger()
        return recount_ledger(company=company, by=WORKER, check=True)

    return imported


def test_people_of_a_file_stand_on_their_rungs(imported, ben):
    assert imported("import_people", PEOPLE) == []
    assert OwnStanding.objects.get(person=ben).suspects == 2


def test_orders_of_a_file_count_in_their_months_and_lift(imported, ana, ben):
    orders = HEADER + "A1,2026-01-05,7,Eva,TEA,2,9.00,,,\nA2,2026-02-21,7,Eva,TEA,1,4.50,,,\n"
    assert imported("import_orders", orders) == []
    months = LineMonth.objects.filter(person=ana, month__in=(202601, 202602)).order_by("month")
    assert list(months.values_list("orders", "newcomers", "reorders", "sales")) == [
        (1, 1, 0, 900),
        (1, 0, 1, 450),
    ]
    row = OwnStanding.objects.get(person=ben)
    assert (row.suspects, row.clients) == (0, 1)
    assert imported("import_orders", orders + "A3,2026-02-22,7,Eva,TEA,1,4.50,,,\n") == []
    assert months.get(month=202602).orders == 2
