"""Conditional requests: an ETag says which state was read, If-Match that it must still be so.

An ETag is `"v3-17f0c2"`: the version that people edit, then a hash of the whole answer. Reading
compares both; writing compares the version alone, because a figure that moved by itself must
not throw away what somebody typed. Rows without a version have the moment of their last change
in its place, `"u64b1f0-17f0c2"`. Where an edit is no version yet, the row's `mark` stands there.
The answer alone is no proof of it: it also says what stands in other rows, or turns with the day.
"""

import hashlib

from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer

from kit.api.errors import ApiError
from kit.errors import Stale


def etag_of(row, facts: dict) -> str:
    """Return the ETag of a row, with `version` or `updated_at`, and of what its answer says."""
    return f'"{_state_of(row)}-{_hash_of(facts)}"'


def etag_of_facts(facts: dict) -> str:
    """Return the ETag of what an answer says, where there is no row to compare."""
    return f'"{_hash_of(facts)}"'


def is_known_etag(request, etag: str) -> bool:
    """Has the client this answer already (If-None-Match)?"""
    return etag in _listed(request.headers.get("If-None-Match", ""))


def check_match(request, row) -> None:
    """Raise Stale where If-Match names other states than the row's own."""
    check_etag(request, f'"{_state_of(row)}-"')


def names_a_state(request) -> bool:
    """Does If-Match name a state that must still be so?"""
    return request.headers.get("If-Match", "*").strip() not in ("", "*")


def check_etag(request, etag: str) -> None:
    """Raise Stale where If-Match names other states than the one of this ETag."""
    if not names_a_state(request):
        return
    listed = _listed(request.headers["If-Match"])
    if _compared(etag) not in {_compared(one) for one in listed}:
        raise Stale(_("This was changed in the meantime. Read it again, then change it."))


def require_no_weak(request) -> None:
    """Refuse a malformed If-Match before anything is done."""
    if names_a_state(request) and not _listed(request.headers["If-Match"]):
        raise ApiError(400, "bad_etag", _("If-Match takes an ETag as this address gave it, in quotes."))


def _state_of(row) -> str:
    version = getattr(row, "mark", None) or getattr(row, "version", None)
    return f"u{int(row.updated_at.timestamp() * 1_000_000):x}" if version is None else f"v{version}"


def _hash_of(facts: dict) -> str:
    return hashlib.sha256(JSONRenderer().render(facts)).hexdigest()[:16]


def _listed(header: str) -> set[str]:
    words = (word.strip().removeprefix("W/") for word in header.split(","))
    return {word for word in words if len(word) > 2 and word[0] == word[-1] == '"'}


def _compared(etag: str) -> str:
    version, dash, _stamp = etag.partition("-")
    return version if dash else etag
