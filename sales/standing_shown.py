"""Gathers what pages show of standing orders: beside a person, and by the link that a person has."""

from django.db.models import OuterRef, QuerySet, Subquery

from followups.tokens import read_token
from sales.actions.standing_letters import PURPOSE
from sales.models import StandingOrder


def with_standing_order(people: QuerySet) -> QuerySet:
    """Add the standing order that runs next: its id, state, rhythm and next day; none costs a query."""
    theirs = StandingOrder.objects.filter(customer=OuterRef("pk")).exclude(state="ended")
    first = theirs.order_by("-state", "next_on", "pk")  # running before paused
    names = {"pk": "id", "state": "state", "every": "every", "unit": "unit", "next_on": "next_on"}
    return people.annotate(
        **{f"standing_{name}": Subquery(first.values(column)[:1]) for name, column in names.items()}
    )


def standing_by(token: str) -> StandingOrder | None:
    """Return the standing order that a signed link names; None where it names none, or the person is gone."""
    id = read_token(PURPOSE, token)
    rows = StandingOrder.objects.filter(pk=id, customer__deleted_at=None).select_related(
        "customer", "owner__company"
    )
    return rows.first() if id else None
