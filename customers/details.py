"""Reads what stands beside people's rows, for a whole list by one question."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import F, IntegerField, Value

from customers.models import Customer, Email, Phone, Tag

EMAIL, PHONE, TAG = range(3)


@dataclass(frozen=True)
class Details:
    """The addresses, numbers and tags of a person, in their order."""

    emails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)

    @property
    def email(self) -> str | None:
        return self.emails[0] if self.emails else None

    @property
    def phone(self) -> str | None:
        return self.phones[0] if self.phones else None


def read_details(people: list[Customer]) -> None:
    """Put `details` on each person. One query."""
    by_person = defaultdict(Details)
    for kind, person, _place, text in sorted(_rows([person.pk for person in people])):
        found = by_person[person]
        (found.emails, found.phones, found.tags)[kind].append(text)
    for person in people:
        person.details = by_person[person.pk]


def _rows(pks: list):
    """(kind, person, place, text) of everything."""
    if not pks:
        return ()
    emails = _of(EMAIL, Email.objects.filter(customer__in=pks), "customer_id", "position", "address")
    phones = _of(PHONE, Phone.objects.filter(customer__in=pks), "customer_id", "position", "number")
    held = Tag.customers.through.objects.filter(customer__in=pks)
    tags = _of(TAG, held, "customer_id", None, "tag__name")
    return emails.union(phones, tags, all=True)


def _of(kind: int, rows, person: str, place: str | None, text: str):
    return rows.order_by().values_list(
        Value(kind, IntegerField()), F(person), F(place) if place else Value(0, IntegerField()), F(text)
    )
