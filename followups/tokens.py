"""Signed names of people and messages for links and reply addresses that leave the house.

A token is short enough for the part of an address before the @, holds small letters and digits
alone, and is read in any case of them. It is good for one purpose and never runs out; each is
also valid that an earlier SECRET_KEY signed, as long as that stands in SECRET_KEY_FALLBACKS.
"""

import base64
import binascii
import hashlib
import hmac
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare

SEAL_BYTES = 10
LENGTH = 42  # base32 of a UUID and its seal


def token_for(purpose: str, id: UUID) -> str:
    """Return the token that names a row for one purpose, for example "preferences" or "reply"."""
    return _token(purpose, id, settings.SECRET_KEY)


def read_token(purpose: str, token: str) -> UUID | None:
    """Return the id that a token names, or None where it was not made here for this purpose."""
    token = token.lower()
    if len(token) != LENGTH or not token.isascii():
        return None
    try:
        id = UUID(bytes=base64.b32decode(token.upper() + "======")[:16])
    except binascii.Error:
        return None
    ours = [constant_time_compare(token, _token(purpose, id, key)) for key in signing_keys()]
    return id if any(ours) else None


def signing_keys() -> list[str]:
    """The keys that anything made here may be signed with, the present one first."""
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def sealed(salt: str, value: bytes, secret: str) -> bytes:
    """Return the seal of a value: Django's `salted_hmac` with SHA-256, whose key is made once, not each time."""
    return hmac.digest(_key(salt, secret), value, "sha256")


@lru_cache(maxsize=32)
def _key(salt: str, secret: str) -> bytes:
    return hashlib.sha256(f"{salt}{secret}".encode()).digest()


def _token(purpose: str, id: UUID, key: str) -> str:
    seal = sealed(f"followups.tokens.{purpose}", id.bytes, key)
    return base64.b32encode(id.bytes + seal[:SEAL_BYTES]).decode().rstrip("=").lower()
