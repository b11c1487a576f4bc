"""Adds to the OpenAPI schema what every address has: the errors, the key of a write, the conditions."""

from kit.api.keys import KEY

PROBLEM = {
    "type": "object",
    "required": ["code", "detail", "fields"],
    "additionalProperties": False,
    "properties": {
        "code": {"type": "string", "description": "For programs."},
        "detail": {"type": "string", "description": "For people."},
        "fields": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
            "description": "Sentences by the name of the field at fault; nested names are joined by dots.",
        },
    },
    "examples": [
        {
            "code": "invalid",
            "detail": "name: This field is required.",
            "fields": {"name": ["This field is required."]},
        }
    ],
}
DEEDS = {
    "_list": "List %(tag)s",
    "_create": "Add to %(tag)s",
    "_retrieve": "Read one of %(tag)s",
    "_partial_update": "Change one of %(tag)s",
    "_destroy": "Take away one of %(tag)s",
}
METHODS = {"get", "post", "put", "patch", "delete"}

HEADERS = {
    "ETag": "The state that is shown, for If-Match and If-None-Match.",
    "Location": "Where the new row is.",
    "Kept-Undo": "The event that takes this deed back, where it can be taken back.",
    "Idempotent-Replayed": "`true` where the answer is that of the first request with this key.",
    "Retry-After": "Seconds to wait.",
    "WWW-Authenticate": "`Bearer`",
}
GIVEN = {
    "Idempotency-Key": "Twice the same request under one key is done once. Kept for 48 hours.",
    "If-Match": "Write only if the row is as this ETag says; else 412.",
    "If-None-Match": "Answer 304 if the row is still as this ETag says.",
}
PATTERNS = {"Idempotency-Key": f"^{KEY.pattern}$"}

# status: (name, description, headers)
ERRORS = {
    "400": ("Invalid", "Not valid: `fields` says what, and why.", ()),
    "401": ("NotSignedIn", "No token, or one that is worth nothing.", ("WWW-Authenticate",)),
    "404": ("NotFound", "Not there, or not for you.", ()),
    "406": ("NotAcceptable", "There is JSON only.", ()),
    "409": (
        "Conflict",
        "In conflict with how things stand; or, `in_progress`, the first request with this key still runs.",
        ("Retry-After",),
    ),
    "411": ("LengthRequired", "A body without Content-Length.", ()),
    "412": ("Stale", "Changed in the meantime: read it again.", ()),
    "413": ("TooLarge", "The body is too large.", ()),
    "415": ("UnsupportedMediaType", "Bodies are JSON, and not packed.", ()),
    "422": ("KeyReused", "The key belongs to another request.", ()),
    "429": ("TooManyRequests", "Too many requests: wait.", ("Retry-After",)),
}
ALWAYS = ("400", "401", "406", "429")
OF_WRITES = ("409", "411", "413", "415")


def add_common_parts(result, generator, request, public):
    """Postprocessing hook of drf-spectacular."""
    parts = result["components"]
    parts.setdefault("schemas", {})["Problem"] = PROBLEM
    parts["responses"] = {name: _problem(said, headers) for name, said, headers in ERRORS.values()}
    parts["headers"] = {name: _header(said) for name, said in HEADERS.items()}
    parts["parameters"] = {name: _parameter(name, said) for name, said in GIVEN.items()}
    for path, methods in result["paths"].items():
        for method, operation in methods.items():
            if method in METHODS:
                operation.setdefault("summary", _summary(path, operation))
                _complete(operation, writes=method != "get")
    return result


def _summary(path: str, operation: dict) -> str:
    """What a row's own address does goes without saying; a verb has said it itself."""
    tag, deed = operation["tags"][0], operation["operationId"].removeprefix(operation["tags"][0])
    own = path.removesuffix("{id}/").endswith(f"/{tag}/")
    if own and deed in DEEDS and (deed != "_retrieve" or path.endswith("{id}/")):
        return DEEDS[deed] % {"tag": tag}
    return operation.get("description", "").split(". ")[0].split(";")[0].strip().rstrip(".")


def _complete(operation: dict, writes: bool) -> None:
    """Say of one operation what holds for all of its kind."""
    signed_in = {} not in operation.get("security", [{}])
    parameters, answers = operation.setdefault("parameters", []), operation["responses"]
    one_row = any(parameter["in"] == "path" for parameter in parameters)
    is_list = "Paginated" in str(answers.get("200"))
    conditional = signed_in and not is_list and (operation.pop("x-conditional", False) or one_row)
    if conditional and not writes:
        answers["304"] = {"description": "Still so."}
    if signed_in:
        _tell_headers(answers, writes, is_list)
    for status in _errors(signed_in, writes, one_row, conditional):
        answers.setdefault(status, _ref("responses", ERRORS[status][0]))
    if signed_in and writes:
        parameters.append(_ref("parameters", "Idempotency-Key"))
    if conditional:
        parameters.append(_ref("parameters", "If-Match" if writes else "If-None-Match"))


def _errors(signed_in: bool, writes: bool, one_row: bool, conditional: bool) -> list[str]:
    errors = [*ALWAYS]
    errors += [*OF_WRITES] if writes else []
    errors += ["404"] if one_row else []
    errors += ["412"] if writes and conditional else []
    errors += ["422"] if writes and signed_in else []
    return sorted(errors)


def _tell_headers(answers: dict, writes: bool, is_list: bool) -> None:
    for status, answer in answers.items():
        names = ["ETag"] if status in ("200", "201", "304") and not is_list else []
        names += ["Location"] if status == "201" else []
        names += ["Kept-Undo", "Idempotent-Replayed"] if writes else []
        if names:
            answer["headers"] = {name: _ref("headers", name) for name in names}


def _problem(said: str, headers: tuple[str, ...]) -> dict:
    content = {"application/json": {"schema": _ref("schemas", "Problem")}}
    told = {name: _ref("headers", name) for name in headers}
    return {"description": said, "content": content} | ({"headers": told} if told else {})


def _header(said: str) -> dict:
    return {"description": said, "schema": {"type": "string"}}


def _parameter(name: str, said: str) -> dict:
    schema = {"type": "string"} | ({"pattern": PATTERNS[name]} if name in PATTERNS else {})
    return {"name": name, "in": "header", "required": False, "schema": schema, "description": said}


def _ref(kind: str, name: str) -> dict:
    return {"$ref": f"#/components/{kind}/{name}"}
