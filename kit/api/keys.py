"""Idempotency-Key: a write asked for twice under one key is done once, and answered twice the same.

The key is taken before the deed, in a transaction of its own, so that others see that it runs.
The outcome is written in the transaction of the deed itself: a process that dies leaves neither,
and after the lease another may try. What failed is not kept: the same key may be tried again.
"""

import hashlib
import re
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer

from kit import clock
from kit.api.errors import ApiError
from kit.models import RequestOutcome
from kit.tidying import KEPT

KEY = re.compile(r"[\x21-\x7e]{1,200}")
LEASE = timedelta(seconds=90)  # longer than any request may take
HEADERS = ("ETag", "Location", "Kept-Undo")


def once(request, deed):
    """Do `deed()` and keep its answer under the request's key, or answer what was kept.

    Without a key it is just done. Raises ApiError: 400 for a key that is none, 409 while the
    first request runs, 422 where the key was used for another request.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return deed()
    if not KEY.fullmatch(key):
        raise ApiError(400, "bad_key", _("Idempotency-Key takes 1 to 200 visible ASCII characters."))
    taken = _take(request, key)
    return _told_again(taken) if taken.status else _do(taken, deed)


def _take(request, key: str) -> RequestOutcome:
    """Return the row of the key: ours to do now, or done already."""
    now, mark = clock.now(), _fingerprint(request)
    row = RequestOutcome(user=request.user, key=key, fingerprint=mark, lease_until=now + LEASE)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
        return row
    except IntegrityError:
        return _meet(RequestOutcome.objects.visible_to(request.user).filter(key=key), row)


def _meet(rows, mine: RequestOutcome) -> RequestOutcome:
    """Somebody has the key: too old, another request, done, running, or left behind by the dead."""
    known, now = rows.first(), clock.now()
    if known is None or known.created_at < now - KEPT:
        return _take_over(rows, mine, Q(created_at__lt=now - KEPT))
    if known.fingerprint != mine.fingerprint:
        raise ApiError(422, "key_reused", _("This Idempotency-Key belongs to another request."))
    if known.status:
        return known
    return _take_over(rows, mine, Q(lease_until__lt=now, status=None))


def _take_over(rows, mine: RequestOutcome, gone: Q) -> RequestOutcome:
    values = {
        name: getattr(mine, name) for name in ("fingerprint", "lease_token", "lease_until", "created_at")
    }
    if not rows.filter(gone).update(**values, status=None, answer=None, headers={}):
        raise ApiError(
            409,
            "in_progress",
            _("The first request with this key is still running."),
            headers={"Retry-After": "1"},
        )
    return rows.get(lease_token=mine.lease_token)


def _do(taken: RequestOutcome, deed):
    mine = RequestOutcome.objects.visible_to(taken.user)
    ours = mine.filter(pk=taken.pk, lease_token=taken.lease_token)
    try:
        with transaction.atomic():
            response = deed()
            if 200 <= response.status_code < 300:
                _keep(ours, response)
                return response
    except BaseException:
        ours.filter(status=None).delete()
        raise
    ours.filter(status=None).delete()
    return response


def _keep(ours, response) -> None:
    answer = b"" if response.data is None else JSONRenderer().render(response.data)
    headers = {name: response[name] for name in HEADERS if name in response}
    if not ours.update(status=response.status_code, headers=headers, answer=answer):
        raise ApiError(
            409,
            "in_progress",
            _("The first request with this key is still running."),
            headers={"Retry-After": "1"},
        )


def _told_again(known: RequestOutcome) -> HttpResponse:
    answer = HttpResponse(bytes(known.answer or b""), status=known.status, content_type="application/json")
    for name, value in known.headers.items():
        answer[name] = value
    answer["Idempotent-Replayed"] = "true"
    return answer


def _fingerprint(request) -> str:
    asked = f"{request.method} {request.get_full_path()}\n".encode()
    return hashlib.sha256(asked + JSONRenderer().render(request.data)).hexdigest()
