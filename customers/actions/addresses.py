"""What is learned about a person's e-mail addresses when letters go there."""

from django.db import transaction

from customers.actions.rows import lock_person, save_fields
from customers.models import Customer
from kit import clock
from kit.events import Actor, record


@transaction.atomic
def note_bounce(*, person: Customer, address: str, by: Actor) -> None:
    """Mark an e-mail address of the person's to which letters do not come through. Twice is once."""
    now = clock.now()
    for email in lock_person(person).emails.filter(address=address, bounced_at=None):
        save_fields(email, {"bounced_at": now})
        after = {"address": email.address, "bounced_at": now}
        record("email.bounced", email, by=by, person=person, before={"bounced_at": None}, after=after)
