"""What the ledger of the team counts of people: on which rung they stand, and contacts by hand."""

from collections.abc import Sequence

from django.db.models import Count

from customers.ladder import Rung
from customers.models import Customer, Touch
from customers.models.touch import Direction, TouchKind
from team.counting import Tally, month_in
from team.models import Company

NAMES = {
    Rung.SUSPECT: "suspects",
    Rung.PROSPECT: "prospects",
    Rung.CUSTOMER: "customers",
    Rung.CLIENT: "clients",
    Rung.MEMBER: "enrolled",
    Rung.ADVOCATE: "advocates",
}


def count_people(company: Company, people: Sequence[int], tally: Tally) -> None:
    """Count whom some distributors know by rung, and how often they were in contact."""
    _count_rungs(people, tally)
    _count_contacts(company, people, tally)


def _count_rungs(people: Sequence[int], tally: Tally) -> None:
    standing = Customer.objects.filter(owner__in=people, deleted_at=None).order_by()
    for owner, rung, number in standing.values_list("owner", "rung").annotate(number=Count("pk")):
        tally.stand(owner, NAMES[Rung(rung)], number)


def _count_contacts(company: Company, people: Sequence[int], tally: Tally) -> None:
    """What people write by themselves is no contact of the distributor's: answers, replies, requests."""
    touches = Touch.objects.standing().filter(owner__in=people)
    touches = touches.exclude(direction=Direction.IN, kind=TouchKind.MESSAGE).order_by()
    rows = touches.values_list("owner", month_in(company, "at")).annotate(number=Count("pk"))
    for owner, first, number in rows:
        tally.happen(owner, first, "touches", number)
