"""Decides whether somebody may be written to for a purpose, and at which address."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Protocol

from customers.contacts import email_key

EVERYTHING = ""  # the purpose of a suppression that holds for all of them
Shut = tuple[str, str]  # the key of an address, and the purpose it is suppressed for


class Address(Protocol):
    """An e-mail address, or (with `number` for `address`, and no bounces) a phone."""

    address: str
    position: int
    bounced_at: object


class Agreement(Protocol):
    channel: str
    purpose: str
    withdrawn_at: object


@dataclass(frozen=True)
class Reach:
    """The address to write to, or the code of why there is none."""

    address: str = ""
    code: str = ""

    def __bool__(self) -> bool:
        return bool(self.address)


def reach_of(
    addresses: Iterable[Address],
    agreements: Iterable[Agreement],
    *,
    channel: str = "email",
    purpose: str = "service",
    suppressed: Collection[Shut] = frozenset(),
) -> Reach:
    """Return the first address that works and may be used, if they agreed to this by this channel.

    Codes, in the order in which they are asked: no_address, bounced, suppressed, no_consent.
    """
    known = sorted(addresses, key=lambda row: row.position)
    if not known:
        return Reach(code="no_address")
    working = [_line(row) for row in known if getattr(row, "bounced_at", None) is None]
    if not working:
        return Reach(code="bounced")
    open_ones = [line for line in working if not is_shut(line, purpose, suppressed)]
    if not open_ones:
        return Reach(code="suppressed")
    if not any(
        (row.channel, row.purpose, row.withdrawn_at) == (channel, purpose, None) for row in agreements
    ):
        return Reach(code="no_consent")
    return Reach(address=open_ones[0])


def is_shut(address: str, purpose: str, suppressed: Collection[Shut]) -> bool:
    """Say whether an address is suppressed for a purpose, or for everything."""
    key = email_key(address)
    return (key, EVERYTHING) in suppressed or (key, purpose) in suppressed


def _line(row: Address) -> str:
    return row.address if hasattr(row, "address") else row.number
