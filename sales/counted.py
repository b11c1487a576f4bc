"""What the ledger of the team counts of orders: who bought, who came and who came again, money and volume."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Count, F, Max, Sum
from django.db.models.functions import ExtractMonth, ExtractYear, TruncDate

from sales.models import Order
from sales.models.order import OrderState, Purpose
from team.counting import Tally
from team.figures import months_back
from team.models import Company

MONTH = ExtractYear("ordered_on") * 100 + ExtractMonth("ordered_on")


def count_orders(company: Company, people: Sequence[int], tally: Tally) -> None:
    """Count orders of some people; money in another currency than the company's is left out."""
    orders = Order.objects.filter(owner__in=people)
    _count_bought(orders.placed().filter(purpose=Purpose.CUSTOMER), tally)
    _count_money(orders.exclude(state=OrderState.VOID).filter(currency=company.currency), tally)
    _count_returned(company, orders.filter(state=OrderState.RETURNED, currency=company.currency), tally)


def _count_bought(orders, tally: Tally) -> None:
    """Customers by month: who bought, for the first time, or in the month before too."""
    bought: dict[tuple[int, object], set[int]] = defaultdict(set)
    rows = orders.values_list("owner", "customer", MONTH).annotate(number=Count("pk"), last=Max("ordered_on"))
    for owner, customer, month, number, last in rows.order_by():
        tally.add(owner, month, "orders", number)
        tally.active_on(owner, last)
        bought[owner, customer].add(month)
    for (owner, _customer), months in bought.items():
        tally.add(owner, min(months), "newcomers", 1)
        for month in months:
            tally.add(owner, month, "buyers", 1)
            tally.add(owner, month, "reorders", int(months_back(month, 2)[0] in months))


def _count_money(orders, tally: Tally) -> None:
    rows = orders.values_list("owner", "purpose", MONTH).annotate(total=Sum("total"), pv=Sum("pv"))
    for owner, purpose, month, total, pv in rows.order_by():
        _add(tally, owner, month, purpose, total, pv)


def _count_returned(company: Company, orders, tally: Tally) -> None:
    """What came back counts against the month in which it came."""
    day = TruncDate("closed_at", tzinfo=company.zoneinfo)
    rows = orders.annotate(day=day).values_list("owner", "purpose", F("day"), "total", "pv")
    for owner, purpose, closed_on, total, pv in rows:
        if closed_on:
            _add(tally, owner, closed_on.year * 100 + closed_on.month, purpose, -total, -pv)


def _add(tally: Tally, owner: int, month: int, purpose: str, total: Decimal, pv: Decimal) -> None:
    name = {Purpose.CUSTOMER: "sales", Purpose.OWN_USE: "own_use"}.get(purpose)
    if name:
        tally.add(owner, month, name, int(total * 100))
    tally.add(owner, month, "volume", int(pv * 100))
