"""Puts legs of a team in an order: by name, or by a figure of all below, read by its key."""

from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, NullIf

from team.figures import months_back
from team.models import LineMonth, LineStanding

STANDING = {"people": "members", "in_action": "in_action", "at_risk": "at_risk", "new": "starting"}
MONTHLY = {"sales": "sales", "joined": "joined", "left": "left", "newcomers": "newcomers", "volume": "volume"}
ORDERS = ("name", *STANDING, "reorder", *MONTHLY)


def sorted_legs(rows: QuerySet, month: int, sort: str) -> tuple[QuerySet, list[str]]:
    """Return the rows with what they are sorted by, and the order; the largest figure first, names from A.

    An order that is not known is that by people.
    """
    name, turned = sort.removeprefix("-"), sort.startswith("-")
    if name == "name":
        return rows, ["-name_key", "-id"] if turned else ["name_key", "id"]
    rows = rows.annotate(by=_figure(name, month))
    return rows, ["by", "id"] if turned else ["-by", "id"]


def _figure(name: str, month: int):
    if name == "reorder":
        before = months_back(month, 2)[0]
        return Coalesce(1000 * _of_month("reorders", month) / NullIf(_of_month("buyers", before), 0), -1)
    if name in MONTHLY:
        return Coalesce(_of_month(MONTHLY[name], month), 0)
    rows = LineStanding.objects.filter(person=OuterRef("pk")).values(STANDING.get(name, "members"))
    return Coalesce(Subquery(rows), 0, output_field=IntegerField())


def _of_month(name: str, month: int):
    rows = LineMonth.objects.filter(person=OuterRef("pk"), month=month).order_by()
    return Subquery(rows.annotate(figure=F(name)).values("figure"), output_field=IntegerField())
