"""Pages of long lists by keyset: the next page starts after the last row shown, not at a count.

Rows that come or go meanwhile neither repeat nor hide others, and page 1,000 costs as much as
page 1.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db.models import F, Field, Model, Q, QuerySet
from django.utils.translation import gettext as _

from kit.errors import Refused


class BadCursor(Refused):
    """A cursor that this list never gave."""

    default_code = "bad_cursor"


@dataclass(frozen=True)
class Page:
    """Some rows of a list, and the cursor of the next page; empty at the end."""

    rows: list
    next: str


def page_of(rows: QuerySet, *, order: Sequence[str], cursor: str = "", size: int = 50) -> Page:
    """Return the page of a queryset that a cursor points to, the first one without.

    `order` names the columns or annotations, "-" before those that fall; together they must be
    unique. Empty values come last either way. One query. Raises BadCursor.
    """
    keys = [_Key(rows, name) for name in order]
    if cursor:
        rows = rows.filter(_after(list(zip(keys, _read(cursor, keys), strict=True))))
    found = list(rows.order_by(*(key.ordering for key in keys))[: size + 1])
    more = len(found) > size
    found = found[:size]
    return Page(found, _write(found[-1], keys) if more else "")


def cursor_after(rows: QuerySet, row: Model, *, order: Sequence[str]) -> str:
    """Return the cursor of what comes after a row of a list, read by `page_of` in the same order."""
    return _write(row, [_Key(rows, name) for name in order])


def place_of(rows: QuerySet, *, order: Sequence[str], cursor: str) -> list:
    """Return the values, in the columns of the order, of the row after which a page begins. Raises BadCursor."""
    return _read(cursor, [_Key(rows, name) for name in order])


class _Key:
    """A column that a list is sorted by."""

    def __init__(self, rows: QuerySet, name: str):
        self.called = f"{rows.model._meta.label_lower}:{name}"
        self.falls = name.startswith("-")
        self.name = name.removeprefix("-")
        added = rows.query.annotations.get(self.name)
        self.field: Field = added.output_field if added else rows.model._meta.get_field(self.name)
        self.attribute: str = self.name if added else self.field.attname

    @property
    def ordering(self):
        column = F(self.name)
        last = {"nulls_last": True} if self.field.null else {}
        return column.desc(**last) if self.falls else column.asc(**last)

    def equals(self, value) -> Q:
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})

    def beyond(self, value) -> Q:
        if value is None:
            return Q(pk__in=[])
        further = Q(**{f"{self.name}__{'lt' if self.falls else 'gt'}": value})
        return further | Q(**{f"{self.name}__isnull": True}) if self.field.null else further


def _after(keyed: list[tuple[_Key, object]]) -> Q:
    """Beyond by the first column, or equal there and beyond by the others."""
    (key, value), *rest = keyed
    beyond = key.beyond(value)
    return beyond | (key.equals(value) & _after(rest)) if rest else beyond


def _write(row: Model, keys: list[_Key]) -> str:
    values = [_mark(keys), *(_plain(getattr(row, key.attribute)) for key in keys)]
    return urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")


def _mark(keys: list[_Key]) -> str:
    """Which list a cursor belongs to: another one, or another order, would show odd rows without a word."""
    return sha256(",".join(key.called for key in keys).encode()).hexdigest()[:8]


def _plain(value) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)


def _read(cursor: str, keys: list[_Key]) -> list:
    try:
        values = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or values[:1] != [_mark(keys)]:
            raise ValueError
        return [_value(key, value) for key, value in zip(keys, values[1:], strict=True)]
    except (ValueError, OverflowError, RecursionError, ValidationError):
        raise BadCursor(_("This page of the list does not exist. Start from the top.")) from None


def _value(key: _Key, value):
    if value is None and key.field.null:
        return None
    if not isinstance(value, str) or "\0" in value:
        raise ValueError
    value.encode()  # what is no text to the database is no value
    value = key.field.to_python(value)
    return value.astimezone(UTC) if isinstance(value, datetime) else value
