"""Finds out what `reach_of` must know: for one person, or for many in one query."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from customers.contacts import email_key
from customers.models import Customer
from customers.models.consent import Purpose
from customers.models.customer import Channel, Email, Phone
from followups.fingerprints import fingerprints_of
from followups.models import Suppression
from followups.reach import Reach, Shut, reach_of
from kit.bulk import batches

Suppressed = dict[int, frozenset[Shut]]  # by the owner's id


def reach_to(person: Customer, *, purpose: str = Purpose.SERVICE, channel: str = Channel.EMAIL) -> Reach:
    """Return at which address a person may be written to for a purpose, or why at none."""
    rows = list(addresses_of(person, channel))
    shut = suppressed_among(rows, channel)[person.owner_id]
    return reach_of(rows, person.consents.all(), channel=channel, purpose=purpose, suppressed=shut)


def addresses_of(person: Customer, channel: str) -> Iterable[Email | Phone]:
    """The rows that a channel can use."""
    return person.emails.all() if channel == Channel.EMAIL else person.phones.all()


def suppressed_among(rows: Iterable[Email | Phone], channel: str = Channel.EMAIL) -> Suppressed:
    """Return which of these addresses are suppressed, for their owner or the whole installation.

    Every owner has an entry; ask it for whomever, the others are empty.
    """
    found: Suppressed = defaultdict(frozenset)
    for batch in batches(list(rows)):
        for owner, shut in _found(batch, channel):
            found[owner] |= {shut}
    return found


def _found(rows: list[Email | Phone], channel: str) -> Iterable[tuple[int, Shut]]:
    by_print = defaultdict(set)
    for row in rows:
        line = row.address if isinstance(row, Email) else row.number
        for fingerprint in fingerprints_of(line):
            by_print[fingerprint].add((row.owner_id, email_key(line)))
    theirs = Q(owner=None) | Q(owner__in={row.owner_id for row in rows})
    standing = Suppression.objects.filter(theirs, channel=channel, fingerprint__in=by_print)
    for owner, fingerprint, purpose in standing.values_list("owner_id", "fingerprint", "purpose"):
        for of, key in by_print[fingerprint]:
            if owner in (None, of):
                yield of, (key, purpose)
