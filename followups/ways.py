"""Decides the way to a person: the first of the wanted ones by which they may be reached.

Letters by email go by themselves. A text message or a chat is prepared here and sent from the
distributor's own phone; a card is printed and posted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from followups.reach import Address, Agreement, reach_of

BY_ITSELF = frozenset({"email"})
FROM_THE_PHONE = ("text", "chat")
BY_POST = "post"
KNOWN = ("email", *FROM_THE_PHONE, BY_POST)


class Number(Protocol):
    number: str
    position: int


@dataclass(frozen=True)
class Contact:
    """How somebody can be reached and what they agreed to."""

    emails: Sequence[Address]
    numbers: Sequence[Number]
    address: str
    agreements: Sequence[Agreement]


@dataclass(frozen=True)
class Way:
    """A channel with where it leads, or the code of why the first wanted one leads nowhere."""

    channel: str = "email"
    to: str = ""
    code: str = ""

    def __bool__(self) -> bool:
        return bool(self.to)

    @property
    def by_itself(self) -> bool:
        return self.channel in BY_ITSELF


def way_to(
    contact: Contact,
    channels: Iterable[str],
    *,
    purpose: str = "service",
    suppressed: frozenset = frozenset(),
) -> Way:
    """Return the first channel that leads to somebody.

    Codes: no_address, bounced, no_consent, suppressed (email), no_phone, no_consent (text and
    chat), no_postal_address, no_consent (cards with offers).
    """
    refused = None
    for channel in filter(KNOWN.__contains__, channels):
        way = _way(contact, channel, purpose, suppressed)
        if way:
            return way
        refused = way if refused is None else refused
    return Way(code="no_address") if refused is None else refused


def link_of(channel: str, to: str, text: str) -> str:
    """Return the link that opens a text message or a chat with the words in it, on a phone."""
    if channel == "chat":
        return f"https://wa.me/{to.lstrip('+')}?text={quote(text)}"
    return f"sms:{to}?&body={quote(text)}"


def _way(contact: Contact, channel: str, purpose: str, suppressed: frozenset) -> Way:
    if channel in FROM_THE_PHONE:
        return _by_phone(contact, channel, purpose, suppressed)
    if channel == BY_POST:
        return _by_post(contact, purpose)
    reach = reach_of(contact.emails, contact.agreements, purpose=purpose, suppressed=suppressed)
    return Way(channel, reach.address, reach.code)


def _by_phone(contact: Contact, channel: str, purpose: str, suppressed: frozenset) -> Way:
    reach = reach_of(
        contact.numbers, contact.agreements, channel=channel, purpose=purpose, suppressed=suppressed
    )
    return Way(channel, reach.address, "no_phone" if reach.code == "no_address" else reach.code)


def _by_post(contact: Contact, purpose: str) -> Way:
    """A card of service needs no consent; one with offers does."""
    if not contact.address.strip():
        return Way(BY_POST, code="no_postal_address")
    if purpose != "service" and not _agreed(contact, BY_POST, purpose):
        return Way(BY_POST, code="no_consent")
    return Way(BY_POST, " ".join(contact.address.split()))


def _agreed(contact: Contact, channel: str, purpose: str) -> bool:
    return any(
        (row.channel, row.purpose, row.withdrawn_at) == (channel, purpose, None) for row in contact.agreements
    )
