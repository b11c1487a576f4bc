"""Single-use links: the token goes out, only its hash stays."""

import hashlib
import secrets


def new_token() -> str:
    """Return 256 bits that fit into an address."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def mark_of_password(distributor) -> str:
    """Return a digest that is another one as soon as the password is."""
    return hash_of(distributor.get_session_auth_hash())
