"""Addresses that must not be written to: kept as fingerprints, for a distributor or the whole house."""

from collections.abc import Iterable

from django.db import transaction

from customers.contacts import email_key
from customers.models import Customer
from customers.models.customer import Channel, Email, Phone
from followups.actions.facts import hold_people
from followups.actions.unreachable import silence, unsilence
from followups.fingerprints import fingerprint_of, fingerprints_of
from followups.models import Suppression
from kit.events import Actor, record
from team.models import Distributor


@transaction.atomic
def suppress(
    *,
    address: str,
    by: Actor,
    why: str,
    owner: Distributor | None,
    person: Customer | None = None,
    channel: str = Channel.EMAIL,
    purpose: str = "",
) -> Suppression:
    """Never write to an address again, for an owner or (None) for everybody in the installation.

    What waits for it is cancelled. `purpose` is empty for everything; `person` is whom the history
    tells it of. Twice is once.
    """
    people = _hold(address, owner)
    row = _standing(address, owner, channel, purpose).first()
    if row is None:
        row = Suppression.objects.create(
            owner=owner, channel=channel, purpose=purpose, why=why, fingerprint=fingerprint_of(address)
        )
        after = {"channel": channel, "purpose": purpose, "why": why}
        owner_id = owner.pk if owner else person and person.owner_id
        record("address.suppressed", row, by=by, person=person, owner_id=owner_id, after=after)
    silence(people, by, asked=why == Suppression.Why.ASKED)
    return row


@transaction.atomic
def lift_suppression(
    *,
    address: str,
    by: Actor,
    owner: Distributor | None,
    person: Customer | None = None,
    channel: str = Channel.EMAIL,
    purpose: str | None = None,
    source: str = "",
) -> int:
    """Let an address be written to again and return how many suppressions ended.

    Of an owner alone, or (None) of the whole installation alone; of one purpose, or all.
    """
    people = _hold(address, owner)
    rows = _standing(address, owner, channel, purpose)
    for row in rows:
        before, owner_id = {"channel": row.channel, "purpose": row.purpose, "why": row.why}, row.owner_id
        owner_id = owner_id or (person and person.owner_id)
        after = {"source": source}
        record("address.reopened", row, by=by, person=person, owner_id=owner_id, before=before, after=after)
    lifted, _ = rows.delete()
    unsilence(people, by)
    return lifted


def _standing(address: str, owner: Distributor | None, channel: str, purpose: str | None):
    rows = Suppression.objects.filter(owner=owner, channel=channel, fingerprint__in=fingerprints_of(address))
    return rows if purpose is None else rows.filter(purpose=purpose)


def _hold(address: str, owner: Distributor | None) -> Iterable[Customer]:
    """The people who have this address, held until the transaction ends."""
    emails, phones = Email.objects.filter(key=email_key(address)), Phone.objects.filter(number=address)
    if owner:
        emails, phones = emails.filter(owner=owner), phones.filter(owner=owner)
    ids = {id for rows in (emails, phones) for id in rows.values_list("customer_id", flat=True)}
    return hold_people(ids).values()
