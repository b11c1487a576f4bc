"""Gathers what the page of a person shows of their standing order."""

from django.db.models import OuterRef, QuerySet, Subquery

from sales.models import StandingOrder


def with_standing_order(people: QuerySet) -> QuerySet:
    """Add the standing order that runs next: its id, state, rhythm and next day; none costs a query."""
    theirs = StandingOrder.objects.filter(customer=OuterRef("pk")).exclude(state="ended")
    first = theirs.order_by("-state", "next_on", "pk")  # running before paused
    names = {"pk": "id", "state": "state", "every": "every", "unit": "unit", "next_on": "next_on"}
    return people.annotate(
        **{f"standing_{name}": Subquery(first.values(column)[:1]) for name, column in names.items()}
    )
