"""Reads the newest complaint of each of some people: what holds up everything but service."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Q

from followups import models
from kit import clock

LATELY = timedelta(days=400)  # one that ended longer ago moves nothing any more


@dataclass(frozen=True, slots=True)
class Complaint:
    """The complaint of a person that counts: the open one, else the one closed last, on a day of their distributor's."""

    id: UUID
    closed_on: date | None = None


def newest_complaints(people: Iterable[UUID]) -> Mapping[UUID, Complaint]:
    """Return the open complaint of each of some people, else the one closed last. `people` are ids, or a query of them."""
    counts = Q(closed_at=None) | Q(closed_at__gt=clock.now() - LATELY)
    rows = models.Complaint.objects.standing().filter(counts, customer__in=people)
    rows = rows.order_by(F("closed_at").asc(nulls_last=True), "pk")
    found = rows.values_list("customer_id", "pk", "closed_at", "owner__zone")
    return {
        person: Complaint(id, closed and closed.astimezone(ZoneInfo(zone)).date())
        for person, id, closed, zone in found
    }
