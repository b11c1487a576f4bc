"""What somebody sees when something broke on our side."""

from django.http import HttpResponseServerError, JsonResponse
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext as _

from kit.logs import scene

API = "/api/"


def broken(request):
    """Say so, with the number by which the operator finds what was written down about it."""
    request_id = scene.current().request_id
    words = _("Something broke on our side. The number for your operator: %s") % request_id
    if request.path_info.startswith(API):
        return JsonResponse({"code": "broken", "detail": words, "fields": {}}, status=500)
    try:
        page = render_to_string("500.html", {"request_id": request_id})
    except Exception:  # what broke may be what pages are made of
        page = escape(words)
    return HttpResponseServerError(page)
