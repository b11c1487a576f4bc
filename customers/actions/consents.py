"""What people agree to, and that they may take it back."""

from django.db import transaction
from django.utils.translation import gettext as _

from customers.actions.rows import refuse_misfits
from customers.errors import CustomerError
from customers.models import Consent, Customer
from customers.tidying import tidy_line, tidy_text
from kit import clock
from kit.events import Actor, facts_of, record

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
    """Record that a person no longer agrees; the row stays, ended. Twice is once."""
    now = clock.now()
    ended = Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(withdrawn_at=now, updated_at=now)
    if ended:
        consent.withdrawn_at = consent.updated_at = now
        record(
            "consent.withdrawn", consent, by=by, person=consent.customer_id,
            before=facts_of(consent, CONSENT_FACTS), after={"withdrawn_at": now},
        )  # fmt: skip
    return consent
