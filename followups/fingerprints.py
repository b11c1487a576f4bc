"""Fingerprints of addresses: to know one again that must not be written to, without keeping it.

The key of the installation is in them, so that a copied table tells nobody whose addresses they
are. One made with an earlier key is known as long as that stands in SECRET_KEY_FALLBACKS.
"""

from django.conf import settings

from customers.contacts import email_key
from followups.tokens import sealed, signing_keys

SALT = "followups.suppression"


def fingerprint_of(address: str) -> str:
    """Return the fingerprint that is kept of an address or a phone number."""
    return _fingerprint(address, settings.SECRET_KEY)


def fingerprints_of(address: str) -> list[str]:
    """Return all fingerprints under which an address may have been kept."""
    return [_fingerprint(address, key) for key in signing_keys()]


def _fingerprint(address: str, key: str) -> str:
    return sealed(SALT, email_key(address).encode(), key).hex()
