"""What was seen of people when a letter to them is about to go: the last look's part of a standing."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from customers.models import Customer
from followups.actions.standings import answered, left_unanswered
from followups.complaints import newest_complaints
from followups.stops import Seen


class Sights:
    """What ends steps, for many people: no query for a condition that none of their steps has."""

    def __init__(self, people: Iterable[Customer], stops: Collection[str]):
        ids = {person.pk for person in people}
        self._complaints = newest_complaints(ids)
        self._replied: Mapping[UUID, datetime] = answered(list(ids)) if "replied" in stops else {}
        self._unanswered = left_unanswered(list(ids)) if "unanswered" in stops else {}

    def has_complaint(self, person: Customer) -> bool:
        """Say whether a complaint of theirs is open."""
        complaint = self._complaints.get(person.pk)
        return complaint is not None and complaint.closed_on is None

    def seen(self, person: Customer, since: datetime) -> Seen:
        """What was seen of a person since a moment."""
        known = Seen(
            since=since,
            replied_at=self._replied.get(person.pk),
            ordered_at=person.last_order_at,
            refused_on=person.refused_on,
            complaint_open=self.has_complaint(person),
        )
        return replace(known, unanswered=self._unanswered.get(person.pk, 0))
