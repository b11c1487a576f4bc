"""What people agree to, and that they may take it back."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from customers.actions.rows import lock_person, refuse_misfits, save_fields
from customers.agreeing import REFUSED
from customers.announcements import consent_changed
from customers.errors import CustomerError
from customers.models import Consent, Customer
from customers.models.consent import Purpose
from customers.models.customer import Channel
from customers.tidying import tidy_line, tidy_text
from kit import clock
from kit.bulk import insert_rows
from kit.events import Actor, Change, facts_of, record, record_many
from team.models import Distributor

CONSENT_FACTS = ("channel", "purpose", "given_at", "source", "wording")


@transaction.atomic
def give_consent(
    *,
    person: Customer,
    by: Actor,
    channel: str,
    purpose: str,
    source: str = "",
    wording: str = "",
) -> Consent:
    """Record that a person agreed, how and in what words. What already stands is returned."""
    if person.deleted_at:
        raise CustomerError(_("This person was deleted."), code="gone")
    values = {"owner_id": person.owner_id, "source": tidy_line(source), "wording": tidy_text(wording)}
    refuse_misfits(Consent(channel=channel, purpose=purpose, **values), ["channel", "purpose", "source"])
    consent, is_new = Consent.objects.get_or_create(
        customer=person, channel=channel, purpose=purpose, withdrawn_at=None, defaults=values
    )
    if is_new:
        record("consent.given", consent, by=by, person=person, after=facts_of(consent, CONSENT_FACTS))
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: Actor) -> Consent:
    """Record that a person no longer agrees; the row stays, ended. Twice is once.

    What waits to be sent by it is cancelled in the same transaction, by whoever hears of it.
    """
    lock_person(consent.customer)
    now = clock.now()
    ended = Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(withdrawn_at=now, updated_at=now)
    if ended:
        consent.withdrawn_at = consent.updated_at = now
        record(
            "consent.withdrawn", consent, by=by, person=consent.customer_id,
            before=facts_of(consent, CONSENT_FACTS), after={"withdrawn_at": now},
        )  # fmt: skip
        consent_changed.send(sender=Consent, consent=consent, by=by)
    return consent


def note_letters(*, owner: Distributor, by: Actor, words: Mapping[UUID, str]) -> None:
    """Write down what people, held by the caller, said about letters of service, as a file tells it.

    A no ends what stands, and is kept where nothing stood, so that a later yes does not win over it.
    What waits is told no by the last look; bulk work announces nothing.
    """
    told = {id: word for id, word in words.items() if word}
    if not told:
        return
    now, about = clock.now(), {"channel": Channel.EMAIL, "purpose": Purpose.SERVICE}
    standing = {row.customer_id: row for row in Consent.objects.standing().filter(customer__in=told, **about)}
    fresh, changes = [], []
    for id, word in told.items():
        held = standing.get(id)
        if word == REFUSED and held:
            before = facts_of(held, CONSENT_FACTS)
            changes.append(
                Change("consent.withdrawn", held, person=id, before=before, after={"withdrawn_at": now})
            )
        elif not held:
            ended = now if word == REFUSED else None
            row = Consent(
                owner=owner, customer_id=id, **about, source=_("Imported"), given_at=now, withdrawn_at=ended
            )
            kind, facts = ("consent.withdrawn", "before") if ended else ("consent.given", "after")
            fresh.append(row)
            changes.append(Change(kind, row, person=id, **{facts: facts_of(row, CONSENT_FACTS)}))
    refused = [row.pk for id, row in standing.items() if told[id] == REFUSED]
    Consent.objects.filter(pk__in=refused).update(withdrawn_at=now, updated_at=now)
    insert_rows(fresh)
    record_many(changes, by=by)


@transaction.atomic
def restore_consent(*, consent: Consent, by: Actor) -> Consent:
    """Let a consent stand again as it was given. Twice is once. Raises CustomerError beside another one."""
    person = lock_person(consent.customer)
    if person.deleted_at:
        raise CustomerError(_("This person was deleted."), code="gone")
    consent.refresh_from_db()
    if consent.withdrawn_at is None:
        return consent
    if person.consents.filter(channel=consent.channel, purpose=consent.purpose, withdrawn_at=None).exists():
        raise CustomerError(_("They have agreed again since."), code="given_again")
    before = {"withdrawn_at": consent.withdrawn_at}
    save_fields(consent, {"withdrawn_at": None, "updated_at": clock.now()})
    record(
        "consent.restored", consent, by=by, person=person,
        before=before, after=facts_of(consent, CONSENT_FACTS),
    )  # fmt: skip
    consent_changed.send(sender=Consent, consent=consent, by=by)
    return consent
