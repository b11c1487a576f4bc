"""Decides whether a letter of service may go to somebody, and to which address."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


class Address(Protocol):
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


def reach_of(addresses: Iterable[Address], agreements: Iterable[Agreement]) -> Reach:
    """Return the first address that works, if they agreed to letters of service.

    Codes: no_address, bounced, no_consent.
    """
    known = sorted(addresses, key=lambda row: row.position)
    if not known:
        return Reach(code="no_address")
    working = [row.address for row in known if row.bounced_at is None]
    if not working:
        return Reach(code="bounced")
    if not any(_serves(row) for row in agreements):
        return Reach(code="no_consent")
    return Reach(address=working[0])


def _serves(row: Agreement) -> bool:
    return (row.channel, row.purpose, row.withdrawn_at) == ("email", "service", None)
