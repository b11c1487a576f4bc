"""Conditional requests: an ETag says which state was read, If-Match that it must still be so.

An ETag is `"v3-17f0c2"`: the version that people edit, then the moment of the last change of
any kind. Reading compares the whole; writing compares the version alone, because a figure that
moved by itself must not throw away what somebody typed.
"""

import hashlib

from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer

from kit.api.errors import ApiError
from kit.errors import Stale


def etag_of(row) -> str:
    """Return the ETag of a row with `updated_at`, and `version` if it has one."""
    stamp = f"{int(row.updated_at.timestamp() * 1_000_000):x}"
    version = getattr(row, "version", None)
    return f'"{stamp}"' if version is None else f'"v{version}-{stamp}"'


def etag_of_facts(facts: dict) -> str:
    """Return the ETag of what an answer says, where no row carries a version."""
    return f'"{hashlib.sha256(JSONRenderer().render(facts)).hexdigest()[:16]}"'


def is_known(request, row) -> bool:
    """Has the client this state already (If-None-Match)?"""
    return is_known_etag(request, etag_of(row))


def is_known_etag(request, etag: str) -> bool:
    return etag in _listed(request.headers.get("If-None-Match", ""))


def check_match(request, row) -> None:
    """Raise Stale where If-Match names other states than the row's own."""
    check_etag(request, etag_of(row))


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


def _listed(header: str) -> set[str]:
    words = (word.strip().removeprefix("W/") for word in header.split(","))
    return {word for word in words if len(word) > 2 and word[0] == word[-1] == '"'}


def _compared(etag: str) -> str:
    version, dash, _stamp = etag.partition("-")
    return version if dash else etag
