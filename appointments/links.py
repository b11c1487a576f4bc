"""Finds the guest, or who waits, to whose page a link leads."""

from appointments.actions.letters import PURPOSE, WAITING_PURPOSE
from appointments.actions.notes_out import PURPOSE as NOTES_PURPOSE
from appointments.models import Feed, Guest, Waiting
from followups.tokens import read_token, token_for

FEED_PURPOSE = "feed"


def guest_by(token: str) -> Guest | None:
    """Return the guest that a token of this purpose names, None where it names nobody any more."""
    named = read_token(PURPOSE, token)
    guests = Guest.objects.select_related("appointment__owner", "appointment__kind", "customer__owner")
    return guests.filter(token=named).first() if named else None


def guest_of_notes(token: str) -> Guest | None:
    """Return the guest whose notes a token names, None where it names nobody any more."""
    named = read_token(NOTES_PURPOSE, token)
    guests = Guest.objects.select_related("appointment__owner", "appointment__kind", "customer__owner")
    return guests.filter(token=named).first() if named else None


def feed_by(token: str) -> Feed | None:
    """Return the feed that a token of this purpose names, None where its address was made anew."""
    named = read_token(FEED_PURPOSE, token)
    rows = Feed.objects.select_related("owner").filter(owner__is_active=True)
    return rows.filter(token=named).first() if named else None


def feed_token(feed: Feed) -> str:
    """Return what names a feed in its address."""
    return token_for(FEED_PURPOSE, feed.token)


def waiting_by(token: str) -> Waiting | None:
    """Return the place on a waiting list that a token of this purpose names, None for any other."""
    named = read_token(WAITING_PURPOSE, token)
    rows = Waiting.objects.select_related("owner", "kind", "customer__owner")
    return rows.filter(pk=named).first() if named else None
