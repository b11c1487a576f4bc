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
}
ALWAYS = {
    "400": "Not valid",
    "401": "Not signed in",
    "403": "Not allowed",
    "404": "Not found, or not for you",
}
ALWAYS |= {"405": "Not by this method", "406": "JSON only", "429": "Too many requests"}
OF_WRITES = {"409": "In conflict with how things stand", "412": "Changed in the meantime"}
OF_WRITES |= {"413": "Too large", "415": "JSON only", "422": "The key belongs to another request"}
METHODS = {"get", "post", "put", "patch", "delete"}


def add_common_parts(result, generator, request, public):
    """Postprocessing hook of drf-spectacular."""
    result["components"].setdefault("schemas", {})["Problem"] = PROBLEM
    for path in result["paths"].values():
        for method, operation in path.items():
            if method in METHODS:
                _complete(operation, method)
    return result


def _complete(operation: dict, method: str) -> None:
    writes, open_to_all = method != "get", not _asks_for_token(operation)
    for status, said in (ALWAYS | (OF_WRITES if writes else {})).items():
        operation["responses"].setdefault(status, _problem(said))
    if writes and not open_to_all:
        operation.setdefault("parameters", []).append(_header("Idempotency-Key", KEY.pattern))
    one_row = any(p["in"] == "path" for p in operation.get("parameters", []))
    if one_row and not open_to_all:
        operation["parameters"].append(_header("If-Match" if writes else "If-None-Match", None))
        if not writes:
            operation["responses"].setdefault("304", {"description": "Not changed"})


def _asks_for_token(operation: dict) -> bool:
    return any(operation.get("security", [{}])) and {} not in operation.get("security", [{}])


def _problem(said: str) -> dict:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": said, "content": content}


def _header(name: str, pattern: str | None) -> dict:
    schema = {"type": "string"} | ({"pattern": f"^{pattern}$"} if pattern else {})
    return {"name": name, "in": "header", "required": False, "schema": schema}
