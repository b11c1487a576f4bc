"""What holds for every answer of the JSON door, whoever gives it."""

from django.conf import settings
from django.http import HttpResponse, JsonResponse

from kit.api.errors import problem

TOLD_FURTHER = ("Allow", "Retry-After", "WWW-Authenticate")


class JsonDoorMiddleware:
    """No cookie counts here and none is set, nobody keeps an answer, and every error has the one shape.

    A browser sends its cookies along wherever a foreign page makes it call: whoever is signed in
    on the pages must not be so here.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith(settings.API_PREFIX):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        refused = _refused_unread(request)
        response = _problem(refused) if refused else _in_our_shape(self.get_response(request))
        response.cookies.clear()
        response.headers.setdefault("Cache-Control", "no-store")
        _vary_by_token(response)
        return response


def _vary_by_token(response: HttpResponse) -> None:
    """What is shown depends on the token, and on no cookie."""
    named = [name.strip() for name in response.get("Vary", "").split(",")]
    response.headers["Vary"] = ", ".join(
        [*(name for name in named if name and name != "Cookie"), "Authorization"]
    )


def _refused_unread(request) -> int | None:
    """Return the status for a body that is not even looked at: too long, or nobody knows how long."""
    length = request.META.get("CONTENT_LENGTH", "")
    if not length and "HTTP_TRANSFER_ENCODING" in request.META:
        return 411
    too_long = length.isdecimal() and int(length[:20]) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return 413 if too_long else None


def _in_our_shape(response: HttpResponse) -> HttpResponse:
    """Put the error page of anybody else into JSON; while developing, a fault is shown as Django shows it."""
    ours = response.status_code < 400 or response.get("Content-Type") == "application/json"
    if ours or (settings.DEBUG and response.status_code == 500):
        return response
    told = {name: response[name] for name in TOLD_FURTHER if name in response}
    return _problem(response.status_code, told)


def _problem(status: int, headers: dict | None = None) -> JsonResponse:
    response = JsonResponse(problem(status), status=status, headers=headers)
    response.headers["Content-Length"] = str(len(response.content))
    return response
