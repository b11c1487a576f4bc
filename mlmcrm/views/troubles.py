"""What somebody sees when a request cannot be read, or something broke on our side."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext as _

from kit.logs import scene

API = "/api/"
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def unreadable(request, exception):
    """A request that is broken or too large; nothing of it was done."""
    status = 413 if isinstance(exception, TOO_MUCH) else 400
    if not request.path_info.startswith(API):
        return HttpResponse(render_to_string(f"{status}.html"), status=status)
    if status == 413:
        return _in_json(status, "too_large", _("The body is larger than this address takes."))
    return _in_json(status, "malformed", _("The request could not be read."))


def broken(request):
    """Say so, with the number by which the operator finds what was written down about it."""
    request_id = scene.current().request_id
    words = _("Something broke on our side. The number for your operator: %s") % request_id
    if request.path_info.startswith(API):
        return _in_json(500, "broken", words)
    try:
        page = render_to_string("500.html", {"request_id": request_id})
    except Exception:  # what broke may be what pages are made of
        page = escape(words)
    return HttpResponse(page, status=500)


def _in_json(status: int, code: str, detail) -> JsonResponse:
    return JsonResponse({"code": code, "detail": str(detail), "fields": {}}, status=status)
