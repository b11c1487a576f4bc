"""Single-use links: the token goes out, only its hash stays."""

import hashlib
import secrets


def new_token() -> str:
    """Return 256 bits that fit into an address."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
