"""Reads JSON bodies and takes nothing that could harm: size, depth, numbers that are none, odd characters."""

import json
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from kit.api.errors import ApiError, too_large

DEEPEST = 20  # levels; ours need four


class StrictJSONParser(BaseParser):
    """UTF-8 JSON, an object at the top, at most DATA_UPLOAD_MAX_MEMORY_SIZE bytes."""

    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None):
        """Return the object. Raises ParseError or ApiError."""
        if parser_context["request"].headers.get("Content-Encoding", "identity") != "identity":
            raise ApiError(415, "unsupported_media_type", _("The body must not be packed."))
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(most + 1)
        if len(body) > most:
            raise too_large()
        value = _read(body)
        if not isinstance(value, dict):
            raise ParseError(_("The body must be a JSON object."))
        _look_through(value, "", 1)
        return value


def _read(body: bytes):
    try:
        return json.loads(
            body.decode(),
            parse_float=_number,
            parse_constant=_no_number,
            object_pairs_hook=_once_each,
        )
    except UnicodeDecodeError:
        raise ParseError(_("The body is not UTF-8.")) from None
    except RecursionError:
        raise _too_deep() from None
    except ValueError as error:
        raise ParseError(_("The body is not JSON: %(problem)s") % {"problem": error}) from None


def _number(word: str) -> Decimal:
    try:
        return Decimal(word)
    except ArithmeticError:  # an exponent of 20 digits
        _no_number(word)


def _no_number(word: str):
    raise ValueError(word[:40])


def _once_each(pairs: list) -> dict:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(_("a name stands twice in one object"))
    return found


def _look_through(value, name: str, depth: int) -> None:
    """Refuse what is nested too deeply, and texts that no database takes."""
    if depth > DEEPEST:
        raise _too_deep()
    if isinstance(value, str):
        _check_text(value, name)
    elif isinstance(value, dict):
        for key, inner in value.items():
            _check_text(key, name)
            _look_through(inner, f"{name}.{key}" if name else key, depth + 1)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            _look_through(inner, f"{name}.{number}", depth + 1)


def _check_text(text: str, name: str) -> None:
    try:
        text.encode()
        usable = "\0" not in text
    except UnicodeEncodeError:
        usable = False
    if not usable:
        name = name.encode(errors="replace").decode()
        said = _("The text holds a character that cannot be kept.")
        raise ApiError(400, "invalid", f"{name}: {said}", fields={name: [said]})


def _too_deep() -> ParseError:
    return ParseError(_("The body is nested too deeply."))
