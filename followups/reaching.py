"""Finds out what decides whether people may be written to: of one, or of many in one query."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Protocol

from django.db.models import Q

from customers.contacts import email_key
from customers.models import Customer
from customers.models.consent import Purpose
from customers.models.customer import Email, Phone
from followups.fingerprints import fingerprints_of
from followups.models import Suppression
from followups.reach import Reach, Shut, reach_of
from followups.ways import FROM_THE_PHONE, Contact, Way, way_to
from kit.bulk import batches

Suppressed = dict[int, frozenset[Shut]]  # by the owner's id


class Step(Protocol):
    """What of a step matters here."""

    channels: list[str]
    purpose: str


def reach_to(person: Customer, *, purpose: str = Purpose.SERVICE) -> Reach:
    """Return at which email address a person may be written to for a purpose, or why at none."""
    emails = person.emails.all()
    shut = suppressed_among(emails)[person.owner_id]
    return reach_of(emails, person.consents.all(), purpose=purpose, suppressed=shut)


def contact_of(person: Customer) -> Contact:
    """Return how a person can be reached by any channel, and what they agreed to."""
    return Contact(person.emails.all(), person.phones.all(), person.address, person.consents.all())


def way_of(step: Step, person: Customer, shut: Collection[Shut]) -> Way:
    """Return the way of a step to somebody; `shut` are the suppressed addresses of their owner."""
    return way_to(contact_of(person), step.channels, purpose=step.purpose, suppressed=shut)


def shut_for(people: Iterable[Customer], steps: Iterable[Step]) -> Suppressed:
    """Return which addresses of people are suppressed, of all that these steps may use."""
    by_phone = any(channel in FROM_THE_PHONE for step in steps for channel in step.channels)
    rows = [row for person in people for row in person.emails.all()]
    if by_phone:
        rows += [row for person in people for row in person.phones.all()]
    return suppressed_among(rows)


def suppressed_among(rows: Iterable[Email | Phone]) -> Suppressed:
    """Return which of these addresses are suppressed, for their owner or the whole installation.

    Ask it for the owner of each person; an owner without any has an empty set.
    """
    found: Suppressed = defaultdict(frozenset)
    for batch in batches(list(rows)):
        for owner, shut in _found(batch):
            found[owner] |= {shut}
    return found


def _found(rows: list[Email | Phone]) -> Iterable[tuple[int, Shut]]:
    by_print = defaultdict(set)
    for row in rows:
        line = row.address if isinstance(row, Email) else row.number
        for fingerprint in fingerprints_of(line):
            by_print[fingerprint].add((row.owner_id, email_key(line)))
    theirs = Q(owner=None) | Q(owner__in={row.owner_id for row in rows})
    standing = Suppression.objects.filter(theirs, fingerprint__in=by_print)
    for owner, fingerprint, purpose in standing.values_list("owner_id", "fingerprint", "purpose"):
        for of, key in by_print[fingerprint]:
            if owner in (None, of):
                yield of, (key, purpose)
