"""Knows whom a distributor can ask about a complaint."""

from team.models import Distributor


def sponsor_of(owner: Distributor) -> Distributor | None:
    """Return the sponsor, if it is one who signs in here."""
    sponsor = owner.sponsor if owner.sponsor_id else None
    return sponsor if sponsor and sponsor.is_active and sponsor.email else None
