"""Finds the guest whose page a link leads to."""

from appointments.actions.letters import PURPOSE
from appointments.models import Guest
from followups.tokens import read_token


def guest_by(token: str) -> Guest | None:
    """Return the guest that a token of this purpose names, None where it names nobody any more."""
    named = read_token(PURPOSE, token)
    guests = Guest.objects.select_related("appointment__owner", "appointment__kind", "customer__owner")
    return guests.filter(token=named).first() if named else None
