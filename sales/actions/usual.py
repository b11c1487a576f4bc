"""The usual interval between orders of a company, learned from its people's own."""

from statistics import median

from django.db import transaction

from customers.models import Customer
from kit.events import Actor
from sales.actions.facts import recount_facts
from team.actions import note_usual_interval
from team.models import Company

ENOUGH_PEOPLE = 20  # with an interval of their own; below, the company's setting stands


def learn_usual_interval(*, company: Company, by: Actor) -> int:
    """Set the company's usual interval to the median of its people's, and return it in days.

    People who ordered once are judged by it, so their dates are counted anew when it moves.
    """
    people = Customer.objects.filter(owner__company=company, deleted_at=None)
    intervals = list(people.exclude(order_interval=None).values_list("order_interval", flat=True))
    if len(intervals) < ENOUGH_PEOPLE:
        return company.usual_interval_days
    usual = max(1, round(median(intervals)))
    if usual != company.usual_interval_days:
        with transaction.atomic():
            note_usual_interval(company=company, by=by, days=usual)
        once = people.filter(order_interval=None, orders_count__gt=0)
        recount_facts(ids=once.values_list("pk", flat=True))
    return usual


def learn_usual_intervals(*, by: Actor) -> None:
    """Do so for every company."""
    for company in Company.objects.order_by("pk"):
        learn_usual_interval(company=company, by=by)
