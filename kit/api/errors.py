"""One shape for every error: `{"code", "detail", "fields"}`."""

from contextlib import contextmanager

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.response import Response

from kit.errors import Refused, Stale
from kit.paging import BadCursor

WHOLE = ""  # the field name of what concerns no single field


class ApiError(exceptions.APIException):
    """An error with a status and a code of its own; `fields` is {name: [sentence]}, `besides` what else is told."""

    def __init__(self, status_code: int, code: str, detail: str, *, fields=None, headers=None, besides=None):
        super().__init__(detail, code)
        self.status_code, self.code = status_code, code
        self.fields = fields or {}
        self.headers = headers or {}
        self.besides = besides or {}


@contextmanager
def renaming(**names: str):
    """Let a refusal speak of the field that the client knows: `renaming(emails="email")`."""
    try:
        yield
    except Refused as refusal:
        refusal.field = names.get(refusal.field, refusal.field)
        raise


def not_found() -> ApiError:
    return ApiError(404, "not_found", problem(404)["detail"])


def answer_error(exc: Exception, context: dict) -> Response | None:
    """Turn an exception into an answer; None for what is a fault of ours (500)."""
    error = _as_api_error(exc)
    if error is None:
        return None
    body = {"code": error.code, "detail": str(error.detail), "fields": error.fields, **error.besides}
    return Response(body, status=error.status_code, headers=error.headers)


def _as_api_error(exc: Exception) -> ApiError | None:
    if isinstance(exc, ApiError):
        return exc
    if isinstance(exc, Refused):
        return _refused(exc)
    if isinstance(exc, exceptions.ValidationError):
        fields = fields_of(exc.detail)
        return ApiError(400, "invalid", _first_sentence(fields), fields=fields)
    if isinstance(exc, Http404):
        return not_found()
    if isinstance(exc, PermissionDenied):
        return ApiError(403, "forbidden", _("You may not do this."))
    if isinstance(exc, RequestDataTooBig):
        return too_large()
    return _of_the_framework(exc) if isinstance(exc, exceptions.APIException) else None


def _refused(refusal: Refused) -> ApiError:
    fields = {refusal.field: [refusal.message]} if refusal.field else {}
    if isinstance(refusal, Stale):
        code = 412
    elif (fields and not refusal.is_conflict) or isinstance(refusal, BadCursor):
        code = 400
    else:
        code = 409
    return ApiError(code, refusal.code, refusal.message, fields=fields, besides=refusal.besides())


def too_large() -> ApiError:
    return ApiError(413, "too_large", problem(413)["detail"])


_CODES = {
    status.HTTP_400_BAD_REQUEST: "invalid",
    status.HTTP_401_UNAUTHORIZED: "not_signed_in",
    status.HTTP_403_FORBIDDEN: "forbidden",
    status.HTTP_404_NOT_FOUND: "not_found",
    status.HTTP_405_METHOD_NOT_ALLOWED: "method_not_allowed",
    status.HTTP_406_NOT_ACCEPTABLE: "not_acceptable",
    status.HTTP_411_LENGTH_REQUIRED: "length_required",
    status.HTTP_413_REQUEST_ENTITY_TOO_LARGE: "too_large",
    status.HTTP_415_UNSUPPORTED_MEDIA_TYPE: "unsupported_media_type",
    status.HTTP_429_TOO_MANY_REQUESTS: "too_many_requests",
    status.HTTP_500_INTERNAL_SERVER_ERROR: "broken",
    status.HTTP_507_INSUFFICIENT_STORAGE: "disk_full",
}


def problem(status_code: int) -> dict:
    """Return the body of an error that happened before or around our own views."""
    said = {
        401: _("Nobody is signed in: send your token in the header Authorization."),
        404: _("There is nothing here, or not for you."),
        405: _("This address does not take that method. The header Allow names those it takes."),
        406: _("Answers are JSON here, and nothing else."),
        411: _("Say how long the body is, in Content-Length."),
        413: _("The body is larger than this address takes."),
        415: _("A body is JSON here: send it as application/json."),
        429: _("Too many requests. Wait a little, please."),
        500: _("Something broke on our side. Nothing was kept of this request."),
        507: _("The disk is full. Nothing was kept of this request."),
    }
    detail = said.get(status_code, _("This request cannot be answered."))
    return {"code": _CODES.get(status_code, "error"), "detail": detail, "fields": {}}


IN_OUR_WORDS = (
    exceptions.NotAuthenticated,
    exceptions.MethodNotAllowed,
    exceptions.NotAcceptable,
    exceptions.UnsupportedMediaType,
    exceptions.Throttled,
)


def _of_the_framework(exc: exceptions.APIException) -> ApiError:
    headers = {}
    if getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = exc.auth_header
    if getattr(exc, "wait", None):
        headers["Retry-After"] = str(int(exc.wait) + 1)
    code = _CODES.get(exc.status_code, "error")
    if isinstance(exc, exceptions.ParseError):
        code = "malformed"
    said = problem(exc.status_code)["detail"] if isinstance(exc, IN_OUR_WORDS) else str(exc.detail)
    return ApiError(exc.status_code, code, said, headers=headers)


def fields_of(detail, before: str = "") -> dict[str, list[str]]:
    """Flatten nested errors to `{"items.0.quantity": ["A valid integer is required."]}`."""
    found: dict[str, list[str]] = {}
    if isinstance(detail, dict):
        for name, inner in detail.items():
            name = WHOLE if name == "non_field_errors" else str(name)
            found |= fields_of(inner, ".".join(filter(None, (before, name))))
    elif isinstance(detail, list) and any(isinstance(inner, (dict, list)) for inner in detail):
        for number, inner in enumerate(detail):
            found |= fields_of(inner, ".".join(filter(None, (before, str(number)))))
    elif detail:
        found[before] = [_sentence(inner) for inner in (detail if isinstance(detail, list) else [detail])]
    return found


def _sentence(detail: exceptions.ErrorDetail) -> str:
    return _("A list, please.") if getattr(detail, "code", "") == "not_a_list" else str(detail)


def _first_sentence(fields: dict[str, list[str]]) -> str:
    if not fields:
        return _("The request is not valid.")
    name, sentences = next(iter(fields.items()))
    return f"{name}: {sentences[0]}" if name else sentences[0]
