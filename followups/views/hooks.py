"""Door of the mail provider: what became of letters, and letters that come in. It says a secret first."""

import json

from anymail.utils import get_request_basic_auth
from django.conf import settings
from django.http import Http404, HttpResponseBadRequest, HttpResponseForbidden
from django.urls import resolve
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt

MOST_BYTES = 40 * 1024 * 1024  # providers hand on letters of 25 MB, with their documents written out


@csrf_exempt
def tracking(request, provider):
    """What became of letters that went out."""
    return _hear(request, provider, "tracking")


@csrf_exempt
def inbound(request, provider):
    """A letter that came in."""
    return _hear(request, provider, "inbound")


def _hear(request, provider: str, what: str):
    """Only the provider of the settings is heard, and nobody while no secret is set."""
    secret = settings.ANYMAIL.get("WEBHOOK_SECRET")
    if not secret or provider != settings.EMAIL_PROVIDER:
        raise Http404
    if not constant_time_compare(get_request_basic_auth(request) or "", secret):
        return HttpResponseForbidden()
    if request.content_type == "application/json" and not _is_readable(request):
        return HttpResponseBadRequest()
    view, _args, _kwargs = resolve(f"/{provider}/{what}/", urlconf="anymail.urls")
    return view(request)


def _is_readable(request) -> bool:
    """Read a body whole, and say whether it can be: letters with pictures are larger than forms may be."""
    if int(request.META.get("CONTENT_LENGTH") or 0) <= MOST_BYTES:
        request._body = request.read(MOST_BYTES)
    try:
        json.loads(request.body)
    except ValueError:
        return False
    return True
