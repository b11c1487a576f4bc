"""The columns of a model, and how their values are written: found out once, then told row after row.

Django asks the field of each value what it is to the database. Values that are what the field
says are written here at once; whatever else somebody put there goes Django's way.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connections, models

IN_WORDS_TOO = (models.DecimalField, models.FileField)  # what Django makes of these reads as words
NOTHING = "\\N"  # what COPY reads as NULL
ESCAPED = str.maketrans({"\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t"})
KINDS = {
    models.CharField: str,
    models.TextField: str,
    models.UUIDField: UUID,
    models.BooleanField: bool,
    models.IntegerField: int,
    models.DateTimeField: datetime,
    models.DateField: date,
    models.TimeField: time,
    models.JSONField: object,
}
Write = Callable[[Any], Any]
WORDS: dict[type, Write] = {
    type(None): lambda value: NOTHING,
    bool: {True: "t", False: "f"}.__getitem__,
    str: lambda value: str(value).translate(ESCAPED),
    UUID: lambda value: value.hex,
    datetime: datetime.isoformat,
    date: date.isoformat,
    time: time.isoformat,
    int: int.__repr__,
    float: float.__repr__,
    Decimal: str,
    dict: lambda value: json.dumps(value).translate(ESCAPED),
}
KEPT: dict[type, Write] = {
    UUID: lambda value: value.hex,
    datetime: lambda value: str(value.astimezone(UTC).replace(tzinfo=None)),
    date: str,
    time: str,
    dict: json.dumps,
}


class Columns:
    """What is written of new rows of a model; a key that the database counts is left to it."""

    def __init__(self, model: type[models.Model], alias: str, writer: Callable[..., Write]):
        connection = connections[alias]
        quote = connection.ops.quote_name
        fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
        self.table = quote(model._meta.db_table)
        self.names = ", ".join(quote(field.column) for field in fields)
        self._of = attrgetter(*(field.attname for field in fields))
        self._writers = [writer(field, connection) for field in fields]
        self.in_words = all(_kind_of(field) or isinstance(field, IN_WORDS_TOO) for field in fields)
        self._before = [field for field in fields if _is_set_when_saved(field)]

    def of_rows(self, rows: Iterable[models.Model]) -> Iterator[list]:
        for row in rows:
            for field in self._before:
                field.pre_save(row, add=True)
            yield [write(value) for write, value in zip(self._writers, self._of(row), strict=True)]


@cache
def columns_for_copy(model: type[models.Model], alias: str) -> Columns:
    """Return the columns with values in words, as a COPY of PostgreSQL reads them."""
    return Columns(model, alias, _in_words)


@cache
def columns_for_sqlite(model: type[models.Model], alias: str) -> Columns:
    """Return the columns with values as SQLite keeps them."""
    return Columns(model, alias, _for_sqlite)


def in_words(value: Any) -> str:
    """Return a plain value, or a dict for JSON, as COPY reads it."""
    kind = type(value)
    if kind not in WORDS:
        kind = next((known for known in WORDS if isinstance(value, known)), kind)
    return WORDS[kind](value)


def for_sqlite(value: Any) -> Any:
    """Return a plain value, or a dict for JSON, as SQLite keeps it."""
    tell = KEPT.get(type(value))
    return tell(value) if tell else value


def _in_words(field: models.Field, connection) -> Write:
    if isinstance(field, models.JSONField):
        dumps = _dumps(field)
        return lambda value: NOTHING if value is None else dumps(value).translate(ESCAPED)

    def otherwise(value: Any) -> str:
        prepared = field.get_db_prep_save(value, connection)
        return NOTHING if prepared is None else str(prepared).translate(ESCAPED)

    return _by_kind(field, WORDS, NOTHING, otherwise)


def _for_sqlite(field: models.Field, connection) -> Write:
    if isinstance(field, models.JSONField):
        dumps = _dumps(field)
        return lambda value: None if value is None else dumps(value)
    return _by_kind(field, KEPT, None, lambda value: field.get_db_prep_save(value, connection))


def _by_kind(field: models.Field, told: dict[type, Write], nothing: Any, otherwise: Write) -> Write:
    kind = _kind_of(field)
    tell = told.get(kind)

    def write(value: Any) -> Any:
        if value is None:
            return nothing
        if type(value) is not kind:
            return otherwise(value)
        return tell(value) if tell else value

    return write


def _kind_of(field: models.Field) -> type | None:
    while field.remote_field:
        field = field.target_field
    for cls in type(field).__mro__:
        if cls is models.FileField:
            return None
        if cls in KINDS:
            return KINDS[cls]
    return None


def _dumps(field: models.JSONField) -> Write:
    return json.JSONEncoder(ensure_ascii=True).encode if field.encoder is None else field.encoder().encode


def _is_set_when_saved(field: models.Field) -> bool:
    """Whether saving gives a field its value: those that tell when, and files."""
    if isinstance(field, models.DateField | models.TimeField):
        return field.auto_now or field.auto_now_add
    return type(field).pre_save is not models.Field.pre_save
